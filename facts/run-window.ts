import { CLOCK_TOLERANCE_MS } from '../evidence/assignment.js'
import type { WorkflowRun } from '../evidence/github/models.js'

/** Where a moment lies among the runs of a workflow. */
export type RunPlacement =
  /** While this run, which succeeded, went on. */
  | { readonly state: 'inside'; readonly run: WorkflowRun }
  /**
   * Between the first attempt of this run and the start of its latest one. GitHub's list shows the
   * latest attempt only, so whether an earlier one went on then is not known.
   */
  | { readonly state: 'earlier-attempt'; readonly run: WorkflowRun }
  | { readonly state: 'outside' }

/**
 * The successful run during which a moment fell; of several, the one that started last.
 * Rule: RUBRIC, `delivery.image`.
 */
export function placeAmongRuns(moment: Date, runs: readonly WorkflowRun[]): RunPlacement {
  const at = moment.getTime()
  const newestFirst = runs.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
  const inside = newestFirst.find(
    ({ status, conclusion, startedAt, updatedAt }) =>
      status === 'completed' && conclusion === 'success' && isBetween(at, startedAt, updatedAt),
  )
  if (inside) return { state: 'inside', run: inside }
  const earlier = newestFirst.find(
    ({ attempt, createdAt, startedAt }) => attempt > 1 && isBetween(at, createdAt, startedAt),
  )
  return earlier ? { state: 'earlier-attempt', run: earlier } : { state: 'outside' }
}

function isBetween(at: number, from: Date, to: Date): boolean {
  return at >= from.getTime() - CLOCK_TOLERANCE_MS && at <= to.getTime() + CLOCK_TOLERANCE_MS
}
