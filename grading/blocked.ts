import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'

type Linked = Pick<Verdict, 'id' | 'status' | 'blockedBy'>

/**
 * The check that has to pass first, in the end: a chain of blocked checks is followed to the one at its end, which
 * is failed, ungraded, or blocked by no check (by a deploy that is to come). A check that is failed or ungraded
 * itself gives itself. `null`: it leads to no other of `byId` (it is passed or blocked by no check, or the chain
 * leaves the report or goes in a circle).
 */
export function rootOf<Check extends Linked>(
  check: Check,
  byId: ReadonlyMap<CheckId, Check>,
): Check | null {
  const seen = new Set<CheckId>()
  let current: Check | undefined = check
  while (current?.status === 'blocked') {
    if (current.blockedBy === null) return current === check ? null : current
    if (seen.has(current.id)) return null
    seen.add(current.id)
    current = byId.get(current.blockedBy)
  }
  return current?.status === 'failed' || current?.status === 'error' ? current : null
}
