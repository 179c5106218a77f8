import type { ReportCheck } from '../../grading/report.js'
import { type BlockedChecks, pointsOf } from '../blocked-checks.js'
import { findingsOf, hintsOf } from '../findings.js'
import { checkRow, DETAIL_INDENT } from './check-row.js'
import { blockedLines, findingLines, hintLines } from './finding.js'
import { count, wrap } from './layout.js'
import type { Screen } from './screen.js'

/** Checks that could not be graded for one and the same reason; at least one. */
interface Cause {
  readonly checks: readonly ReportCheck[]
}

/** Causes with the same remedy. */
export interface Ungraded {
  /** What to do, most particular first; may be empty. */
  readonly hints: readonly string[]
  readonly causes: readonly Cause[]
}

/** The `error` checks by remedy, then by reason, so that each is shown once. In rubric order. */
export function ungradedIn(checks: readonly ReportCheck[]): Ungraded[] {
  const errors = checks.filter(({ status }) => status === 'error')
  return gather(errors, (check) => JSON.stringify(hintsOf(check))).map((alike) => ({
    hints: alike.flatMap((check, index) => (index === 0 ? hintsOf(check) : [])),
    causes: gather(alike, (check) => JSON.stringify(findingsOf(check))).map((members) => ({
      checks: members,
    })),
  }))
}

/** The part of the report about what the grader could not find out; nothing when it found out all. */
export function ungradedLines(
  screen: Screen,
  ungraded: readonly Ungraded[],
  blocked: BlockedChecks,
): string[] {
  if (ungraded.length === 0) return []
  return [
    '',
    screen.paint.heading('Could not be graded, no points lost'),
    ...wrap(
      'The points marked ? are neither won nor lost: grade again once the reason is gone.',
      screen.columns - 2,
    ).map((line) => `  ${screen.paint.faint(line)}`),
    ...ungraded.flatMap(({ hints, causes }) => [
      '',
      ...causes.flatMap(({ checks }) => causeLines(screen, checks, blocked)),
      ...hints.flatMap((hint) => hintLines(screen, hint, DETAIL_INDENT)),
    ]),
  ]
}

function causeLines(
  screen: Screen,
  checks: readonly ReportCheck[],
  blocked: BlockedChecks,
): string[] {
  const [first, ...others] = checks
  if (first === undefined) return []
  const alone = others.length === 0
  const ids = checks.map(({ id }) => id).join(', ')
  return [
    ...checkRow(screen, {
      symbol: screen.symbols.error,
      title: alone ? screen.safe(first.title) : `${count(checks.length, 'check')}: ${ids}`,
      id: alone ? first.id : '',
      points: `?/${pointsOf(checks)}`,
      short: false,
      paintSymbol: screen.paint.error,
      paintTitle: screen.paint.strong,
    }),
    ...findingLines(screen, findingsOf(first), { indent: DETAIL_INDENT, withHints: false }),
    ...blockedLines(
      screen,
      checks.flatMap(({ id }) => blocked.by(id)),
      DETAIL_INDENT,
    ),
  ]
}

/** The checks with equal keys together, in the order of their first ones. */
function gather(
  checks: readonly ReportCheck[],
  key: (check: ReportCheck) => string,
): ReportCheck[][] {
  const groups = new Map<string, ReportCheck[]>()
  for (const check of checks) {
    const group = groups.get(key(check))
    if (group === undefined) groups.set(key(check), [check])
    else group.push(check)
  }
  return [...groups.values()]
}
