import type { Report, ReportCheck } from '../../grading/report.js'
import type { BlockedChecks } from '../blocked-checks.js'
import { findingsOf, hintsOf } from '../findings.js'
import { byGroup } from '../groups.js'
import type { Look } from '../reporter.js'
import { checkRow, DETAIL_INDENT } from './check-row.js'
import { blockedLines, findingLines, hintLines } from './finding.js'
import { paragraph } from './layout.js'
import type { Screen, Style } from './screen.js'

/**
 * The passed and failed checks by group. Passed ones are a line each; failed ones say what was found
 * and stand between empty lines. Blocked ones are shown where they wait, ungraded ones in a part of
 * their own.
 */
export function checkList(
  screen: Screen,
  { checks }: Pick<Report, 'checks'>,
  blocked: BlockedChecks,
  detail?: Look['detail'],
): string[] {
  const shown = checks.filter(
    (check) =>
      (check.status === 'passed' && detail !== 'quiet') ||
      check.status === 'failed' ||
      blocked.stranded.includes(check),
  )
  return byGroup(shown).flatMap(({ group, checks: members }) => [
    '',
    screen.paint.heading(`${group.part}: ${group.title}`),
    ...members.flatMap((check, index) => {
      const previous = members[index - 1]
      const apart = index > 0 && (check.status === 'failed' || previous?.status === 'failed')
      return [
        ...(apart ? [''] : []),
        ...checkLines(screen, check, blocked),
        ...(detail === 'verbose' ? seenLines(screen, check) : []),
      ]
    }),
  ])
}

/** What was seen of a check that passed. */
function seenLines(screen: Screen, { status, message }: ReportCheck): string[] {
  if (status !== 'passed') return []
  return paragraph(screen, DETAIL_INDENT, message, screen.paint.faint)
}

function checkLines(screen: Screen, check: ReportCheck, blocked: BlockedChecks): string[] {
  const { symbols, paint } = screen
  const { id, title, score, maxScore, status } = check
  const points = `${status === 'blocked' ? '-' : score}/${maxScore}`
  const shown = { title: screen.safe(title), id, points, short: status === 'passed' }
  const row = (symbol: string, paintSymbol: Style, paintTitle: Style) =>
    checkRow(screen, { ...shown, symbol, paintSymbol, paintTitle })
  if (status === 'passed') return row(symbols.passed, paint.passed, (text) => text)
  if (status === 'failed') {
    return [
      ...row(symbols.failed, paint.failed, paint.failed),
      ...failureLines(screen, check, blocked),
    ]
  }
  return [
    ...row(symbols.blocked, paint.faint, paint.faint),
    ...(check.blockedBy === null
      ? [
          ...findingLines(screen, findingsOf(check), { indent: DETAIL_INDENT, withHints: true }),
          ...blockedLines(screen, blocked.by(id), DETAIL_INDENT),
        ]
      : [`    waits on ${check.blockedBy}`]),
  ]
}

/** What was found, what to do, and what waits for it. */
function failureLines(screen: Screen, check: ReportCheck, blocked: BlockedChecks): string[] {
  const findings = findingsOf(check)
  const indent = DETAIL_INDENT
  if (check.change !== null) {
    return [
      ...findingLines(screen, findings, { indent, withHints: false }),
      ...hintLines(screen, `What to do, ${check.change} below`, indent),
      ...blockedLines(screen, blocked.by(check.id), indent),
    ]
  }
  const shown = new Set(findings.map(({ hint }) => hint))
  const general = hintsOf(check).filter((hint) => !shown.has(hint))
  return [
    ...findingLines(screen, findings, { indent, withHints: true }),
    ...general.flatMap((hint) => hintLines(screen, hint, indent)),
    ...blockedLines(screen, blocked.by(check.id), indent),
  ]
}
