import { evaluateTrust, gitHubProviderArn, ISSUER, readTrust } from '@grade4/trust'
import type { Reason } from '@grade4/unknown'
import { pushFacts } from '../contexts.js'
import { MAIN } from '../graded.js'
import type { JobRun } from '../jobs/job-run.js'
import { readRoleArn } from '../role-arn.js'
import { nameSubject, type SubjectOf, subjectClaim } from '../subject-claim.js'
import type { CredentialsRefusal } from './effects.js'

/** What is asked of STS. */
export interface WebIdentityRequest {
  readonly run: JobRun
  readonly roleArn: string
  readonly audience: string
  readonly durationSeconds: number
}

/** What STS answers to AssumeRoleWithWebIdentity. */
export type WebIdentityAnswer =
  | { readonly state: 'taken'; readonly account: string; readonly subject: string }
  | { readonly state: 'refused'; readonly refusal: CredentialsRefusal }
  | { readonly state: 'unknown'; readonly reason: Reason }

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
  if (providers.state === 'unknown') return { state: 'unknown', reason: providers }
  const arn = gitHubProviderArn(view.account)
  const provider =
    providers.state === 'found' ? providers.value.find((each) => each.arn === arn) : undefined
  if (provider === undefined) return refused({ reason: 'no-provider' })
  if (!provider.clientIds.includes(audience)) {
    return refused({ reason: 'provider-audience', audience })
  }
  if (role.state === 'unknown') return { state: 'unknown', reason: role }
  if (role.state === 'absent') return refused({ reason: 'no-such-role', roleArn })
  if (role.value.arn !== roleArn) {
    return refused({ reason: 'role-path', roleArn, actual: role.value.arn })
  }
  const trusted = decideTrust(request, role.value.trustPolicy)
  if (trusted.state !== 'taken') return trusted
  const most = role.value.maxSessionSeconds
  return durationSeconds > most
    ? refused({ reason: 'duration', seconds: durationSeconds, most })
    : trusted
}

function refused(refusal: CredentialsRefusal): WebIdentityAnswer {
  return { state: 'refused', refusal }
}

function decideTrust(
  { run, roleArn, audience }: WebIdentityRequest,
  policy: string,
): WebIdentityAnswer {
  const { view, github } = run.push.world.input
  if (github.repository === null) return unknownSubject('no repository was named')
  const [unknownEnvironment] = run.push.world.holes.reasonsIn(run.environment ?? '')
  if (unknownEnvironment !== undefined) return { state: 'unknown', reason: unknownEnvironment }
  const of: SubjectOf = {
    repository: github.repository,
    customization: github.customization,
    environment: run.environment,
    ref: MAIN,
  }
  const claim = subjectClaim(of)
  if (claim.state === 'unknown') return unknownSubject(claim.because)
  const subjects = claim.state === 'known' ? [claim.subject] : claim.subjects
  const trusted = readTrust(policy, view.account)
  const decide = (subject: string) => evaluateTrust(trusted, claimsOf(run, subject, audience))
  const acceptsNameSubject = () =>
    decide(nameSubject({ ...of, environment: null })).state === 'allowed'
  const answers = subjects.map((subject): WebIdentityAnswer => {
    const trust = decide(subject)
    if (trust.state === 'allowed') return { state: 'taken', account: view.account, subject }
    if (trust.state === 'unknown') return { state: 'unknown', reason: trust }
    return refused({
      reason: 'trust',
      roleArn,
      denial: trust.denial,
      subject,
      nameSubject: nameSubject(of),
      audience,
      environment: run.environment,
      acceptsNameSubject: acceptsNameSubject(),
    })
  })
  const [first, ...others] = answers
  if (first === undefined) return unknownSubject('no form of the subject is known')
  const agreed = others.every((other) => other.state === first.state)
  return agreed ? first : unknownSubject(claim.state === 'either' ? claim.because : '')
}

function unknownSubject(because: string): WebIdentityAnswer {
  return {
    state: 'unknown',
    reason: {
      because: `which subject GitHub's token has is not known: ${because}`,
      remedy: 'Set GITHUB_TOKEN to a token that may read the repository and its Actions settings.',
    },
  }
}

/** The claims of the token that are known; others count as not known. */
function claimsOf(run: JobRun, subject: string, audience: string): Record<string, string> {
  const { repository } = run.push.world.input.github
  const facts = pushFacts(run.push)
  const claims: Record<string, string | number | null | undefined> = {
    sub: subject,
    aud: audience,
    iss: `https://${ISSUER}`,
    ref: MAIN,
    ref_type: 'branch',
    base_ref: '',
    head_ref: '',
    event_name: 'push',
    repository: facts.repository,
    repository_owner: facts.repository_owner,
    repository_id: repository?.id,
    repository_owner_id: repository?.ownerId,
    environment: run.environment,
    job_workflow_ref: `${facts.repository}/.github/workflows/main.yml@${MAIN}`,
    workflow_ref: `${facts.repository}/.github/workflows/main.yml@${MAIN}`,
    runner_environment: 'github-hosted',
  }
  const known = Object.entries(claims).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[`${ISSUER}:${name}`, String(value)] as const],
  )
  return Object.fromEntries(known)
}
