import {
  type Comparison,
  type Difference,
  type DifferenceKinds,
  type OfKind,
  showConditions,
  showStatement,
  type TrustPolicy,
} from '@grade4/trust'
import type { Evidence } from '../../evidence/question.js'
import { Blocked, undecided } from '../check.js'
import type { Finding } from '../verdict.js'
import { gradedRole } from './graded-role.js'
import { joinWords } from './in-words.js'

/** What to do about a trust policy that can't be evaluated. */
export const TRUST_POLICY_BY_HAND = "Look at the role's trust policy in the IAM console by hand."

/** The trust policy whose conditions are judged. Blocks on `role.trust` when it lets GitHub in nowhere. */
export async function trustForGitHub(evidence: Evidence): Promise<TrustPolicy> {
  const { role, trust } = await gradedRole(evidence)
  if (trust.forGitHub.length > 0) return trust
  throw new Blocked('role.trust', `No statement of the role ${role.name} allows GitHub yet.`)
}

/** Empty where the conditions are as wanted. Throws `UnknownError` where they can't be evaluated. */
export function differencesIn(comparison: Comparison): readonly Difference[] {
  if (comparison.state === 'unknown') throw undecided(comparison.because, comparison.remedy)
  return comparison.state === 'same' ? [] : comparison.differences
}

/** One fault of the conditions on a claim. */
export type ClaimFinding = Pick<Finding, 'message' | 'expected' | 'actual'>

/** What stands beside the message about a difference. `wanted`: the value that should be allowed. */
export function besideDifference(
  difference: Difference,
  wanted: string,
): Omit<ClaimFinding, 'message'> {
  switch (difference.kind) {
    case 'nothing-allowed':
      return { expected: wanted, actual: difference.conditions.map(showConditions).join('; ') }
    case 'missing-allowed':
      return { expected: `StringLike "${wanted}"`, actual: showConditions(difference.conditions) }
    case 'value-allowed':
      return { expected: wanted, actual: difference.value }
    default:
      return { expected: wanted, actual: showConditions(difference.conditions) }
  }
}

/** Words for a difference that is the same for every claim. `key`: the claim's condition key. */
export function missingAllowed(
  { statement }: OfKind<DifferenceKinds, 'missing-allowed'>,
  key: string,
): string {
  return `${showStatement(statement)} also allows tokens that have no ${key} at all: ForAllValues:, …IfExists and negated operators hold when the claim is missing. Use StringLike or StringEquals.`
}

/** The same for a statement without a condition on the claim. `soThat`: what follows if it has no other. */
export function noCondition(
  { statement, otherKeys }: OfKind<DifferenceKinds, 'no-condition'>,
  key: string,
  soThat: string,
): string {
  const keys = joinWords(otherKeys.map((other) => `"${other}"`))
  return `${showStatement(statement)} has no condition on ${key}, ${keys === '' ? soThat : `only on ${keys}`}.`
}
