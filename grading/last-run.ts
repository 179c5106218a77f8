import { z } from 'zod'
import type { CheckId } from '../checks/rubric.js'
import type { Report, ReportCheck } from './report.js'
import { isUndecided } from './score.js'

/** What is kept of a grade, to tell the next one from it. */
export const LastRun = z.object({
  schema: z.literal('grade4/last-run@1'),
  /** Of the newest run, ISO 8601. */
  finishedAt: z.iso.datetime(),
  /** By check id; ids that this version does not know are let be. */
  statuses: z.record(z.string(), z.enum(['passed', 'failed', 'blocked', 'error'])),
})
export type LastRun = z.infer<typeof LastRun>

/** What is different from the run before. Each in rubric order. */
export interface Changes {
  /** When the run before ended, ISO 8601. */
  readonly since: string
  /** Passed now, and did not before. */
  readonly won: readonly ReportCheck[]
  /** Passed before; failed now, or waits for one that failed. */
  readonly lost: readonly ReportCheck[]
  /** Passed before; it is not known now. */
  readonly unknown: readonly ReportCheck[]
}

/** What a report changed since the run before. */
export function changesSince({ finishedAt, statuses }: LastRun, { checks }: Report): Changes {
  const undecided = undecidedIn(checks)
  const passedBefore = ({ id }: ReportCheck) => statuses[id] === 'passed'
  const gone = checks.filter((check) => passedBefore(check) && check.status !== 'passed')
  return {
    since: finishedAt,
    won: checks.filter(
      (check) =>
        check.status === 'passed' && statuses[check.id] !== undefined && !passedBefore(check),
    ),
    lost: gone.filter((check) => !undecided(check)),
    unknown: gone.filter(undecided),
  }
}

/** What is to be kept of a report. Where nobody knew this time, what was known before stays. */
export function lastRunOf({ finishedAt, checks }: Report, before: LastRun | null): LastRun {
  const undecided = undecidedIn(checks)
  const statuses = { ...before?.statuses }
  for (const check of checks) {
    if (!undecided(check)) statuses[check.id] = check.status
  }
  return { schema: 'grade4/last-run@1', finishedAt, statuses }
}

/** A report as the run before the next one, with what it could not find out. */
export function wholeRun({ finishedAt, checks }: Report): LastRun {
  const statuses = Object.fromEntries(checks.map(({ id, status }) => [id, status]))
  return { schema: 'grade4/last-run@1', finishedAt, statuses }
}

function undecidedIn(checks: readonly ReportCheck[]): (check: ReportCheck) => boolean {
  const byId = new Map<CheckId, ReportCheck>(checks.map((check) => [check.id, check]))
  return (check) => isUndecided(check, byId)
}
