import { coversWebIdentity, otherActions } from './actions.js'
import type { OfKind } from './kinds.js'
import {
  type Actions,
  type Malformed,
  parsePolicy,
  type Statement,
  type StatementName,
  statementName,
} from './policy.js'
import { coversProvider, isProvider, type Principal, readPrincipal } from './principals.js'

/** Who may assume a role: GitHub's provider in the role's account, and who else. */
export interface TrustPolicy {
  /** Why the text is no policy; `null` when it is one. Then all lists are empty. */
  readonly malformed: Malformed | null
  /** Allow statements by which GitHub's provider may assume the role with a web identity. */
  readonly allows: readonly Statement[]
  /** Deny statements about the same. */
  readonly denies: readonly Statement[]
  /**
   * A Deny statement without conditions: by it GitHub's provider may not assume the role at all.
   * `null` when there is none. Not `certain`: whether it is about GitHub is not known.
   */
  readonly denial: { readonly statement: StatementName; readonly certain: boolean } | null
  /**
   * The statements whose conditions say which of GitHub's tokens are accepted; empty when none are.
   * A statement for everybody is one of them only where none names the provider.
   */
  readonly forGitHub: readonly Statement[]
  /** What Allow statements grant to somebody else, or beyond AssumeRoleWithWebIdentity. */
  readonly otherGrants: readonly OtherGrant[]
}

/** What a trust policy can grant besides AssumeRoleWithWebIdentity to GitHub's provider. */
export interface OtherGrantKinds {
  principal: { statement: StatementName; principal: Principal; actions: Actions }
  /** NotPrincipal. */
  'everybody-but': { statement: StatementName; principals: Principal[]; actions: Actions }
  /** Another action, to GitHub's provider. */
  action: { statement: StatementName; actions: Actions }
}

export type OtherGrant = OfKind<OtherGrantKinds>

/** Reads the JSON text of a role's trust policy. `account`: the role's, 12 digits. Never throws. */
export function readTrust(policyText: string, account: string): TrustPolicy {
  const statements = parsePolicy(policyText)
  if ('element' in statements) return { ...NOBODY, malformed: statements }
  const about = statements.flatMap((each) => aboutGitHub(each, account))
  const allows = about.filter(({ effect }) => effect === 'Allow')
  const denies = about.filter(({ effect }) => effect === 'Deny')
  const unconditional = denies.filter(({ conditions }) => conditions.length === 0)
  const denial = unconditional.find(isCertain) ?? unconditional[0]
  const byName = allows.filter((each) => namesProvider(each, account))
  return {
    malformed: null,
    allows,
    denies,
    denial: denial ? { statement: statementName(denial), certain: isCertain(denial) } : null,
    forGitHub: denial && isCertain(denial) ? [] : byName.length > 0 ? byName : allows,
    otherGrants: statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((each) => otherGrantsOf(each, account)),
  }
}

const NOBODY: TrustPolicy = {
  malformed: null,
  allows: [],
  denies: [],
  denial: null,
  forGitHub: [],
  otherGrants: [],
}

function isCertain({ unread }: Statement): boolean {
  return unread.length === 0
}

/** The statement, if it is about GitHub's provider and a web identity, or may be. */
function aboutGitHub(statement: Statement, account: string): Statement[] {
  if (!coversWebIdentity(statement.actions)) return []
  const covered = coversProvider(statement.principals, account)
  if (covered === 'no') return []
  const unread = [...statement.unread, ...(covered === 'unknown' ? ['NotPrincipal'] : [])]
  return [{ ...statement, unread }]
}

function namesProvider(
  { principals: { not, named } }: Pick<Statement, 'principals'>,
  account: string,
): boolean {
  return !not && named.some((each) => isProvider(each, account))
}

function otherGrantsOf({ actions, principals, ...of }: Statement, account: string): OtherGrant[] {
  const statement = statementName(of)
  if (principals.not) {
    const leftOut = principals.named.map(readPrincipal)
    return [{ kind: 'everybody-but', statement, principals: leftOut, actions }]
  }
  const others = principals.named
    .filter((each) => !isProvider(each, account))
    .map(
      (each) =>
        ({ kind: 'principal', statement, principal: readPrincipal(each), actions }) as const,
    )
  const more = namesProvider({ principals }, account) ? otherActions(actions) : []
  return [...others, ...more.map((each) => ({ kind: 'action', statement, actions: each }) as const)]
}
