import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeBuild } from './judge/index.js'

/**
 * `workflow.build`: the image is built for the cluster, and not pushed yet.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 6.
 */
export default check('workflow.build', {
  title: 'The image is built for linux/arm64 without a push',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 6: docker/build-push-action with "platforms: linux/arm64", "push: false" and both tags.',
  looksAt: 'The steps of the pipeline that build, run on a copy of your account.',
  passes:
    'docker/build-push-action builds for exactly linux/arm64 and does not push, before anything is pushed. Without "push:" it does not push.',
  failures: {
    'No platform is given, or another one, or several.': 'Step 6: set "platforms: linux/arm64".',
    'The first build pushes at once.': 'Step 6: set "push: false"; step 8 is the one that pushes.',
    'A script runs docker build itself.':
      'Use docker/build-push-action: the assignment asks for the action.',
  },

  async rule({ evidence, ...tell }) {
    tellOutcome(judgeBuild(await gradedPipeline(evidence)), tell)
  },
})
