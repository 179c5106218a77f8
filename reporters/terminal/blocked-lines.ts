import type { ReportCheck } from '../../grading/report.js'
import { waitLines } from '../blocked-checks.js'
import { hang } from './layout.js'
import type { Screen } from './screen.js'

/** The checks that one blocks, folded: `3 more wait on this (18 points): …`; nothing when there are none. */
export function blockedLines(
  screen: Screen,
  blocked: readonly ReportCheck[],
  indent: number,
): string[] {
  return waitLines(blocked).flatMap((text) =>
    hang(screen, {
      indent,
      mark: `${screen.symbols.blocked} `,
      text,
      paintMark: screen.paint.faint,
      paintText: screen.paint.faint,
    }),
  )
}
