import { workflowAdvice } from '@grade4/pipeline'
import type { Advice } from '../checks/plan.js'
import { EXPECTED_IMAGE_BYTES } from '../evidence/assignment.js'
import type { Facts } from '../facts/facts.js'

/** An image that is this many times lighter or heavier holds something else than the app. */
const FAR = 2

/**
 * What is worth knowing about a subject and costs no points.
 * Rule: rubric, "Advice". What is not known is passed over in silence.
 */
export async function advise(facts: Facts): Promise<Advice[]> {
  const [image, workflow, run, newest] = await Promise.all([
    facts.latestImage(),
    facts.workflow(),
    facts.run(),
    facts.newestRun(),
  ])
  const advice: Advice[] = []
  if (image.state === 'found' && image.value.sizeBytes !== null) {
    const { sizeBytes } = image.value
    if (sizeBytes > EXPECTED_IMAGE_BYTES * FAR || sizeBytes < EXPECTED_IMAGE_BYTES / FAR) {
      advice.push({
        id: 'ecr.size',
        message: `The image behind latest is ${megabytes(sizeBytes)} MB; around ${megabytes(EXPECTED_IMAGE_BYTES)} MB are expected.`,
      })
    }
  }
  if (image.state === 'found') {
    advice.push({
      id: 'ecr.mutable',
      message:
        'A tag that moves, as latest does here, is fine for this assignment; in production make tags immutable and deploy digests.',
    })
  }
  if (workflow.state === 'found') advice.push(...workflowAdvice(workflow.value))
  if (run.state === 'found' && newest.state === 'found') {
    if (newest.value.headSha !== run.value.headSha) {
      advice.push({
        id: 'delivery.newer-commit',
        message: `main has moved on since the graded run ${run.value.number}: run ${newest.value.number} is for another commit and was ${newest.value.conclusion ?? newest.value.status}.`,
      })
    }
  }
  return advice
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000)
}
