import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { safeText } from '../safe-text.js'
import { duration, minute } from '../terminal/lateness.js'
import type { ClassData } from './class-lines.js'

/** The class as data for its page. */
export function classData({ rows, checks, otherColumns }: GradedClass): ClassData {
  const nameColumn = otherColumns.find((column) => column.toLowerCase() === 'name')
  const together = new Map<string, string[]>()
  for (const row of rows) together.set(work(row), [...(together.get(work(row)) ?? []), row.student])
  return {
    checks,
    maxScore: Math.max(0, ...rows.map(({ maxScore }) => maxScore)),
    lines: rows.map((row) => ({
      student: row.student,
      name: safeText((nameColumn === undefined ? '' : row.other[nameColumn]) ?? '', { limit: 100 }),
      page: pageOf(row.student),
      repository: safeText(row.repository),
      score: row.score,
      highest: row.range[1],
      complete: row.complete,
      statuses: checks.map((id) => row.statuses[id]?.[0] ?? '-').join(''),
      lateBySeconds: row.lateBySeconds,
      late: lateText(row.lateBySeconds),
      submitted: row.submittedAt === null ? '' : minute(row.submittedAt),
      partners: (together.get(work(row)) ?? []).filter((each) => each !== row.student).join(', '),
    })),
  }
}

/** Address of a student's page, relative to the class's. */
export function pageOf(student: string): string {
  return `reports/${encodeURIComponent(student)}.html`
}

/** What partners have in common. */
function work({ account, repository }: ClassRow): string {
  return `${account} ${repository.toLowerCase()}`
}

function lateText(lateBySeconds: number | null): string {
  if (lateBySeconds === null) return ''
  return lateBySeconds === 0 ? 'in time' : duration(lateBySeconds)
}
