import { bin, max, median, min, tickStep } from 'd3-array'
import { scaleBand, scaleLinear, scaleUtc } from 'd3-scale'
import type { Element } from 'hast'
import { h, s } from 'hastscript'
import type { ClassRow } from '../../grading/batch/class-row.js'
import { minute } from '../terminal/lateness.js'
import { count } from '../terminal/layout.js'

const WIDTH = 640
const HEIGHT = 300
const MARGIN = { top: 22, right: 12, bottom: 52, left: 40 }

/** So many labels stand under the columns at most; more would touch. */
const MOST_LABELS = 9

/** A column of students. */
interface Column {
  /** What the column counts, as the table says it. */
  readonly name: string
  /** The same under the column, 8 characters at most. */
  readonly label: string
  readonly students: number
  /** Class of its colour. */
  readonly kind: 'plain' | 'whole' | 'late'
}

/** Columns of students. */
interface ColumnChart {
  /** One sentence that says the most of it. */
  readonly summary: string
  /** What the columns count by, for the axis and the head of the table. */
  readonly axis: string
  readonly columns: readonly Column[]
}

/**
 * Students by something as columns, and the same as a table. d3 reckons the scales; the marks are drawn here, so
 * that the page's own colours serve them in light and dark. Without columns there is the summary alone.
 */
function columnChart(chart: ColumnChart): Element {
  return h('figure', { class: 'card chart' }, [
    h('figcaption', chart.summary),
    chart.columns.length === 0 ? null : [drawn(chart), asTable(chart)],
  ])
}

function drawn({ summary, axis, columns }: ColumnChart): Element {
  const x = scaleBand(
    columns.map((_, at) => at),
    [MARGIN.left, WIDTH - MARGIN.right],
  ).padding(0.08)
  const y = scaleLinear(
    [0, max(columns, ({ students }) => students) ?? 1],
    [HEIGHT - MARGIN.bottom, MARGIN.top],
  ).nice(4)
  const ground = y(0)
  const across = { x1: MARGIN.left, x2: WIDTH - MARGIN.right }
  const labelled = Math.ceil(columns.length / MOST_LABELS)
  const figure = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', ariaLabel: summary }
  return s('svg', { class: 'plot', ...figure, focusable: 'false' }, [
    y
      .ticks(4)
      .filter(Number.isInteger)
      .flatMap((tick) => [
        s('line', { class: 'grid', ...across, y1: y(tick), y2: y(tick) }),
        text(MARGIN.left - 8, y(tick) + 4, String(tick), 'end'),
      ]),
    columns.flatMap(({ label, students, kind }, at) => {
      const left = x(at) ?? 0
      const box = { y: y(students), width: x.bandwidth() }
      const center = left + box.width / 2
      return [
        s('rect', { class: `column ${kind}`, x: left, ...box, height: ground - box.y, rx: 2 }),
        students === 0 ? null : text(center, box.y - 5, String(students), 'middle', 'value'),
        // The last column is named always: it is the best score, or the last hour.
        (columns.length - 1 - at) % labelled === 0
          ? text(center, ground + 19, label, 'middle')
          : null,
      ]
    }),
    text((MARGIN.left + WIDTH) / 2, HEIGHT - 6, axis, 'middle'),
  ])
}

function text(x: number, y: number, words: string, anchor: string, name?: string): Element {
  return s('text', { class: name, x, y, textAnchor: anchor }, words)
}

function asTable({ axis, columns }: ColumnChart): Element {
  return h('details', { class: 'soft screen' }, [
    h('summary', 'As a table'),
    h('table', { class: 'numbers' }, [
      h('thead', h('tr', [h('th', { scope: 'col' }, axis), h('th', { scope: 'col' }, 'Students')])),
      h(
        'tbody',
        columns.map(({ name, students }) =>
          h('tr', [h('th', { scope: 'row' }, name), h('td', String(students))]),
        ),
      ),
    ]),
  ])
}

/** About so many columns: they begin at the lowest score, so that a class near the top is not one column. */
const SCORE_COLUMNS = 12

/** How the scores are spread: a column for each step of points, the last one for those with every point. */
export function scoreChart(scores: readonly number[], maxScore: number): Element {
  const lowest = min(scores)
  const middle = median(scores)
  if (lowest === undefined || middle === undefined) {
    return columnChart({ summary: 'Nobody is graded yet.', axis: 'Points', columns: [] })
  }
  const step = Math.max(1, tickStep(lowest, maxScore, SCORE_COLUMNS))
  return columnChart({
    summary: `Scores of ${count(scores.length, 'student')}: lowest ${lowest}, median ${middle}, highest ${max(scores)} of ${maxScore}.`,
    axis: 'Points',
    columns: scoreColumns(scores, Math.floor(lowest / step) * step, step, maxScore),
  })
}

function scoreColumns(
  scores: readonly number[],
  start: number,
  step: number,
  maxScore: number,
): Column[] {
  const whole = scores.filter((score) => score === maxScore).length
  const below = scores.filter((score) => score < maxScore)
  const steps = Math.ceil((maxScore - start) / step)
  const starts = Array.from({ length: steps }, (_, at) => start + at * step)
  const bins = bin().domain([start, maxScore]).thresholds(starts.slice(1))
  return [
    ...bins(below)
      .slice(0, steps)
      .map(({ length }, at): Column => {
        const from = start + at * step
        const to = Math.min(from + step, maxScore) - 1
        const name = from === to ? String(from) : `${from} to ${to}`
        return { name, label: String(from), students: length, kind: 'plain' }
      }),
    { name: String(maxScore), label: String(maxScore), students: whole, kind: 'whole' },
  ]
}

/** About so many columns. */
const TIME_COLUMNS = 14

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
    columns: timeColumns(submitted, first, last),
  })
}

function timeColumns(
  submitted: readonly { readonly at: Date; readonly late: boolean }[],
  first: Date,
  last: Date,
): Column[] {
  const scale = scaleUtc().domain([first, last]).nice(TIME_COLUMNS)
  const [start = first, end = last] = scale.domain()
  const ticks = scale.ticks(TIME_COLUMNS)
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
