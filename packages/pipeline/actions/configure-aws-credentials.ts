import { Holes, hasHole, type Reason, reasonOf } from '@grade4/unknown'
import type { IssuedKeys } from '../twin/sessions.js'
import {
  type Action,
  type ActionCall,
  type ActionResult,
  failed,
  input,
  succeeded,
  whyActionUncertain,
} from './action.js'
import type { CredentialsRefusal } from './effects.js'
import { assumeWithWebIdentity } from './web-identity.js'

/** Seconds that a session lasts unless the step says otherwise. */
const DEFAULT_SECONDS = 3600
const LEAST_SECONDS = 900

/** Inputs that make the action take credentials in another way than GitHub's token. */
const OTHER_WAYS = ['web-identity-token-file', 'role-chaining', 'http-proxy', 'aws-profile']

/** Inputs that narrow the session in ways the grader does not follow. */
const NARROWING = ['inline-session-policy', 'managed-session-policies']

/**
 * aws-actions/configure-aws-credentials: assumes a role through OIDC and puts its keys and the region into
 * the environment of the job's later steps.
 * Source: aws-actions/configure-aws-credentials, `src/index.ts`, `src/assumeRole.ts`, `README.md`.
 */
export const configureAwsCredentials: Action = async (call) => {
  const { run } = call
  const { holes } = run.push.world
  const role = input(call, 'role-to-assume')
  const region = input(call, 'aws-region')
  const [unknown = null] = holes.reasonsIn(
    [role, region, input(call, 'audience'), input(call, 'role-duration-seconds')].join('\n'),
  )
  if (hasKeys(call)) return withStaticKeys(call, role)
  const refusal = refusalBeforeSts(call, role, region)
  if (refusal !== null) return refuse(call, role, refusal)
  const otherWay = OTHER_WAYS.find((name) => isSet(call, name))
  if (otherWay !== undefined) {
    const because = `${otherWay} assumes the role in a way that the grader does not follow`
    return leaveUnknown(call, role, region, { because, remedy: 'Leave it out.' })
  }
  const uncertain = await whyActionUncertain(call, 'action', 'sts')
  const reason = unknown ?? uncertain
  if (reason !== null) return leaveUnknown(call, role, region, reason)
  const durationSeconds = Number(input(call, 'role-duration-seconds') || DEFAULT_SECONDS)
  if (Number.isNaN(durationSeconds) || durationSeconds < LEAST_SECONDS) {
    const most = DEFAULT_SECONDS
    return refuse(call, role, { reason: 'duration', seconds: durationSeconds, most })
  }
  const sessionName = input(call, 'role-session-name')
  if (!isSessionName(sessionName))
    return refuse(call, role, { reason: 'session-name', sessionName })
  const audience = input(call, 'audience') || 'sts.amazonaws.com'
  const answer = await assumeWithWebIdentity({ run, roleArn: role, audience, durationSeconds })
  if (answer.state === 'refused') return refuse(call, role, answer.refusal)
  const narrowing = NARROWING.find((name) => input(call, name) !== '')
  const doubt =
    answer.state === 'unknown'
      ? answer
      : narrowing !== undefined
        ? { because: `${narrowing} narrows what the session may do`, remedy: 'Leave it out.' }
        : null
  if (doubt !== null) {
    call.emit({ kind: 'role-unknown', role, reason: reasonOf(doubt) })
  }
  const { account } = run.push.world.input.view
  if (answer.state === 'taken' && doubt === null) {
    const { subject } = answer
    call.emit({ kind: 'role-taken', roleArn: role, account, region, subject })
  }
  const keys = keysFor(call, role, durationSeconds)
  return succeeded({
    exports: exportsOf(call, region, keys),
    outputs: { 'aws-account-id': account },
    masks: [keys.secretAccessKey, keys.sessionToken],
  })
}

/**
 * Whether STS takes a session of this name; an empty one is the action's own.
 * Source: AWS STS API, AssumeRoleWithWebIdentity, RoleSessionName.
 */
function isSessionName(name: string): boolean {
  // What is not known of it, such as the run's id, is taken to be allowed.
  return name === '' || /^[\w+=,.@-]{2,64}$/.test(Holes.show(name, 'id'))
}

