import type { Observed } from '@grade4/unknown'
import { CLOCK_TOLERANCE_MS } from '../evidence/assignment.js'
import type { EcrImage } from '../evidence/aws/ecr.js'
import type { WorkflowRun } from '../evidence/github/actions.js'
import { fact } from './fact.js'
import { latestImage } from './latest-image.js'
import { run } from './run.js'

/** When the graded state came to be, and what says so. */
export interface Submission {
  readonly at: Date
  /** `run`: the graded run started then. `image`: the image behind `latest` was pushed then. */
  readonly from: 'run' | 'image'
}

/** When the graded state came to be; `null` when it is not known. */
export const submission = fact(async (evidence) =>
  submissionOf(await run(evidence), await latestImage(evidence)),
)

/**
 * When the graded state came to be: the start of the graded run. The push of the image behind `latest` where
 * there is no run, or where it came after the run had ended: then the run did not make what is graded.
 * `null` when it is not known. Where the runs are not known the push does not stand in for them: it is later
 * than the start of its run, and could make a student late who is not.
 */
export function submissionOf(
  run: Observed<WorkflowRun>,
  latestImage: Observed<EcrImage>,
): Submission | null {
  if (run.state === 'unknown') return null
  const pushedAt = latestImage.state === 'found' ? latestImage.value.pushedAt : null
  const push: Submission | null = pushedAt === null ? null : { at: pushedAt, from: 'image' }
  if (run.state === 'absent') return push
  const { startedAt, updatedAt, status } = run.value
  const endedBefore =
    pushedAt !== null &&
    status === 'completed' &&
    updatedAt.getTime() + CLOCK_TOLERANCE_MS < pushedAt.getTime()
  return endedBefore ? push : { at: startedAt, from: 'run' }
}
