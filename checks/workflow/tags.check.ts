import { check } from '../check.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { judgeTags } from './judge/index.js'

/**
 * `workflow.tags`: what is built and pushed can be found again by its time.
 * Rule: "Configuring GitHub Actions to Push to ECR", steps 6 and 8.
 */
export default check('workflow.tags', {
  title: 'Build and push carry the tags latest and TIMESTAMP',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Steps 6 and 8: tags are REGISTRY/cs40:latest and REGISTRY/cs40:${{ steps.timestamp.outputs.timestamp }}, no others.',
  looksAt:
    'The tags of the image that is built and of the one that is pushed, as they are when the pipeline runs.',
  passes:
    'Both carry exactly two: REGISTRY/cs40:latest and REGISTRY/cs40:TIMESTAMP, where TIMESTAMP is what the timestamp step of this run gave.',
  failures: {
    'One of the two is missing, or there is a third.':
      'Steps 6 and 8: give both tags, one a line below "tags: |", and no others.',
    'The timestamp is empty: the step or its output has another name.':
      'Use ${{ steps.timestamp.outputs.timestamp }} with the id and the output name of step 1.',
    'The second tag is something else, the commit for example, or the same at every push.':
      "Use the timestamp step's output.",
    'A tag begins with a dash, or its registry is empty.':
      'Lines below "tags: |" have no dashes; the registry is ${{ env.ECR_REGISTRY }} or ${{ steps.login-ecr.outputs.registry }}.',
  },

  async rule({ evidence, ...tell }) {
    tellOutcome(judgeTags(await gradedPipeline(evidence)), tell)
  },
})
