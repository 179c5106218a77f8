import type { ReportCheck } from '../../grading/report.js'
import { findingsOf, hintsOf } from '../findings.js'
import { byGroup } from '../groups.js'
import { checkRow, DETAIL_INDENT } from './check-row.js'
import { findingLines, hintLines } from './finding.js'
import type { Screen } from './screen.js'
import { type Waiting, waitingLines } from './waiting.js'

/**
 * The passed and failed checks by group. Passed ones are a line each; failed ones say what was found
 * and stand between empty lines. Blocked ones are told where they wait, ungraded ones in a part of
 * their own.
 */
export function checkList(
  screen: Screen,
  checks: readonly ReportCheck[],
  waiting: Waiting,
): string[] {
  const shown = checks.filter(
    (check) =>
      check.status === 'passed' || check.status === 'failed' || waiting.stranded.includes(check),
  )
  return byGroup(shown).flatMap(({ group, checks: members }) => [
    '',
    screen.paint.heading(`${group.part}: ${group.title}`),
    ...members.flatMap((check, index) => {
      const previous = members[index - 1]
      const apart = index > 0 && (check.status === 'failed' || previous?.status === 'failed')
      return [...(apart ? [''] : []), ...checkLines(screen, check, waiting)]
    }),
  ])
}

function checkLines(screen: Screen, check: ReportCheck, waiting: Waiting): string[] {
  const { symbols, paint } = screen
  const row = { title: screen.safe(check.title), id: check.id }
  const points = `${check.score}/${check.maxScore}`
  if (check.status === 'passed') {
    const look = {
      symbol: symbols.passed,
      paintSymbol: paint.passed,
      paintTitle: (title: string) => title,
    }
    return checkRow(screen, { ...row, ...look, points, short: true })
  }
  if (check.status === 'failed') {
    const look = { symbol: symbols.failed, paintSymbol: paint.failed, paintTitle: paint.failed }
    return [
      ...checkRow(screen, { ...row, ...look, points, short: false }),
      ...failureLines(screen, check, waiting),
    ]
  }
  const look = { symbol: symbols.blocked, paintSymbol: paint.faint, paintTitle: paint.faint }
  return [
    ...checkRow(screen, { ...row, ...look, points: `-/${check.maxScore}`, short: false }),
    ...(check.blockedBy === null ? [] : [`    waits on ${check.blockedBy}`]),
  ]
}

/** What was found, what to do, and what waits for it. */
function failureLines(screen: Screen, check: ReportCheck, waiting: Waiting): string[] {
  const findings = findingsOf(check)
  const shown = new Set(findings.map(({ hint }) => hint))
  const general = hintsOf(check).filter((hint) => !shown.has(hint))
  return [
    ...findingLines(screen, findings, { indent: DETAIL_INDENT, withHints: true }),
    ...general.flatMap((hint) => hintLines(screen, hint, DETAIL_INDENT)),
    ...waitingLines(screen, waiting.on(check.id), DETAIL_INDENT),
  ]
}
