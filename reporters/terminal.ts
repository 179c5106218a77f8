import type { Report } from '../grading/report.js'
import { blockedIn } from './blocked-checks.js'
import { DEPLOY_TITLE, deployWord, NO_CHANGE } from './deploy-words.js'
import { adviceShown } from './findings.js'
import type { Reporter } from './reporter.js'
import { changeLines } from './terminal/changes.js'
import { checkList } from './terminal/check-list.js'
import { header } from './terminal/header.js'
import { hang } from './terminal/layout.js'
import { firstSteps, planSteps } from './terminal/plan.js'
import { scoreLines } from './terminal/score-bar.js'
import { type Screen, screenFor } from './terminal/screen.js'
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

/** What comes out otherwise once the template is deployed, a line each; nothing without a template beside an account. */
function deployLines(screen: Screen, { deploy }: Pick<Report, 'deploy'>): string[] {
  if (deploy === undefined) return []
  const { symbols, paint } = screen
  return [
    '',
    paint.heading(DEPLOY_TITLE),
    ...(deploy.length === 0 ? [`  ${NO_CHANGE}`] : []),
    ...deploy.flatMap((check) => {
      const symbol = check.status === 'passed' ? symbols.passed : symbols.failed
      return hang(screen, 2, `${symbol} `, `${check.id} ${deployWord(check)}`)
    }),
  ]
}

/** What costs no points but is worth knowing, a bullet each; nothing when there is none. */
function adviceLines(screen: Screen, advice: Report['advice']): string[] {
  if (advice.length === 0) return []
  return [
    '',
    screen.paint.heading('Advice, no points'),
    ...advice.flatMap(({ message }) => hang(screen, 2, `${screen.symbols.bullet} `, message)),
  ]
}
