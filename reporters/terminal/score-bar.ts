import type { Report } from '../../grading/report.js'
import { scoreRange } from '../score-range.js'
import { penaltyText } from './lateness.js'
import { count, wrap } from './layout.js'
import type { Screen } from './screen.js'

/** Long enough to tell one check from none, short enough to be seen at a glance. */
const LONGEST_BAR = 60

/** The score as a bar and, below it, in numbers. */
export function scoreLines(screen: Screen, report: Report): string[] {
  const width = Math.min(LONGEST_BAR, screen.columns - 4)
  const text = screen.safe(scoreText(report))
  return [
    '',
    `  ${bar(screen, report, width)}`,
    ...wrap(text, screen.columns - 2).map((line) => `  ${screen.paint.strong(line)}`),
  ]
}

/** `125 / 150`, or `125 to 140 / 150, 2 checks could not be graded`. */
export function scoreText(report: Report): string {
  const errors = report.checks.filter(({ status }) => status === 'error').length
  const why = errors > 0 ? `, ${count(errors, 'check')} could not be graded` : ''
  const penalty = penaltyText(report)
  return `${scoreRange(report)} / ${report.maxScore}${why}${penalty === null ? '' : `, ${penalty}`}`
}

/** The bar never looks full or empty when the score is not. */
function bar(screen: Screen, report: Report, width: number): string {
  const [low, high] = report.range
  const cells = (points: number) => {
    if (report.maxScore === 0 || points <= 0) return 0
    if (points >= report.maxScore) return width
    return Math.min(width - 1, Math.max(1, Math.round((points / report.maxScore) * width)))
  }
  const { sure, undecided, missing } = screen.symbols.bar
  const sureCells = cells(low)
  const possibleCells = Math.max(sureCells, cells(high))
  return [
    screen.paint.passed(sure.repeat(sureCells)),
    screen.paint.error(undecided.repeat(possibleCells - sureCells)),
    screen.paint.faint(missing.repeat(width - possibleCells)),
  ].join('')
}
