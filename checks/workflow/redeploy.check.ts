import { targets } from '../../facts/targets.js'
import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeRedeploy } from './judge/index.js'

/**
 * `workflow.redeploy`: the student's own service takes the new image.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 9.
 */
check('workflow.redeploy', async ({ evidence, ...tell }) => {
  const [trace, named] = await Promise.all([gradedPipeline(evidence), targets(evidence)])
  tellOutcome(judgeRedeploy(trace, named), tell)
})
