import { coversWebIdentity, describeActions, otherActions } from './actions.js'
import { gitHubProviderArn, WEB_IDENTITY_ACTION } from './github.js'
import { nameOf, parseTrustPolicy, type Statement } from './parse.js'
import { coversProvider, isEverybody } from './principal.js'
import { describePrincipal } from './principal-words.js'

/** Whom a role trusts, sorted by what the assignment asks for. */
export interface TrustReading {
  /** What is wrong with the policy as a whole; `null` when it can be read. Then the lists are empty. */
  readonly malformed: string | null
  /** Allow statements by which GitHub's provider of this account may assume the role. */
  readonly gitHubStatements: readonly Statement[]
  /** Deny statements about the same. */
  readonly denials: readonly Statement[]
  /**
   * A Deny statement without conditions, in words: by it GitHub may not assume the role at all, and
   * `gitHubStatements` is empty. `null` when there is none.
   */
  readonly closedBy: string | null
  /** What Allow statements grant to somebody else, or beyond AssumeRoleWithWebIdentity. */
  readonly strangers: readonly Stranger[]
}

/** One thing that a trust policy allows and the assignment does not ask for. */
export interface Stranger {
  /** One line, a sentence. */
  readonly words: string
  /** Number of the statement, from 1. */
  readonly statement: number
}

/**
 * Sorts the statements of a trust policy.
 * `account`: 12 digits, the account that the role and GitHub's provider are in.
 *
 * A statement for everybody counts as GitHub's only where no statement names the provider: it is a
 * stranger either way, and one mistake costs once.
 * Rule: RUBRIC, `role.trust`.
 */
export function readTrust(policyText: string, { account }: { account: string }): TrustReading {
  const policy = parseTrustPolicy(policyText)
  if (policy.state === 'malformed')
    return {
      malformed: policy.problem,
      gitHubStatements: [],
      denials: [],
      closedBy: null,
      strangers: [],
    }
  const arn = gitHubProviderArn(account)
  const about = policy.statements.filter(
    (each) => coversProvider(each.principals, arn) && coversWebIdentity(each.actions),
  )
  const allowing = about.filter(({ effect }) => effect === 'Allow')
  const naming = allowing.filter((each) => namesProvider(each, arn))
  const denials = about.filter(({ effect }) => effect === 'Deny')
  const closing = denials.find(({ tests, unread }) => tests.length === 0 && unread.length === 0)
  return {
    malformed: null,
    gitHubStatements: closing ? [] : naming.length > 0 ? naming : allowing,
    denials,
    closedBy: closing
      ? `${nameOf(closing)} denies ${WEB_IDENTITY_ACTION} to GitHub, whatever other statements allow.`
      : null,
    strangers: policy.statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((each) =>
        strangersIn(each, arn, account).map((words) => ({ words, statement: each.number })),
      ),
  }
}

function namesProvider({ principals }: Statement, arn: string): boolean {
  return !principals.not && principals.named.some(({ kind, name }) => isProvider(kind, name, arn))
}

function strangersIn(statement: Statement, arn: string, account: string): string[] {
  const { principals, actions } = statement
  const actionWords = describeActions(actions)
  if (principals.not) {
    const but = principals.named.map((each) => describePrincipal(each, account)).join(' and ')
    return [
      `${nameOf(statement)} lets everybody but ${but} assume the role (NotPrincipal, ${actionWords}).`,
    ]
  }
  const others = principals.named
    .filter(({ kind, name }) => !isProvider(kind, name, arn))
    .map((each) => {
      const open = isEverybody(each) ? ' Its principal should be your GitHub provider alone.' : ''
      return `${nameOf(statement)} lets ${describePrincipal(each, account)} assume the role (${actionWords}).${open}`
    })
  const more = namesProvider(statement, arn) ? otherActions(actions) : []
  return [
    ...others,
    ...more.map(
      (action) =>
        `${nameOf(statement)} allows GitHub ${action}; the pipeline needs ${WEB_IDENTITY_ACTION} and nothing else.`,
    ),
  ]
}

function isProvider(kind: string, name: string, arn: string): boolean {
  return kind === 'Federated' && name === arn
}
