import type { Report } from '../../grading/report.js'
import { count } from './layout.js'

const SOURCES = {
  run: 'when the graded run started',
  image: 'when the image was pushed',
} as const

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** When the graded state came to be and, where there is a deadline, by how much that was late; `null`: nothing to say. */
export function submissionText(report: Report): string | null {
  const { submittedAt, submittedFrom, due, lateBySeconds } = report
  if (submittedAt === null) {
    return due === null ? null : 'not known, so nobody can say whether it was in time'
  }
  if (due === null || lateBySeconds === null) return minute(submittedAt)
  const source = submittedFrom === null ? '' : ` (${SOURCES[submittedFrom]})`
  const verdict = lateBySeconds > 0 ? `LATE by ${duration(lateBySeconds)}` : 'in time'
  return `${minute(submittedAt)}, ${verdict}${source}`
}

/** What being late costs, `15 points off for being late (10%/day)`; `null`: nothing. */
export function penaltyText({ latePenalty }: Report): string | null {
  if (latePenalty === null) return null
  return `${count(latePenalty.points, 'point')} off for being late (${latePenalty.rule})`
}

/** `2024-03-09 20:00 UTC`, of a moment in ISO 8601 and UTC. */
export function minute(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`
}

/** The two largest units of a span of seconds: `2 days 3 hours`, `40 seconds`. */
export function duration(seconds: number): string {
  let rest = seconds
  const parts = UNITS.flatMap(([unit, length]) => {
    const many = Math.floor(rest / length)
    rest -= many * length
    return [{ many, unit }]
  })
  const from = parts.findIndex(({ many }) => many > 0)
  return parts
    .slice(from, from + 2)
    .filter(({ many }) => many > 0)
    .map(({ many, unit }) => count(many, unit))
    .join(' ')
}
