import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgePush } from './judge/index.js'

/**
 * `workflow.push`: what was built is what is pushed.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 8.
 */
check('workflow.push', async ({ evidence, ...tell }) => {
  tellOutcome(judgePush(await gradedPipeline(evidence)), tell)
})
