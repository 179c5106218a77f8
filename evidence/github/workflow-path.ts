/** The workflow's file name and path; the assignment fixes them. */
export const WORKFLOW_FILE = 'main.yml'
export const WORKFLOW_PATH = `.github/workflows/${WORKFLOW_FILE}`
