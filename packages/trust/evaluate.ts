import { type Unknown, unknown } from '@grade4/unknown'
import { isRead } from './allowed-values.js'
import { isMet, type RequestValue } from './conditions.js'
import { mayBeInRequest } from './github.js'
import type { OfKind } from './kinds.js'
import {
  type Condition,
  type Malformed,
  type Statement,
  type StatementName,
  showStatement,
  statementName,
} from './policy.js'
import type { TrustPolicy } from './read-trust.js'
import { allOf, anyOf, type Truth } from './truth.js'
import { WorkBudget, withinBudget } from './work-budget.js'

/** What STS would answer. */
export type TrustDecision = { readonly state: 'allowed' } | Denied | Unknown

interface Denied {
  readonly state: 'denied'
  readonly denial: Denial
}

/** Why a request is denied. */
export interface DenialKinds {
  malformed: { problem: Malformed }
  /** No statement allows GitHub's provider to assume the role with a web identity. */
  'not-allowed': object
  /** A Deny statement applies. */
  'explicit-deny': { statement: StatementName }
  /** These conditions are not met; `found`: what the token has, `null` where it has nothing. */
  condition: { unmet: readonly UnmetCondition[] }
}

export interface UnmetCondition {
  readonly statement: StatementName
  readonly condition: Condition
  readonly found: string | null
}

export type Denial = OfKind<DenialKinds>

/**
 * Whether STS would let a web identity assume the role: AssumeRoleWithWebIdentity with a token of
 * GitHub's that has these claims.
 *
 * `claims`: by condition key (`token.actions.githubusercontent.com:sub`), in any case. A claim that
 * GitHub's tokens may have and that is not given counts as not known, not as missing.
 *
 * Source: IAM User Guide, "Policy evaluation logic": one Deny outweighs every Allow.
 */
export function evaluateTrust(
  trust: TrustPolicy,
  claims: Readonly<Record<string, string>>,
): TrustDecision {
  if (trust.malformed !== null) return denied({ kind: 'malformed', problem: trust.malformed })
  return withinBudget<TrustDecision>(
    () => evaluate(trust, requestOf(claims)),
    ({ message }) => unknown(message, BY_HAND),
  )
}

const BY_HAND = 'Compare the trust policy with the token of a run by hand.'

type Request = (key: string) => RequestValue

function requestOf(claims: Readonly<Record<string, string>>): Request {
  const values = new Map(
    Object.entries(claims).map(([key, value]) => [key.toLowerCase(), { value }] as const),
  )
  return (key) => values.get(key.toLowerCase()) ?? (mayBeInRequest(key) ? 'not-known' : 'missing')
}

function evaluate({ allows, denies }: TrustPolicy, request: Request): TrustDecision {
  const budget = new WorkBudget()
  const met = (condition: Condition) => isMet(condition, request(condition.key), budget)
  const applies = (statement: Statement) =>
    allOf([isRead(statement), ...statement.conditions.map(met)])

  const deny = denies.find((each) => applies(each) === 'yes')
  if (deny) return denied({ kind: 'explicit-deny', statement: statementName(deny) })
  if (allows.length === 0) return denied({ kind: 'not-allowed' })
  const allowed = anyOf(allows.map(applies))
  if (allowed === 'no') {
    const unmet = allows.flatMap((each) =>
      each.conditions
        .filter((condition) => met(condition) === 'no')
        .map((condition) => ({
          statement: statementName(each),
          condition,
          found: foundIn(request(condition.key)),
        })),
    )
    return denied({ kind: 'condition', unmet })
  }
  const doubt = [...denies, ...(allowed === 'yes' ? [] : allows)].find(
    (each) => applies(each) === 'unknown',
  )
  if (doubt === undefined) return { state: 'allowed' }
  return unknown(`${showStatement(doubt)}${reasonIn(doubt, met)}`, BY_HAND)
}

function foundIn(value: RequestValue): string | null {
  return typeof value === 'string' ? null : value.value
}

function reasonIn({ unread, conditions }: Statement, met: (one: Condition) => Truth): string {
  if (unread.length > 0) return ` has an element the grader does not know, ${unread[0]}.`
  const unclear = conditions.find((each) => met(each) === 'unknown')
  return `: the grader can't tell whether ${unclear?.operator} on ${unclear?.key} holds.`
}

function denied(denial: Denial): Denied {
  return { state: 'denied', denial }
}
