import {
  evaluateTrust,
  gitHubProviderArn,
  ISSUER,
  readTrust,
  type TrustDecision,
} from '@grade4/trust'
import { hasHole, type Reason, type Unknown, unknownFor } from '@grade4/unknown'
import { githubText } from '../contexts.js'
import { MAIN } from '../graded.js'
import type { JobRun } from '../jobs/job-run.js'
import { readRoleArn } from '../role-arn.js'
import {
  defaultSubjectClaim,
  nameSubject,
  type SubjectClaim,
  type SubjectOf,
  subjectClaim,
} from '../subject-claim.js'
import type { Role } from '../twin/account-view.js'
import type { CredentialsRefusal, SubjectMismatch } from './effects.js'

const NO_REPOSITORY: Reason = {
  because: 'no repository was named',
  remedy: 'Set GITHUB_TOKEN to a token that may read the repository and its Actions settings.',
}

/** What is asked of STS. */
export interface WebIdentityRequest {
  readonly run: JobRun
  readonly roleArn: string
  readonly audience: string
  readonly durationSeconds: number
}

/** What STS answers to AssumeRoleWithWebIdentity. */
export type WebIdentityAnswer =
  | { readonly state: 'taken'; readonly subject: string }
  | { readonly state: 'refused'; readonly refusal: CredentialsRefusal }
  | Unknown

/**
 * Whether AWS accepts the token that GitHub issues to a job of this push, for a role: the provider, the
 * role, its trust policy and its longest session decide.
 * Source: IAM User Guide, "Create a role for OpenID Connect federation".
 */
export async function assumeWithWebIdentity(
  request: WebIdentityRequest,
): Promise<WebIdentityAnswer> {
  const { run, roleArn, audience, durationSeconds } = request
  const { view } = run.push.world.input
  const named = readRoleArn(roleArn)
  if (named === null) return refused({ reason: 'bad-arn', role: roleArn })
  if (named.account !== view.account) {
    return refused({ reason: 'other-account', roleArn, account: named.account })
  }
  const [providers, role] = await Promise.all([view.oidcProviders(), view.role(named.name)])
  if (providers.state === 'unknown') return providers
  const arn = gitHubProviderArn(view.account)
  const provider =
    providers.state === 'found' ? providers.value.find((each) => each.arn === arn) : undefined
  if (provider === undefined) return refused({ reason: 'no-provider' })
  if (!provider.clientIds.includes(audience)) {
    return refused({ reason: 'provider-audience', audience })
  }
  if (role.state === 'unknown') return role
  if (role.state === 'absent') return refused({ reason: 'no-such-role', roleArn })
  if (role.value.arn !== roleArn) {
    return refused({ reason: 'role-path', roleArn, actual: role.value.arn })
  }
  const trusted = decideTrust(request, role.value)
  if (trusted.state !== 'taken') return trusted
  const most = role.value.maxSessionSeconds
  return durationSeconds > most
    ? refused({ reason: 'duration', seconds: durationSeconds, most })
    : trusted
}

function refused(refusal: CredentialsRefusal): WebIdentityAnswer {
  return { state: 'refused', refusal }
}

/** Whether a trust policy accepts a token with certain claims. */
type Decide = (claims: Readonly<Record<string, string>>) => TrustDecision

const decisions = new WeakMap<Role, Decide>()

/** What a role's trust policy decides: the same for each push, and so worked out once. */
function trustOf(role: Role, account: string): Decide {
  const known = decisions.get(role)
  if (known !== undefined) return known
  const policy = readTrust(role.trustPolicy, account)
  const byClaims = new Map<string, TrustDecision>()
  const decide: Decide = (claims) => {
    const key = JSON.stringify(claims)
    const decision = byClaims.get(key) ?? evaluateTrust(policy, claims)
    byClaims.set(key, decision)
    return decision
  }
  decisions.set(role, decide)
  return decide
}

function decideTrust(
  { run, roleArn, audience }: WebIdentityRequest,
  role: Role,
): WebIdentityAnswer {
  const { view, github } = run.push.world.input
  if (github.repository === null) return unknownSubject(NO_REPOSITORY)
  const environment = run.environment ?? ''
  if (hasHole(environment)) return run.push.world.holes.unknown(environment)
  const of: SubjectOf = {
    repository: github.repository,
    customization: github.customization,
    environment: run.environment,
    ref: MAIN,
  }
  const claim = subjectClaim(of)
  if (claim.state === 'unknown') return unknownSubject(claim)
  const trusted = trustOf(role, view.account)
  const decide = (subject: string) => trusted(claimsOf(run, subject, audience))
  const answer = (subject: string): WebIdentityAnswer => {
    const trust = decide(subject)
    if (trust.state === 'allowed') return { state: 'taken', subject }
    if (trust.state === 'unknown') return trust
    const mismatch = mismatchOf(of, (other) => decide(other).state === 'allowed')
    return refused({ reason: 'trust', roleArn, denial: trust.denial, subject, mismatch })
  }
  if (claim.state === 'known') return answer(claim.subject)
  const [one, other] = claim.subjects.map(answer)
  return one !== undefined && one.state === other?.state ? one : unknownSubject(claim.reason)
}

/** What of the subject alone keeps a policy from accepting it that accepts a push to `main` otherwise. */
function mismatchOf(of: SubjectOf, accepts: (subject: string) => boolean): SubjectMismatch | null {
  const onMain = { ...of, environment: null }
  const acceptedOf = (claim: SubjectClaim) => subjectsOf(claim).find(accepts)
  const { environment, repository } = of
  const byBranch = acceptedOf(subjectClaim(onMain))
  if (byBranch !== undefined && environment !== null)
    return { kind: 'environment', accepted: byBranch, environment }
  const byDefault = acceptedOf(defaultSubjectClaim(onMain))
  if (byDefault !== undefined) {
    const name = `${repository.owner}/${repository.name}`
    return { kind: 'template', accepted: byDefault, repository: name }
  }
  const names = nameSubject(onMain)
  const [wanted] = subjectsOf(defaultSubjectClaim(onMain))
  return wanted !== undefined && accepts(names) ? { kind: 'ids', accepted: names, wanted } : null
}

function subjectsOf(claim: SubjectClaim): readonly string[] {
  if (claim.state === 'unknown') return []
  return claim.state === 'known' ? [claim.subject] : claim.subjects
}

function unknownSubject(reason: Reason): Unknown {
  const because = `which subject GitHub's token has is not known: ${reason.because}`
  return unknownFor({ ...reason, because })
}

/** The claims of the token that are known; others count as not known. */
function claimsOf(run: JobRun, subject: string, audience: string): Record<string, string> {
  const { repository } = run.push.world.input.github
  const fact = (key: string) => githubText(run.push, run.job, key)
  const claims: Record<string, string | number | null | undefined> = {
    sub: subject,
    aud: audience,
    iss: `https://${ISSUER}`,
    ref: MAIN,
    ref_type: 'branch',
    base_ref: '',
    head_ref: '',
    event_name: 'push',
    repository: fact('repository'),
    repository_owner: fact('repository_owner'),
    repository_id: repository?.id,
    repository_owner_id: repository?.ownerId,
    environment: run.environment,
    job_workflow_ref: fact('workflow_ref'),
    workflow_ref: fact('workflow_ref'),
    runner_environment: 'github-hosted',
  }
  const known = Object.entries(claims).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[`${ISSUER}:${name}`, String(value)] as const],
  )
  return Object.fromEntries(known)
}
