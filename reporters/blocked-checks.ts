import type { CheckId } from '../../checks/rubric.js'
import { rootOf } from '../../grading/blocked.js'
import type { ReportCheck } from '../../grading/report.js'
import { count, hang } from './layout.js'
import type { Screen } from './screen.js'

/** Blocked checks, by the check that blocks them in the end. */
export interface BlockedChecks {
  /** The checks that this one blocks, through others or directly, in rubric order. */
  by(id: CheckId): readonly ReportCheck[]
  /**
   * Blocked checks that lead to no other one of the report: what they wait for is not selected, or a circle, or no
   * check at all.
   */
  readonly stranded: readonly ReportCheck[]
}

/**
 * Follows each blocked check to the one that has to be fixed first: a chain of blocked checks is one
 * mistake, so all of it is shown there.
 */
export function blockedIn(checks: readonly ReportCheck[]): BlockedChecks {
  const byId = new Map(checks.map((check) => [check.id, check]))
  const blocked = new Map<CheckId, ReportCheck[]>()
  const stranded: ReportCheck[] = []
  for (const check of checks) {
    if (check.status !== 'blocked') continue
    const root = rootOf(check, byId)
    if (root === null) stranded.push(check)
    else blocked.set(root.id, [...(blocked.get(root.id) ?? []), check])
  }
  return { by: (id) => blocked.get(id) ?? [], stranded }
}

/** The checks that one blocks, folded: `3 more wait on this (18 points): …`; nothing when there are none. */
export function blockedLines(
  screen: Screen,
  blocked: readonly ReportCheck[],
  indent: number,
): string[] {
  if (blocked.length === 0) return []
  const verb = blocked.length === 1 ? 'waits' : 'wait'
  const ids = blocked.map(({ id }) => id).join(', ')
  return hang(screen, {
    indent,
    mark: `${screen.symbols.blocked} `,
    text: `${blocked.length} more ${verb} on this (${count(pointsOf(blocked), 'point')}): ${ids}`,
    paintMark: screen.paint.faint,
    paintText: screen.paint.faint,
  })
}

/** Points that the checks can bring. */
export function pointsOf(checks: readonly ReportCheck[]): number {
  return checks.reduce((sum, check) => sum + check.maxScore, 0)
}
