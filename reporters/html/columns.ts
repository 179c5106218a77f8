import { max } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import type { Element } from 'hast'
import { h, s } from 'hastscript'

const WIDTH = 640
const HEIGHT = 300
const MARGIN = { top: 22, right: 12, bottom: 52, left: 40 }

/** So many labels stand under the columns at most; more would touch. */
const MOST_LABELS = 9

/** A column of students. */
export interface Column {
  /** What the column counts, as the table says it. */
  readonly name: string
  /** The same under the column, 8 characters at most. */
  readonly label: string
  readonly students: number
  /** Class of its colour. */
  readonly kind: 'plain' | 'whole' | 'late'
}

/** Columns of students. */
export interface ColumnChart {
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
export function columnChart(chart: ColumnChart): Element {
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
