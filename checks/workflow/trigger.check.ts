import { pushTrigger } from '@grade4/pipeline'
import { check } from '../check.js'
import { gradedWorkflow } from './graded-workflow.js'

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

  async rule({ evidence, finding, seen }) {
    const trigger = pushTrigger(await gradedWorkflow(evidence))
    if (trigger.starts) return seen('A push to main starts main.yml.')
    for (const { message, ...details } of trigger.findings) finding(message, details)
  },
})