/** Keys of a session of the role, which begins now. */
function keysFor({ run }: ActionCall, roleArn: string, seconds: number): IssuedKeys {
  const { twin, clock } = run.push.world
  const expiresAt = new Date(clock.now() + seconds * 1000)
  return twin.issueCredentials({ roleArn, account: twin.account, expiresAt })
}

function exportsOf(call: ActionCall, region: string, keys: IssuedKeys): Record<string, string> {
  const regions = { AWS_REGION: region, AWS_DEFAULT_REGION: region }
  if (input(call, 'output-env-credentials').toLowerCase() === 'false') return regions
  return {
    ...regions,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
  }
}

function hasKeys(call: ActionCall): boolean {
  return input(call, 'aws-access-key-id') !== '' || input(call, 'aws-secret-access-key') !== ''
}

function isSet(call: ActionCall, name: string): boolean {
  return !['', 'false'].includes(input(call, name).toLowerCase())
}

/** What stops the action before it asks STS. */
function refusalBeforeSts(
  call: ActionCall,
  role: string,
  region: string,
): CredentialsRefusal | null {
  const { account } = call.run.push.world.input.view
  const isKnown = (text: string) => !hasHole(text)
  if (isKnown(region) && !/^[a-z0-9-]+$/.test(region)) return { reason: 'region', region }
  if (role === '') return { reason: 'no-role' }
  if (isSet(call, 'force-skip-oidc')) return { reason: 'not-oidc', input: 'force-skip-oidc' }
  if (!call.run.permissions.idToken && !isSet(call, 'web-identity-token-file')) {
    return { reason: 'no-token', permissions: call.run.permissions.words }
  }
  if (isKnown(role) && !role.startsWith('arn:')) return { reason: 'bare-name', role }
  const allowed = input(call, 'allowed-account-ids')
  if (allowed !== '' && isKnown(allowed) && !allowed.split(/[\s,]+/).includes(account)) {
    return { reason: 'allowed-accounts', allowed }
  }
  return null
}

/** Keys of the student's own: they may work, but it is not OIDC, and whose they are is not known. */
function withStaticKeys(call: ActionCall, role: string): ActionResult {
  call.emit({ kind: 'role-refused', role, refusal: { reason: 'static-keys' } })
  const reason = {
    because: 'the workflow brings its own access keys, and whose they are is not known',
    remedy: 'Assume the role through OIDC as the assignment says.',
  }
  const { holes } = call.run.push.world
  const keys = {
    accessKeyId: holes.hole(reason),
    secretAccessKey: holes.hole(reason),
    sessionToken: holes.hole(reason),
  }
  return succeeded({ exports: exportsOf(call, input(call, 'aws-region'), keys), others: reason })
}

function leaveUnknown(
  call: ActionCall,
  role: string,
  region: string,
  reason: Reason,
): ActionResult {
  call.emit({ kind: 'role-unknown', role, reason })
  // Judged as if AWS accepted it; what hangs on that is for the judges to hold back.
  const keys = keysFor(call, role, DEFAULT_SECONDS)
  return succeeded({ exports: exportsOf(call, region, keys), others: reason })
}

function refuse(call: ActionCall, role: string, refusal: CredentialsRefusal): ActionResult {
  call.emit({ kind: 'role-refused', role, refusal })
  return failed('role', wordsOf(refusal))
}

/** What the log of the run would say, in short. */
function wordsOf(refusal: CredentialsRefusal): string {
  switch (refusal.reason) {
    case 'no-role':
    case 'static-keys':
    case 'not-oidc':
      return 'it does not assume a role through OIDC'
    case 'region':
      return refusal.region === ''
        ? 'aws-region is missing'
        : `aws-region is no region: ${refusal.region}`
    case 'no-token':
      return 'the job may not ask GitHub for a token'
    case 'bare-name':
    case 'bad-arn':
      return `role-to-assume is not the ARN of a role: ${refusal.role}`
    case 'action':
      return refusal.message
    default:
      return 'AWS refuses the role'
  }
}
