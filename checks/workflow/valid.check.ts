import { loadedWorkflow, workflowText } from '../../facts/workflow.js'
import { check, knownOrAbsent } from '../check.js'

const messages = {
  missing: 'There is no .github/workflows/main.yml on the branch main.',
  problem: (line: number, column: number, message: string) => `${line}:${column} ${message}`,
  right: 'main.yml is a valid workflow.',
}

/**
 * `workflow.valid`: GitHub would run main.yml at all. Its own schema decides, and every error is shown.
 * Rule: "Configuring GitHub Actions to Push to ECR", "copy this starter code to .github/workflows/main.yml".
 */
export default check('workflow.valid', {
  title: 'main.yml is a valid workflow',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Fix the lines named above in .github/workflows/main.yml and push to main.',
  looksAt:
    ".github/workflows/main.yml on the branch main, read with GitHub's own parser and schema.",
  passes: 'It is there, and GitHub would run it. Every error is shown with its line and column.',
  failures: {
    'There is no such file on main.':
      'Copy the starter of the assignment to .github/workflows/main.yml, commit, and push to main.',
    'A "with:" has nothing below it, as in the untouched starter.':
      'Fill in the inputs of steps 6 and 8, indented below with:.',
    'A key is misspelt, in the wrong place or there twice, or the YAML is not well formed.':
      'Fix the line that is named: keys are lower case, and indented with spaces, never tabs.',
    'The tags are a YAML list.':
      'Write them as one text: "tags: |" and then one tag a line, without dashes.',
  },

  async rule({ evidence, finding, seen }) {
    const [loaded, text] = await Promise.all([loadedWorkflow(evidence), workflowText(evidence)])
    const there = knownOrAbsent(loaded)?.value
    if (there === undefined || text.state !== 'found') return finding(messages.missing)
    if (there.state === 'valid') return seen(messages.right)
    for (const { message, line, column, source } of there.problems) {
      const location = { file: text.value.path, line, column, source }
      finding(messages.problem(line, column, message), { location })
    }
  },
})
