import { coversWebIdentity } from './actions.js'
import type { ConditionTest } from './condition-block.js'
import { allOf, anyOf, notSo, type RequestValue, type Truth, testHolds } from './conditions.js'
import { mayBeInRequest, WEB_IDENTITY_ACTION } from './github.js'
import { nameOf, parseTrustPolicy, type Statement } from './parse.js'
import { coversProvider } from './principal.js'

/** What STS would answer. */
export type TrustDecision =
  | { readonly decision: 'allowed' }
  | { readonly decision: 'denied'; readonly reason: RefusalReason; readonly detail: string }
  | { readonly decision: 'unknown'; readonly because: string }

/**
 * Why a request is refused: the policy is none; no Allow statement names the provider; none of
 * those allows the action; a Deny statement applies; a condition does not hold.
 */
export type RefusalReason = 'malformed' | 'principal' | 'action' | 'explicit-deny' | 'condition'

/**
 * Whether STS would let a web identity take the role: AssumeRoleWithWebIdentity with a token that
 * has these claims, from this provider.
 *
 * `claims`: by condition key (`token.actions.githubusercontent.com:sub`), in any case. A claim that
 * GitHub's tokens may have and that is not given counts as not known, not as missing.
 * `federatedPrincipalArn`: ARN of the provider. `detail` and `because` are one line.
 *
 * Source: IAM User Guide, "Policy evaluation logic": one Deny outweighs every Allow.
 */
export function evaluateTrust(
  policyText: string,
  claims: Readonly<Record<string, string>>,
  federatedPrincipalArn: string,
): TrustDecision {
  const policy = parseTrustPolicy(policyText)
  if (policy.state === 'malformed') return denied('malformed', policy.problem)
  const request = requestOf(claims)
  const applying = policy.statements.filter(
    (each) =>
      coversProvider(each.principals, federatedPrincipalArn) && coversWebIdentity(each.actions),
  )
  const judged = applying.map((statement) => ({ statement, holds: holds(statement, request) }))
  const denials = judged.filter(({ statement }) => statement.effect === 'Deny')
  const grants = judged.filter(({ statement }) => statement.effect === 'Allow')

  const denial = denials.find((each) => each.holds === 'yes')
  if (denial) return denied('explicit-deny', `${nameOf(denial.statement)} denies it.`)
  const granted = anyOf(grants.map((each) => each.holds))
  if (granted === 'no') return refusal(policy.statements, grants, request, federatedPrincipalArn)
  const doubt = [...denials, ...(granted === 'yes' ? [] : grants)].find(
    (each) => each.holds === 'unknown',
  )
  return doubt ? unsure(doubt.statement, request) : { decision: 'allowed' }
}

type Request = (key: string) => RequestValue

function requestOf(claims: Readonly<Record<string, string>>): Request {
  const values = new Map(
    Object.entries(claims).map(([key, value]) => [key.toLowerCase(), value] as const),
  )
  return (key) => {
    const value = values.get(key.toLowerCase())
    if (value !== undefined) return { state: 'present', value }
    return { state: mayBeInRequest(key) ? 'not-known' : 'missing' }
  }
}

function holds(statement: Statement, request: Request): Truth {
  const tests = allOf(statement.tests.map((test) => testHolds(test, request(test.key))))
  return statement.unread.length > 0 ? allOf([tests, 'unknown']) : tests
}

function refusal(
  statements: readonly Statement[],
  grants: readonly { readonly statement: Statement }[],
  request: Request,
  arn: string,
): TrustDecision {
  const failed = grants.flatMap(({ statement }) =>
    statement.tests
      .filter((test) => notSo(testHolds(test, request(test.key))) === 'yes')
      .map((test) => `${nameOf(statement)}: ${describeFailure(test, request)}`),
  )
  if (failed.length > 0) return denied('condition', `${failed.join('; ')}.`)
  const forProvider = statements.filter(
    (each) => each.effect === 'Allow' && coversProvider(each.principals, arn),
  )
  const [first] = forProvider
  if (!first) return denied('principal', `No statement allows anything to ${arn}.`)
  return denied(
    'action',
    `${forProvider.map(nameOf).join(' and ')} ${forProvider.length > 1 ? 'do' : 'does'} not allow ${WEB_IDENTITY_ACTION}.`,
  )
}

function describeFailure(test: ConditionTest, request: Request): string {
  const value = request(test.key)
  const had = value.state === 'present' ? `is "${value.value}"` : 'is not in the request'
  return `${test.key} ${had}, ${test.operatorName} asks for ${test.values.map((one) => `"${one}"`).join(' or ')}`
}

function unsure(statement: Statement, request: Request): TrustDecision {
  const [element] = statement.unread
  if (element !== undefined)
    return unknown(`${nameOf(statement)} has an element the grader does not know, ${element}.`)
  const test = statement.tests.find((each) => testHolds(each, request(each.key)) === 'unknown')
  return unknown(
    `${nameOf(statement)}: the grader can't tell whether ${test?.operatorName} on ${test?.key} holds.`,
  )
}

function denied(reason: RefusalReason, detail: string): TrustDecision {
  return { decision: 'denied', reason, detail }
}

function unknown(because: string): TrustDecision {
  return { decision: 'unknown', because }
}
