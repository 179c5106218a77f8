import { type TriggerFault, triggerFaults } from '@grade4/pipeline'
import { check } from '../check.js'
import type { Finding } from '../verdict.js'
import { gradedWorkflow } from './graded-workflow.js'
import { finding } from './outcome.js'

const messages = {
  'no-push': (events: readonly string[]) =>
    `A push does not start main.yml; what starts it: ${events.join(', ') || 'nothing'}.`,
  branches: 'The branches that main.yml names leave out main.',
  'branches-ignore': 'main.yml ignores pushes to main.',
  'tags-only': 'main.yml names tags but no branches: then a push to a branch does not start it.',
  paths: (path: string | null) => `A commit that changes only ${path} does not start the pipeline.`,
}

/**
 * `workflow.trigger`: an ordinary commit on main starts the pipeline.
 * Rule: "Configuring GitHub Actions to Push to ECR", the starter's `on: push: branches: [ main ]`.
 */
export default check('workflow.trigger', {
  title: 'A push to main starts the pipeline',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'main.yml should begin with: on: { push: { branches: [ main ] } }, with no other filter.',
  looksAt: 'The "on:" of main.yml: its events and filters.',
  passes: 'An ordinary commit that is pushed to main starts it.',
  failures: {
    'It listens to another event, or to pushes of another branch or of tags only.':
      'Write: on: { push: { branches: [ main ] } }',
    'A filter by paths would keep an ordinary commit from starting it.':
      'Remove paths and paths-ignore.',
  },

  async rule({ evidence, ...context }) {
    const faults = triggerFaults(await gradedWorkflow(evidence))
    if (faults.length === 0) context.seen('A push to main starts main.yml.')
    for (const fault of faults) {
      const { message, ...details } = triggerFinding(fault)
      context.finding(message, details)
    }
  },
})

/** The words for what keeps a push from starting main.yml. */
export function triggerFinding(fault: TriggerFault): Finding {
  const { location } = fault
  switch (fault.kind) {
    case 'no-push':
      return finding(null, messages['no-push'](fault.events), {
        location,
        expected: 'on: push',
        actual: `on: ${fault.events.join(', ')}`,
      })
    case 'paths':
      return finding(null, messages.paths(fault.path), { location, actual: fault.filter })
    default:
      return finding(null, messages[fault.kind], {
        location,
        expected: 'branches: [ main ]',
        actual: fault.filter,
      })
  }
}
