import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgePush } from './judge/index.js'

/**
 * `workflow.push`: what was built is what is pushed.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 8.
 */
export default check('workflow.push', {
  title: 'The image is pushed for linux/arm64',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 8: the same as step 6, with "push: true".',
  looksAt: 'The step of the pipeline that pushes, run on a copy of your account.',
  passes:
    'docker/build-push-action pushes to your cs40 for linux/arm64, after the untagging, with inputs that are otherwise those of the build.',
  failures: {
    'Nothing pushes: "push: true" is missing, or says yes, which the action refuses.':
      'Step 8: set "push: true".',
    'The push differs from the build in another input, its context for example.':
      'Make step 8 the same as step 6, but for push.',
    'The job is not signed in to ECR.':
      'Put aws-actions/amazon-ecr-login before the push, in the same job.',
  },

  async rule({ evidence, ...tell }) {
    tellOutcome(judgePush(await gradedPipeline(evidence)), tell)
  },
})
