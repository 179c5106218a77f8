import { targets } from '../../facts/targets.js'
import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeRedeploy } from './judge/index.js'

/**
 * `workflow.redeploy`: the student's own service takes the new image.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 9.
 */
export default check('workflow.redeploy', {
  title: 'The pipeline redeploys the service after the push',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 9: aws ecs update-service with your cluster, your service, --force-new-deployment and --region us-west-2.',
  looksAt: 'The aws ecs update-service commands of the pipeline, run on a copy of your account.',
  passes:
    'After the push one of them, with --force-new-deployment, names your cluster and your service, by name or ARN, in us-west-2.',
  failures: {
    'Cluster or service are still placeholders, or not yours.':
      'Copy both names from the ECS console, or run: aws ecs list-clusters, then aws ecs list-services --cluster NAME',
    '--force-new-deployment is missing, so the running tasks stay as they are.':
      'Step 9: add --force-new-deployment.',
    'It comes before the push, goes to another region, or never runs.':
      'Put it after step 8, with --region us-west-2, as a command of its own.',
  },

  async rule({ evidence, ...tell }) {
    const [trace, named] = await Promise.all([gradedPipeline(evidence), targets(evidence)])
    tellOutcome(judgeRedeploy(trace, named), tell)
  },
})
