import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeRedeploy } from './judge/index.js'

/**
 * `workflow.redeploy`: the student's own service takes the new image.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 9.
 */
check('workflow.redeploy', async ({ facts, ...tell }) => {
  const [trace, named] = await Promise.all([gradedPipeline(facts), facts.named()])
  tellOutcome(judgeRedeploy(trace, named), tell)
})
