import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeUntag } from './judge/index.js'

/**
 * `workflow.untag`: no old image is called latest when the new one comes, and nothing is lost.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 7.
 */
export default check('workflow.untag', {
  title: 'Old images lose the tag latest before the push',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 7: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest',
  looksAt:
    'The tags of the images in the copy of your cs40 at the moment the push begins, over two pushes in a row.',
  passes:
    'No image carries latest any more, and nothing else was lost: images keep their other tags.',
  failures: {
    'Nothing removes the tag, or the command is only a comment, an echo, or behind an exit.':
      'Step 7: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest',
    'Another tag, another repository or another region is named.':
      'Name cs40, imageTag=latest and us-west-2.',
    'Images are deleted by digest, and their timestamps with them.':
      'Delete by imageTag=latest alone: that removes only this tag.',
    'It happens after the push.': 'Put the step before step 8.',
  },

  async rule({ evidence, ...tell }) {
    tellOutcome(judgeUntag(await gradedPipeline(evidence)), tell)
  },
})
