import { workflowAdvice } from '@grade4/pipeline'
import { EXPECTED_IMAGE_BYTES } from '../evidence/assignment.js'
import type { Evidence } from '../evidence/question.js'
import { latestImage } from '../facts/latest-image.js'
import { newestRun, run } from '../facts/run.js'
import { workflow } from '../facts/workflow.js'

/** Something worth knowing that costs no points. */
export interface Advice {
  readonly id: string
  /** One line. */
  readonly message: string
}

/** An image that is this many times lighter or heavier holds something else than the app. */
const FAR = 2

/**
 * What is worth knowing about a subject and costs no points.
 * Rule: rubric, "Advice". What is not known is passed over in silence.
 */
export async function advise(evidence: Evidence): Promise<Advice[]> {
  const [image, flow, graded, newest] = await Promise.all([
    latestImage(evidence),
    workflow(evidence),
    run(evidence),
    newestRun(evidence),
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
  if (flow.state === 'found') advice.push(...workflowAdvice(flow.value))
  if (graded.state === 'found' && newest.state === 'found') {
    if (newest.value.headSha !== graded.value.headSha) {
      advice.push({
        id: 'delivery.newer-commit',
        message: `main has moved on since the graded run ${graded.value.number}: run ${newest.value.number} is for another commit and was ${newest.value.conclusion ?? newest.value.status}.`,
      })
    }
  }
  return advice
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000)
}
