import type { CheckId } from '../checks/rubric.js'
import { rootOf } from '../grading/blocked.js'
import type { ReportCheck } from '../grading/report.js'
import { count } from './terminal/layout.js'

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
 * mistake, so every format shows all of it there.
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

/** `3 more wait on this (18 points)`: how every format begins the list of what a check blocks; at least one. */
export function waitText(blocked: readonly ReportCheck[]): string {
  const verb = blocked.length === 1 ? 'waits' : 'wait'
  return `${blocked.length} more ${verb} on this (${count(pointsOf(blocked), 'point')})`
}

/** The same as a line of plain text, with their ids; none where nothing is blocked. */
export function waitLines(blocked: readonly ReportCheck[]): string[] {
  if (blocked.length === 0) return []
  return [`${waitText(blocked)}: ${blocked.map(({ id }) => id).join(', ')}`]
}

/** Points that the checks can bring. */
export function pointsOf(checks: readonly ReportCheck[]): number {
  return checks.reduce((sum, check) => sum + check.maxScore, 0)
}
