import { absent, found, type Observed } from '@grade4/unknown'
import { CLOCK_TOLERANCE_MS } from '../evidence/assignment.js'
import { workflowRuns } from '../evidence/github/actions.js'
import type { WorkflowRun } from '../evidence/github/models.js'
import { fact } from './fact.js'

/** Conclusions of runs that say nothing about the pipeline: somebody stopped them, or nothing ran. */
const PASSED_OVER = new Set(['cancelled', 'skipped', 'stale', 'neutral'])

/**
 * The run that is graded: the newest one for a push to main, cancelled and skipped ones passed over.
 * Rule: rubric, `delivery.run`.
 */
export const run = fact(async (evidence): Promise<Observed<WorkflowRun>> => {
  const runs = await evidence.ask(workflowRuns)
  if (runs.state !== 'found') return runs
  const graded = newestFirst(runs.value).find(
    ({ conclusion }) => !PASSED_OVER.has(conclusion ?? ''),
  )
  return graded === undefined ? absent('main.yml never ran for a push to main') : found(graded)
})

/** The newest run for a push to main, whatever became of it. */
export const newestRun = fact(async (evidence): Promise<Observed<WorkflowRun>> => {
  const runs = await evidence.ask(workflowRuns)
  if (runs.state !== 'found') return runs
  const [newest] = newestFirst(runs.value)
  return newest === undefined ? absent('no run') : found(newest)
})

/** Runs by the time they were created, newest first. */
function newestFirst(runs: readonly WorkflowRun[]): WorkflowRun[] {
  return runs.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}

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
  const lastStartedFirst = runs.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
  const inside = lastStartedFirst.find(
    ({ status, conclusion, startedAt, updatedAt }) =>
      status === 'completed' && conclusion === 'success' && isBetween(at, startedAt, updatedAt),
  )
  if (inside) return { state: 'inside', run: inside }
  const earlier = lastStartedFirst.find(
    ({ attempt, createdAt, startedAt }) => attempt > 1 && isBetween(at, createdAt, startedAt),
  )
  return earlier ? { state: 'earlier-attempt', run: earlier } : { state: 'outside' }
}

function isBetween(at: number, from: Date, to: Date): boolean {
  return at >= from.getTime() - CLOCK_TOLERANCE_MS && at <= to.getTime() + CLOCK_TOLERANCE_MS
}
