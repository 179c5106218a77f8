import { actionsPermissions } from '../../evidence/github/repository.js'
import { answered, check } from '../check.js'

const messages = {
  off: 'GitHub Actions is disabled in the repository.',
  some: (allowed: string) => `Not all actions may be used in the repository: "${allowed}".`,
  right: 'Actions is enabled, and all actions may be used.',
}

/**
 * `repo.actions`: the pipeline may run, with any action.
 * Rule: "Configuring GitHub Actions to Push to ECR", "Allow all actions and reusable workflows".
 */
export default check('repo.actions', {
  title: 'All actions are allowed in the repository',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'On GitHub: Settings > Actions > General > Allow all actions and reusable workflows.',
  looksAt:
    "The Actions settings of the repository; reading them needs the token's permission Administration.",
  passes: 'Actions is enabled, and all actions and reusable workflows are allowed.',
  failures: {
    'Actions is disabled, or only selected or local actions may be used.':
      'On GitHub: Settings > Actions > General > Allow all actions and reusable workflows.',
  },

  async rule({ evidence, finding, seen }) {
    const { enabled, allowedActions } = answered(await evidence.ask(actionsPermissions))
    if (!enabled) return finding(messages.off, { expected: 'enabled', actual: 'disabled' })
    if (allowedActions === 'all') return seen(messages.right)
    const allowed = allowedActions ?? 'not said'
    finding(messages.some(allowed), { expected: 'all', actual: allowed })
  },
})
