import { stringify } from 'csv-stringify/sync'
import type { GradedClass } from '../grading/batch/class-row.js'
import { safeCell } from './safe-text.js'

const OWN = [
  'student',
  'score',
  'maxScore',
  'complete',
  'status',
  'late',
  'lateBySeconds',
  'submittedAt',
  'account',
  'repository',
] as const

/**
 * grades.csv: a line a student in the roster's order; the status of each check; the roster's other columns.
 * A spreadsheet takes no cell of it for a formula. `late` is empty where it is not known.
 */
export function gradesCsv({ rows, checks, otherColumns }: GradedClass): string {
  const taken = new Set<string>([...OWN, ...checks])
  const header = [
    ...OWN,
    ...checks,
    ...otherColumns.map((name) => safeCell(taken.has(name) ? `roster.${name}` : name)),
  ]
  const lines = rows.map((row) => [
    row.student,
    row.score,
    row.maxScore,
    String(row.complete),
    row.complete ? 'graded' : 'incomplete',
    isLate(row),
    row.lateBySeconds ?? '',
    row.submittedAt ?? '',
    row.account,
    safeCell(row.repository),
    ...checks.map((id) => row.statuses[id] ?? ''),
    ...otherColumns.map((name) => safeCell(row.other[name] ?? '')),
  ])
  return stringify([header, ...lines])
}

function isLate({ due, lateBySeconds }: GradedClass['rows'][number]): string {
  if (due === null) return 'false'
  return lateBySeconds === null ? '' : String(lateBySeconds > 0)
}
