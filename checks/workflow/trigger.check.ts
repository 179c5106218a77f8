import { pushTrigger } from '@grade4/pipeline'
import { check } from '../check.js'
import { gradedWorkflow } from './graded-workflow.js'

/**
 * `workflow.trigger`: an ordinary commit on main starts the pipeline.
 * Rule: "Configuring GitHub Actions to Push to ECR", the starter's `on: push: branches: [ main ]`.
 */
check('workflow.trigger', async ({ evidence, finding, seen }) => {
  const trigger = pushTrigger(await gradedWorkflow(evidence))
  if (trigger.starts) return seen('A push to main starts main.yml.')
  for (const { message, ...details } of trigger.findings) finding(message, details)
})
