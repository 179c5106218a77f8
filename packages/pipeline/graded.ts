// What of the assignment the pipeline needs to know; facts/assignment.test.ts holds it against evidence/assignment.ts.

/** The ECR repository that the assignment names. */
export const REPOSITORY = 'cs40'

/** The tag that the pipeline moves. */
export const LATEST = 'latest'

/** The branch whose pushes are graded. */
export const MAIN = 'refs/heads/main'

/** The file that is graded. */
export const WORKFLOW = '.github/workflows/main.yml'
