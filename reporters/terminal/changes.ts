import type { Changes } from '../../grading/last-run.js'
import type { Report, ReportCheck } from '../../grading/report.js'
import { pointsOf } from '../blocked-checks.js'
import { duration } from './lateness.js'
import { paragraph } from './layout.js'
import type { Screen, Style } from './screen.js'

/** More names than these are counted. */
const MOST_NAMES = 3

/** What changed since the run before: points won, points lost, what could not be seen this time. */
export function changeLines(screen: Screen, report: Report, changes: Changes): string[] {
  const seconds = Math.round((Date.parse(report.startedAt) - Date.parse(changes.since)) / 1000)
  return linesSince(
    screen,
    changes,
    `your last run${seconds > 0 ? `, ${duration(seconds)} ago` : ''}`,
  )
}

/** The same, under a heading that says since when. `since`: the end of a sentence. */
export function linesSince(screen: Screen, changes: Changes, since: string): string[] {
  const { won, lost, unknown } = changes
  const line = (text: string, paint: Style) => paragraph(screen, 2, text, paint)
  const nothing = won.length + lost.length + unknown.length === 0
  return [
    ...line(
      nothing ? `No check has changed since ${since}.` : `Since ${since}:`,
      screen.paint.faint,
    ),
    ...(won.length === 0
      ? []
      : line(`+${pointsOf(won)}, ${names(won)} now ${verb(won, 'passes')}`, screen.paint.passed)),
    ...(lost.length === 0
      ? []
      : line(
          `-${pointsOf(lost)}, ${names(lost)} no longer ${verb(lost, 'passes')}`,
          screen.paint.failed,
        )),
    ...(unknown.length === 0
      ? []
      : line(`${names(unknown)} passed then and could not be graded now`, screen.paint.error)),
  ]
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 2 more`. */
function names(checks: readonly ReportCheck[]): string {
  const ids = checks.map(({ id }) => id)
  const shown = ids.slice(0, MOST_NAMES)
  const more = ids.length - shown.length
  const last = more > 0 ? `${more} more` : shown.pop()
  return shown.length === 0 ? `${last}` : `${shown.join(', ')} and ${last}`
}

function verb(checks: readonly ReportCheck[], singular: 'passes'): string {
  return checks.length === 1 ? singular : 'pass'
}
