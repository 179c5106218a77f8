import { group } from 'd3-array'
import type { Element } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import { type ClassRow, type GradedClass, otherCell } from '../../grading/batch/class-row.js'
import { byGroup } from '../groups.js'
import { safeText } from '../safe-text.js'
import { duration, minute } from '../terminal/lateness.js'
import type { ClassData } from './class-lines.js'
import { STATUS_WORDS } from './parts.js'

/** Of the students with one mistake, so many are named; the table has them all. */
const MOST_NAMED = 12

/** The class as data for its page. */
export function classData({ rows, checks, otherColumns }: GradedClass): ClassData {
  const together = group(rows, work)
  const firsts = new Set(byGroup(checks.map((id) => ({ id }))).map(({ checks: [one] }) => one?.id))
  return {
    checks: checks.map((id) => ({ id, title: DESCRIPTIONS[id].title, first: firsts.has(id) })),
    maxScore: Math.max(0, ...rows.map(({ maxScore }) => maxScore)),
    words: Object.fromEntries(
      Object.entries(STATUS_WORDS).map(([status, { word }]) => [status[0], word]),
    ),
    lines: rows.map((row) => ({
      student: row.student,
      name: nameOf(row),
      section: sectionOf(row),
      others: otherColumns.map((column) => shown(row.other[column] ?? '')).filter(Boolean),
      page: pageOf(row.student),
      repository: safeText(row.repository),
      score: row.score,
      highest: row.range[1],
      complete: row.complete,
      statuses: checks.map((id) => row.statuses[id]?.[0] ?? '-').join(''),
      lateBySeconds: row.lateBySeconds,
      late: lateText(row.lateBySeconds),
      submitted: row.submittedAt === null ? '' : minute(row.submittedAt),
      partners: (together.get(work(row)) ?? [])
        .flatMap(({ student }) => (student === row.student ? [] : [student]))
        .join(', '),
    })),
  }
}

/** Students by id and name, each a link to their page, with `more` of each behind; of many, the first. */
export function studentLinks(
  rows: readonly ClassRow[],
  more: (row: ClassRow) => string = () => '',
): (Element | string | null)[] {
  const left = rows.length - MOST_NAMED
  return [
    ...rows.slice(0, MOST_NAMED).flatMap((row, index) => {
      const name = nameOf(row)
      const link = h('a', { href: pageOf(row.student) }, row.student)
      return [index === 0 ? '' : ', ', link, name === '' ? '' : ` ${name}`, more(row)]
    }),
    left > 0 ? ` and ${left} more` : null,
  ]
}

/** The student's section, by the roster's column of that name; empty where it tells none. Harmless. */
export function sectionOf(row: ClassRow): string {
  return shown(otherCell(row, 'section'))
}

/** The student's name, likewise. */
function nameOf(row: ClassRow): string {
  return shown(otherCell(row, 'name'))
}

function shown(cell: string): string {
  return safeText(cell, { limit: 100 })
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
