import { triggerFaults } from '@grade4/pipeline'
import type { Evidence } from '../../evidence/question.js'
import { run } from '../../facts/run.js'
import { Blocked, check, knownOrAbsent, undecided } from '../check.js'
import { gradedWorkflow } from '../workflow/graded-workflow.js'

const messages = {
  none: 'main.yml never ran for a push to main.',
  noTrigger: 'main.yml never ran, since no push to main starts it yet.',
  going: (number: number, url: string) => `Run ${number} of main.yml is still in progress: ${url}`,
  wrong: (number: number, conclusion: string, url: string) =>
    `Run ${number} of main.yml, the newest one, ended with ${conclusion}: ${url}`,
  right: (number: number) => `Run ${number} of main.yml succeeded.`,
}

/**
 * `delivery.run`: the newest run for a push to main succeeded; cancelled and skipped ones are passed over.
 * A run that is missing or failed because main.yml is broken is that mistake, not a second one.
 * Rule: "Configuring GitHub Actions to Push to ECR", "To verify if your GitHub action worked".
 */
export default check('delivery.run', {
  title: 'The newest run of the pipeline succeeded',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Open the run on the Actions page of the repository, fix what its red step says, and push again.',
  looksAt: 'The runs of main.yml for pushes to main; cancelled and skipped ones are passed over.',
  passes:
    'The newest one succeeded. While it is in progress this is undecided: come back, or use --wait.',
  failures: {
    'It failed.':
      'Open it on the Actions page of the repository, fix what its red step says, and push again.',
    'main.yml has never run.': 'Push a commit to main.',
  },

  async rule({ evidence, finding, seen }) {
    const graded = knownOrAbsent(await run(evidence))?.value
    if (graded === undefined) {
      await blockOnTrigger(evidence)
      return finding(messages.none)
    }
    const { number, url, status } = graded
    if (status !== 'completed') {
      throw undecided(
        messages.going(number, url),
        'Run grade4 again when it has ended, or now with --wait.',
      )
    }
    if (graded.conclusion === 'success') return seen(messages.right(number))
    await gradedWorkflow(evidence)
    const conclusion = graded.conclusion ?? 'no conclusion'
    finding(messages.wrong(number, conclusion, url), { expected: 'success', actual: conclusion })
  },
})

async function blockOnTrigger(evidence: Evidence): Promise<void> {
  const faults = triggerFaults(await gradedWorkflow(evidence))
  if (faults.length > 0) throw new Blocked('workflow.trigger', messages.noTrigger)
}
