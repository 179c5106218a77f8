import { bin, max, median } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { Element } from 'hast'
import { h, s } from 'hastscript'
import { count } from '../terminal/layout.js'

const WIDTH = 640
const HEIGHT = 400
const MARGIN = { top: 22, right: 12, bottom: 40, left: 40 }

/** So many bars at most, beside the one of those with every point. */
const MOST_BARS = 15

/**
 * How the scores are spread: a bar for each step of points, the last one for those with every point, and the
 * same as a table. d3 reckons the steps and scales; the marks are drawn here, so that the page's own colours
 * serve them in light and dark.
 */
export function scoreChart(scores: readonly number[], maxScore: number): Element {
  const step = Math.max(1, Math.ceil(maxScore / MOST_BARS))
  const starts = Array.from({ length: Math.floor(maxScore / step) + 1 }, (_, index) => index * step)
  const bars = bin()
    .domain([0, maxScore + step])
    .thresholds(starts.slice(1))(scores)
    .map((members, index) => {
      const from = index * step
      return { from, to: Math.min(from + step - 1, maxScore), students: members.length }
    })
    .filter(({ from }) => from <= maxScore)
  const middle = median(scores)
  const summary =
    middle === undefined
      ? 'Nobody is graded yet.'
      : `Scores of ${count(scores.length, 'student')}: lowest ${Math.min(...scores)}, median ${middle}, highest ${Math.max(...scores)} of ${maxScore}.`
  return h('figure', { class: 'card chart' }, [
    h('figcaption', summary),
    ...(middle === undefined ? [] : [drawn(bars, maxScore, step, summary), asTable(bars)]),
  ])
}

interface Bar {
  readonly from: number
  readonly to: number
  readonly students: number
}

function drawn(bars: readonly Bar[], maxScore: number, step: number, summary: string): Element {
  const x = scaleLinear([0, maxScore + step], [MARGIN.left, WIDTH - MARGIN.right])
  const y = scaleLinear(
    [0, max(bars, ({ students }) => students) ?? 1],
    [HEIGHT - MARGIN.bottom, MARGIN.top],
  ).nice(4)
  const ground = y(0)
  return s(
    'svg',
    {
      class: 'plot',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      ariaLabel: summary,
      focusable: 'false',
    },
    [
      ...y
        .ticks(4)
        .filter(Number.isInteger)
        .flatMap((tick) => [
          s('line', {
            class: 'grid',
            x1: MARGIN.left,
            x2: WIDTH - MARGIN.right,
            y1: y(tick),
            y2: y(tick),
          }),
          label(MARGIN.left - 8, y(tick) + 4, String(tick), 'end'),
        ]),
      ...bars.flatMap(({ from, students }, index) => {
        const [left, right] = [x(from) + 1.5, x(from + step) - 1.5]
        const center = (left + right) / 2
        const whole = from === maxScore || index === bars.length - 1
        return [
          s('rect', {
            class: whole ? 'column whole' : 'column',
            x: left,
            y: y(students),
            width: right - left,
            height: ground - y(students),
            rx: 2,
          }),
          ...(students === 0
            ? []
            : [label(center, y(students) - 5, String(students), 'middle', 'value')]),
          label(center, ground + 16, String(from), 'middle'),
        ]
      }),
      label((MARGIN.left + WIDTH) / 2, HEIGHT - 4, axisTitle(step), 'middle'),
    ],
  )
}

function axisTitle(step: number): string {
  return step === 1 ? 'points' : `points, in steps of ${step}`
}

function label(x: number, y: number, text: string, anchor: string, name?: string): Element {
  return s('text', { class: name, x, y, textAnchor: anchor }, text)
}

function asTable(bars: readonly Bar[]): Element {
  return h('details', { class: 'soft' }, [
    h('summary', 'As a table'),
    h('table', { class: 'numbers' }, [
      h(
        'thead',
        h('tr', [h('th', { scope: 'col' }, 'Points'), h('th', { scope: 'col' }, 'Students')]),
      ),
      h(
        'tbody',
        bars.map(({ from, to, students }) =>
          h('tr', [
            h('th', { scope: 'row' }, from === to ? String(from) : `${from} to ${to}`),
            h('td', String(students)),
          ]),
        ),
      ),
    ]),
  ])
}
