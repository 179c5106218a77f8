import type { CheckId } from '../../checks/rubric.js'
import type { ReportCheck } from '../../grading/report.js'
import { count, hang } from './layout.js'
import type { Screen } from './screen.js'

/** Blocked checks, by what they wait for in the end. */
export interface Waiting {
  /** The checks that wait for this one, through others or directly, in rubric order. */
  on(id: CheckId): readonly ReportCheck[]
  /** Blocked checks that lead to no failed or ungraded check of the report (not selected, or a circle). */
  readonly stranded: readonly ReportCheck[]
}

/**
 * Follows each blocked check to the one that has to be mended first: a chain of blocked checks is one
 * mistake, so all of it is told there.
 */
export function waitingIn(checks: readonly ReportCheck[]): Waiting {
  const byId = new Map(checks.map((check) => [check.id, check]))
  const waiting = new Map<CheckId, ReportCheck[]>()
  const stranded: ReportCheck[] = []
  for (const check of checks) {
    if (check.status !== 'blocked') continue
    const root = rootOf(check, byId)
    if (root === null) stranded.push(check)
    else waiting.set(root.id, [...(waiting.get(root.id) ?? []), check])
  }
  return { on: (id) => waiting.get(id) ?? [], stranded }
}

function rootOf(check: ReportCheck, byId: ReadonlyMap<CheckId, ReportCheck>): ReportCheck | null {
  const seen = new Set<CheckId>()
  let current: ReportCheck | undefined = check
  while (current?.status === 'blocked') {
    if (current.blockedBy === null || seen.has(current.id)) return null
    seen.add(current.id)
    current = byId.get(current.blockedBy)
  }
  return current?.status === 'failed' || current?.status === 'error' ? current : null
}

/** The checks that wait, folded: `3 more wait on this (18 points): …`; nothing when none does. */
export function waitingLines(
  screen: Screen,
  waiting: readonly ReportCheck[],
  indent: number,
): string[] {
  if (waiting.length === 0) return []
  const verb = waiting.length === 1 ? 'waits' : 'wait'
  const ids = waiting.map(({ id }) => id).join(', ')
  return hang(screen, {
    indent,
    mark: `${screen.symbols.blocked} `,
    text: `${waiting.length} more ${verb} on this (${count(pointsOf(waiting), 'point')}): ${ids}`,
    paintMark: screen.paint.faint,
    paintText: screen.paint.faint,
  })
}

/** Points that the checks can bring. */
export function pointsOf(checks: readonly ReportCheck[]): number {
  return checks.reduce((sum, check) => sum + check.maxScore, 0)
}
