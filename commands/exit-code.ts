import type { Report } from '../grading/report.js'

/** What the process says about a grade. A contract: other programs read it. */
export const EXIT = {
  /** Every point. */
  perfect: 0,
  /** Graded, points missing. */
  pointsMissing: 1,
  /** Usage error, unreadable roster or file. */
  usage: 2,
  /** Something could not be graded. */
  incomplete: 3,
} as const

/** The exit code over several grades, from that of each: incomplete before points missing before perfect. */
export function exitCodeOfAll(codes: readonly number[]): number {
  const { incomplete, pointsMissing, perfect } = EXIT
  return [incomplete, pointsMissing].find((code) => codes.includes(code)) ?? perfect
}

/** The exit code of a grade. */
export function exitCodeOf({
  complete,
  score,
  maxScore,
}: Pick<Report, 'complete' | 'score' | 'maxScore'>): number {
  if (!complete) return EXIT.incomplete
  return score === maxScore ? EXIT.perfect : EXIT.pointsMissing
}
