import type { Evidence } from '../evidence/question.js'
import type { CheckId } from './rubric.js'
import type { Finding } from './verdict.js'

export { Blocked, known, knownOrAbsent, undecided } from './outcome.js'

/** What a check is handed. */
export interface CheckContext {
  /** What the account and the repository answer; facts are worked out from it. */
  readonly evidence: Evidence
  /** Reports a fault of the student's. Name every fault, not the first. */
  finding(message: string, details?: Partial<Omit<Finding, 'message'>>): void
  /** Says in one line what was seen when nothing is wrong. */
  seen(message: string): void
}

/** What a check does with what it is handed. */
export type Look = (context: CheckContext) => Promise<void>

const looks = new Map<CheckId, Look>()

/**
 * Declares the check of one rubric line, for every subject there will be.
 * No finding means passed. `Blocked` and `UnknownError` stop it; anything else thrown is a bug of ours.
 */
export function check(id: CheckId, look: Look): void {
  looks.set(id, look)
}

/** The checks that have been declared so far, in the order of their declaration. */
export function declaredChecks(): ReadonlyMap<CheckId, Look> {
  return looks
}
