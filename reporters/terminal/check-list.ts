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
  if (check.status === 'failed') return failedLines(screen, check, waiting)
  return check.status === 'passed' ? passedLines(screen, check) : strandedLines(screen, check)
}

function passedLines(screen: Screen, check: ReportCheck): string[] {
  return checkRow(screen, {
    symbol: screen.symbols.passed,
    title: screen.safe(check.title),
    id: check.id,
    points: `${check.score}/${check.maxScore}`,
    short: true,
    paintSymbol: screen.paint.passed,
    paintTitle: (title) => title,
  })
}

function failedLines(screen: Screen, check: ReportCheck, waiting: Waiting): string[] {
  const findings = findingsOf(check)
  const told = new Set(findings.map(({ hint }) => hint))
  const general = hintsOf(check).filter((hint) => !told.has(hint))
  return [
    ...checkRow(screen, {
      symbol: screen.symbols.failed,
      title: screen.safe(check.title),
      id: check.id,
      points: `${check.score}/${check.maxScore}`,
      short: false,
      paintSymbol: screen.paint.failed,
      paintTitle: screen.paint.failed,
    }),
    ...findingLines(screen, findings, { indent: DETAIL_INDENT, withHints: true }),
    ...general.flatMap((hint) => hintLines(screen, hint, DETAIL_INDENT)),
    ...waitingLines(screen, waiting.on(check.id), DETAIL_INDENT),
  ]
}

function strandedLines(screen: Screen, check: ReportCheck): string[] {
  return [
    ...checkRow(screen, {
      symbol: screen.symbols.blocked,
      title: screen.safe(check.title),
      id: check.id,
      points: `-/${check.maxScore}`,
      short: false,
      paintSymbol: screen.paint.faint,
      paintTitle: screen.paint.faint,
    }),
    ...(check.blockedBy === null ? [] : [`    waits on ${check.blockedBy}`]),
  ]
}
