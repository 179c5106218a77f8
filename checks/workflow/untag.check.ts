import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeUntag } from './judge/index.js'

/**
 * `workflow.untag`: no old image is called latest when the new one comes, and nothing is lost.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 7.
 */
check('workflow.untag', async ({ evidence, ...tell }) => {
  tellOutcome(judgeUntag(await gradedPipeline(evidence)), tell)
})
