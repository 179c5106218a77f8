import type { ClaimJudgement, TrustReading } from '@grade4/trust'
import type { Evidence } from '../../evidence/question.js'
import { Blocked, type CheckContext, undecided } from '../check.js'
import { gradedRole } from './graded-role.js'

/** What to do about a trust policy that can't be evaluated. */
export const TRUST_POLICY_BY_HAND = "Look at the role's trust policy in the IAM console by hand."

/** The trust policy whose conditions are judged. Blocks on `role.trust` when it lets GitHub in nowhere. */
export async function conditionsToJudge(evidence: Evidence): Promise<TrustReading> {
  const { role, trust } = await gradedRole(evidence)
  if (trust.malformed === null && trust.gitHubStatements.length > 0) return trust
  throw new Blocked('role.trust', `No statement of the role ${role.name} lets GitHub in yet.`)
}

/** Turns a judgement about a claim into findings. Throws `UnknownError` where the policy can't be evaluated. */
export function tellJudgement(
  judgement: ClaimJudgement,
  { finding, seen }: Pick<CheckContext, 'finding' | 'seen'>,
  right: string,
): void {
  switch (judgement.outcome) {
    case 'exact':
      seen(right)
      return
    case 'wrong':
      for (const { message, expected, actual } of judgement.findings) {
        finding(message, { expected, actual })
      }
      return
    case 'unknown':
      throw undecided(judgement.because, TRUST_POLICY_BY_HAND)
  }
}
