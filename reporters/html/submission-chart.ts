import { bin, max, min } from 'd3-array'
import { scaleUtc } from 'd3-scale'
import type { Element } from 'hast'
import type { ClassRow } from '../../grading/batch/class-row.js'
import { minute } from '../terminal/lateness.js'
import { count } from '../terminal/layout.js'
import { type Column, columnChart } from './columns.js'

/** About so many columns. */
const COLUMNS = 14

const DAY_MS = 86_400_000

/**
 * When the graded states came to be, by hours or days. A column is of the colour of those who are late where all
 * in it are: deadlines may differ from student to student.
 */
export function submissionChart(rows: readonly ClassRow[]): Element {
  const submitted = rows.flatMap(({ submittedAt, lateBySeconds }) =>
    submittedAt === null ? [] : [{ at: new Date(submittedAt), late: (lateBySeconds ?? 0) > 0 }],
  )
  const [first, last] = [min(submitted, ({ at }) => at), max(submitted, ({ at }) => at)]
  if (first === undefined || last === undefined) {
    return columnChart({ summary: 'No time of submission is known.', axis: 'UTC', columns: [] })
  }
  const late = submitted.filter((each) => each.late).length
  const summary = [
    `${count(submitted.length, 'submission')}, the first at ${minute(first.toISOString())}, the last at ${minute(last.toISOString())}`,
    ...(late === 0 ? [] : [`${late} late`]),
  ]
  return columnChart({
    summary: `${summary.join('; ')}.`,
    axis: 'From (UTC)',
    columns: columnsOf(submitted, first, last),
  })
}

function columnsOf(
  submitted: readonly { readonly at: Date; readonly late: boolean }[],
  first: Date,
  last: Date,
): Column[] {
  const scale = scaleUtc().domain([first, last]).nice(COLUMNS)
  const [start = first, end = last] = scale.domain()
  const ticks = scale.ticks(COLUMNS)
  const bins = bin<(typeof submitted)[number], Date>()
    .value(({ at }) => at)
    .domain([start, end])
    .thresholds(ticks.slice(1, -1))(submitted)
  const [one = start, other = end] = ticks
  const wholeDays = other.getTime() - one.getTime() >= DAY_MS
  return bins.map((members): Column => {
    const from = (members.x0 ?? start).toISOString()
    return {
      name: minute(from),
      label: wholeDays || from.includes('T00:00') ? from.slice(5, 10) : from.slice(11, 16),
      students: members.length,
      kind: members.length > 0 && members.every(({ late }) => late) ? 'late' : 'plain',
    }
  })
}
