import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeBuild } from './judge/index.js'

/**
 * `workflow.build`: the image is built for the cluster, and not pushed yet.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 6.
 */
check('workflow.build', async ({ evidence, ...tell }) => {
  tellOutcome(judgeBuild(await gradedPipeline(evidence)), tell)
})
