import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { CLOCK_TOLERANCE_MS } from '../evidence/assignment.js'
import {
  runAttempt,
  type WorkflowRun,
  workflowRuns,
  workflowRunsOfAnyEvent,
} from '../evidence/github/actions.js'
import type { Evidence } from '../evidence/question.js'
import { plainFact } from './fact.js'

/** Conclusions of runs that say nothing about the pipeline: somebody stopped them, or nothing ran. */
const PASSED_OVER: ReadonlySet<string | null> = new Set([
  'cancelled',
  'skipped',
  'stale',
  'neutral',
])

/**
 * The run that is graded: the newest one for a push to main, cancelled and skipped ones passed over.
 * Rule: rubric, `delivery.run`.
 */
export const run = plainFact(async (evidence): Promise<Observed<WorkflowRun>> => {
  const runs = await evidence.ask(workflowRuns)
  if (runs.state !== 'found') return runs
  const graded = newestFirst(runs.value).find(({ conclusion }) => !PASSED_OVER.has(conclusion))
  return graded === undefined ? absent('main.yml never ran for a push to main') : found(graded)
})

/** The newest run for a push to main, whatever became of it. */
export const newestRun = plainFact(async (evidence): Promise<Observed<WorkflowRun>> => {
  const runs = await evidence.ask(workflowRuns)
  if (runs.state !== 'found') return runs
  const [newest] = newestFirst(runs.value)
  return newest === undefined ? absent('no run') : found(newest)
})

/** Runs by the time they were created, newest first. */
function newestFirst(runs: readonly WorkflowRun[]): WorkflowRun[] {
  return runs.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}

/**
 * The run that succeeded and during which the first of some moments fell that fell in any, whatever started it; of
 * several, the one that started last. Each attempt has a time of its own: "re-run failed jobs" keeps what jobs of an earlier attempt did.
 * Runs that no push started, and earlier attempts, are looked at only where no other run fits.
 * Rule: RUBRIC, `delivery.image`.
 */
export async function successfulRunAt(
  evidence: Evidence,
  moments: readonly Date[],
): Promise<Observed<WorkflowRun>> {
  for (const question of [workflowRuns, workflowRunsOfAnyEvent]) {
    const runs = await evidence.ask(question)
    if (runs.state === 'unknown') return runs
    if (runs.state === 'absent') continue
    for (const moment of moments) {
      const run = await amongRuns(evidence, runs.value, moment)
      if (run.state !== 'absent') return run
    }
    const oldest = Math.min(...runs.value.map(({ createdAt }) => createdAt.getTime()))
    const isBefore = moments.some((moment) => moment.getTime() < oldest)
    if (runs.value.length >= MOST_RUNS && isBefore) return TOO_MANY_RUNS
  }
  return absent('no successful run went on then')
}

/** GitHub lists no more. */
const MOST_RUNS = 1000

const TOO_MANY_RUNS = unknown(
  `main.yml ran more than ${MOST_RUNS} times since, and GitHub does not list the runs before.`,
  'Look at the runs of that day by hand, or let the pipeline push another image.',
)

async function amongRuns(
  evidence: Evidence,
  runs: readonly WorkflowRun[],
  moment: Date,
): Promise<Observed<WorkflowRun>> {
  const lastStartedFirst = runs.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
  const inside = lastStartedFirst.find((run) => succeeded(run) && wentOn(run, moment))
  if (inside !== undefined) return found(inside)
  for (const run of lastStartedFirst) {
    if (run.attempt === 1 || !isBetween(moment, run.createdAt, run.startedAt)) continue
    const attempts = await Promise.all(
      Array.from({ length: run.attempt - 1 }, (_, index) =>
        evidence.ask(runAttempt, String(run.id), String(index + 1)),
      ),
    )
    for (const attempt of attempts) {
      if (attempt.state === 'unknown') return attempt
      const counts = succeeded(run) || succeeded(attempt.value)
      if (counts && wentOn(attempt.value, moment)) return found(run)
    }
  }
  return absent('no successful run went on then')
}

function succeeded({ conclusion }: WorkflowRun): boolean {
  return conclusion === 'success'
}

/** Whether the latest attempt of a run was going on at a moment. */
function wentOn({ startedAt, updatedAt }: WorkflowRun, moment: Date): boolean {
  return isBetween(moment, startedAt, updatedAt)
}

function isBetween(moment: Date, from: Date, to: Date): boolean {
  const at = moment.getTime()
  return at >= from.getTime() - CLOCK_TOLERANCE_MS && at <= to.getTime() + CLOCK_TOLERANCE_MS
}
