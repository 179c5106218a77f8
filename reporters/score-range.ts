import type { Report } from '../grading/report.js'

/** `125`, or `125 to 140` while the score may still become higher. */
export function scoreRange({ range: [low, high] }: Pick<Report, 'range'>): string {
  return low === high ? `${low}` : `${low} to ${high}`
}
