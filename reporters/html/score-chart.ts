import { bin, max, median, min, tickStep } from 'd3-array'
import type { Element } from 'hast'
import { count } from '../terminal/layout.js'
import { type Column, columnChart } from './columns.js'

/** About so many columns: they begin at the lowest score, so that a class near the top is not one column. */
const COLUMNS = 12

/** How the scores are spread: a column for each step of points, the last one for those with every point. */
export function scoreChart(scores: readonly number[], maxScore: number): Element {
  const lowest = min(scores)
  const middle = median(scores)
  if (lowest === undefined || middle === undefined) {
    return columnChart({ summary: 'Nobody is graded yet.', axis: 'Points', columns: [] })
  }
  const step = Math.max(1, tickStep(lowest, maxScore, COLUMNS))
  return columnChart({
    summary: `Scores of ${count(scores.length, 'student')}: lowest ${lowest}, median ${middle}, highest ${max(scores)} of ${maxScore}.`,
    axis: 'Points',
    columns: columnsOf(scores, Math.floor(lowest / step) * step, step, maxScore),
  })
}

function columnsOf(
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
