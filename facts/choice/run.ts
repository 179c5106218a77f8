import type { WorkflowRun } from '../../evidence/github/models.js'

/** Conclusions of runs that say nothing about the pipeline: somebody stopped them, or nothing ran. */
const PASSED_OVER = new Set(['cancelled', 'skipped', 'stale', 'neutral'])

/**
 * The run that is graded: the newest one, cancelled and skipped ones passed over; `null` when there is none.
 * Rule: rubric, `delivery.run`.
 */
export function chooseRun(runs: readonly WorkflowRun[]): WorkflowRun | null {
  return newestFirst(runs).find(({ conclusion }) => !PASSED_OVER.has(conclusion ?? '')) ?? null
}

/** Runs by the time they were created, newest first. */
export function newestFirst(runs: readonly WorkflowRun[]): WorkflowRun[] {
  return runs.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}
