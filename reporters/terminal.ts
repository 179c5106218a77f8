import { adviceShown } from './advice-shown.js'
import { blockedIn } from './blocked-checks.js'
import type { Reporter } from './reporter.js'
import { adviceLines } from './terminal/advice.js'
import { changeLines } from './terminal/changes.js'
import { checkList } from './terminal/check-list.js'
import { deployLines } from './terminal/deploy.js'
import { firstSteps } from './terminal/first-steps.js'
import { header } from './terminal/header.js'
import { planSteps } from './terminal/plan.js'
import { scoreLines } from './terminal/score-bar.js'
import { screenFor } from './terminal/screen.js'
import { ungradedIn, ungradedLines } from './terminal/ungraded.js'

/**
 * The student's screen. What matters most stands last, where the eye is when the output stops: what to
 * do first, then the score, and what changed since the run before. No line is wider than the look's columns (at least 40, at most 120).
 */
export const terminal: Reporter = {
  name: 'terminal',
  render(report, look, _workflow, changes = null) {
    const screen = screenFor(look)
    const blocked = blockedIn(report.checks)
    const ungraded = ungradedIn(report.checks)
    const lines = [
      ...header(screen, report, look.detail),
      ...checkList(screen, report, blocked, look.detail),
      ...ungradedLines(screen, ungraded, blocked),
      ...deployLines(screen, report),
      ...planSteps(screen, report),
      ...firstSteps(screen, report.checks, ungraded, blocked, (report.plan ?? []).length > 0),
      ...adviceLines(screen, adviceShown(report, look.advice)),
      ...scoreLines(screen, report),
      ...(changes === null ? [] : changeLines(screen, report, changes)),
    ]
    return `${lines.join('\n')}\n`
  },
}
