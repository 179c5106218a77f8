import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeTags } from './judge/index.js'

/**
 * `workflow.tags`: what is built and pushed can be found again by its time.
 * Rule: "Configuring GitHub Actions to Push to ECR", steps 6 and 8.
 */
check('workflow.tags', async ({ evidence, ...tell }) => {
  tellOutcome(judgeTags(await gradedPipeline(evidence)), tell)
})
