import { loadedWorkflow, workflowText } from '../../facts/workflow.js'
import { check, knownOrAbsent } from '../check.js'

const messages = {
  missing: 'There is no .github/workflows/main.yml on the branch main.',
  problem: (line: number, column: number, message: string) => `${line}:${column} ${message}`,
  right: 'main.yml is a valid workflow.',
}

/**
 * `workflow.valid`: GitHub would run main.yml at all. Its own schema decides, and every error is told.
 * Rule: "Configuring GitHub Actions to Push to ECR", "copy this starter code to .github/workflows/main.yml".
 */
check('workflow.valid', async ({ evidence, finding, seen }) => {
  const [loaded, text] = await Promise.all([loadedWorkflow(evidence), workflowText(evidence)])
  const there = knownOrAbsent(loaded)?.value
  if (there === undefined || text.state !== 'found') return finding(messages.missing)
  if (there.state === 'valid') return seen(messages.right)
  for (const { message, line, column, source } of there.problems) {
    const location = { file: text.value.path, line, column, source }
    finding(messages.problem(line, column, message), { location })
  }
})
