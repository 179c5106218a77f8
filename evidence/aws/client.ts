import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { ECRClient } from '@aws-sdk/client-ecr'
import { ECSClient } from '@aws-sdk/client-ecs'
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import type { Reason } from '@grade4/unknown'
import { memoize } from '@smithy/core/config'
import type { AwsCredentialIdentity, MiddlewareStack } from '@smithy/types'
import type { RequestCount, TimeLimit } from '../budget.js'
import { AWS_OPERATIONS, NotReadOnly } from '../read-only.js'
import { keepSecret } from '../redact.js'
import type { Subject } from '../subject.js'
import { assumeRole, ofAccount } from './assume-role.js'
import { credentialProvider } from './credentials.js'
import { requestHandler } from './request-handler.js'

// The SDK prints a notice about Node 20 on standard error when it makes its first client.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** An assumed role is taken again this long before it runs out, in milliseconds. */
const RENEW_BEFORE_MS = 300_000

/** The AWS clients of one subject, behind the read-only gate. */
export interface Aws {
  readonly ecr: ECRClient
  readonly ecs: ECSClient
  readonly iam: IAMClient
  readonly sts: STSClient
  readonly cloudformation: CloudFormationClient
  readonly timeLimit: TimeLimit
  readonly requests: RequestCount
  /** Why nothing is asked of this account; `null`: it is. */
  readonly notAsked: Reason | null
  /** Whether the credentials are those with which a workflow on GitHub runs. */
  readonly inWorkflow: boolean
}

/**
 * Makes the clients that look at one subject's account.
 * Credentials: as `credentialProvider` says, and from there `subject.roleArn` where given.
 * `AWS_ENDPOINT_URL` is honoured by the SDK itself. The shell's default region is not: the subject has its own.
 */
export function awsClients(
  subject: Subject,
  timeLimit: TimeLimit,
  requests: RequestCount,
  { notAsked, inWorkflow }: Pick<Aws, 'notAsked' | 'inWorkflow'>,
): Aws {
  const profile = subject.profile === null ? {} : { profile: subject.profile }
  const own = {
    ...settingsOf(subject),
    region: subject.region,
    requestHandler,
    // The SDK reads AWS_MAX_ATTEMPTS by itself, but then its default would be three.
    maxAttempts: Number(process.env.AWS_MAX_ATTEMPTS) || 5,
    credentials: ownCredentials(subject.profile),
    ...profile,
  }
  const guard = <Client extends Stacked>(client: Client) => gated(client, requests)
  const way = wayIn(subject, own.credentials, () => guard(new STSClient(own)), timeLimit)
  const config = way === null ? own : { ...own, credentials: renewed(way) }
  return {
    ecr: guard(new ECRClient(config)),
    ecs: guard(new ECSClient(config)),
    iam: guard(new IAMClient(config)),
    sts: guard(new STSClient(config)),
    cloudformation: guard(new CloudFormationClient(config)),
    timeLimit,
    requests,
    notAsked,
    inWorkflow: inWorkflow && subject.roleArn === null,
  }
}

type Settings = Pick<
  STSClient['config'],
  | 'authSchemePreference'
  | 'defaultsMode'
  | 'retryMode'
  | 'useDualstackEndpoint'
  | 'useFipsEndpoint'
  | 'userAgentAppId'
>

const settings = new Map<string, Settings>()

/**
 * What the SDK reads from the environment and the shared config file, the same for all services and subjects:
 * looked up by one client, which sends nothing, rather than by each again.
 */
function settingsOf({ profile, region }: Subject): Settings {
  const key = JSON.stringify([profile, region])
  const known = settings.get(key)
  if (known !== undefined) return known
  const { config } = new STSClient({ region, ...(profile === null ? {} : { profile }) })
  const { authSchemePreference, defaultsMode, retryMode } = config
  const { useDualstackEndpoint, useFipsEndpoint, userAgentAppId } = config
  const found = {
    ...{ authSchemePreference, defaultsMode, retryMode },
    ...{ useDualstackEndpoint, useFipsEndpoint, userAgentAppId },
  }
  settings.set(key, found)
  return found
}

const chains = new Map<string | null, () => Promise<AwsCredentialIdentity>>()

/** The caller's own credentials: looked up once for all subjects, and again when they run out. */
function ownCredentials(profile: string | null): () => Promise<AwsCredentialIdentity> {
  const known = chains.get(profile)
  if (known !== undefined) return known
  const chain = renewed(credentialProvider(profile))
  chains.set(profile, chain)
  return chain
}

/** How the account is entered from the caller's own credentials; `null`: with just those. */
function wayIn(
  subject: Subject,
  own: () => Promise<AwsCredentialIdentity>,
  sts: () => STSClient,
  timeLimit: TimeLimit,
): (() => Promise<AwsCredentialIdentity>) | null {
  if (subject.roleArn !== null) return assumeRole(sts(), subject, timeLimit)
  if (subject.account === undefined) return null
  return ofAccount(own, subject.account, sts(), () => timeLimit.signal)
}

/** One look-up for all clients, made again shortly before the credentials run out. */
function renewed(provider: () => Promise<AwsCredentialIdentity>) {
  return memoize(
    async () => keptSecret(await provider()),
    ({ expiration }) =>
      expiration !== undefined && expiration.getTime() - Date.now() < RENEW_BEFORE_MS,
    ({ expiration }) => expiration !== undefined,
  )
}

function keptSecret(credentials: AwsCredentialIdentity): AwsCredentialIdentity {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  for (const secret of [accessKeyId, secretAccessKey, sessionToken]) keepSecret(secret)
  return credentials
}

/** What the gate needs to know of a client: a stack of middleware, whatever its inputs and outputs. */
interface Stacked {
  // biome-ignore lint/suspicious/noExplicitAny: each client has its own union of inputs, and the stack is invariant in it.
  readonly middlewareStack: MiddlewareStack<any, any>
}

/** Refuses what is not on the read-only list before it is signed, and counts what goes over the wire. */
function gated<Client extends Stacked>(client: Client, requests: RequestCount): Client {
  client.middlewareStack.add(
    (next, context) => async (input) => {
      const operation = operationName(context.clientName, context.commandName)
      if (!Object.hasOwn(AWS_OPERATIONS, operation)) throw new NotReadOnly(operation)
      return await next(input)
    },
    { step: 'initialize', priority: 'high', name: 'readOnlyGate' },
  )
  client.middlewareStack.add(
    (next) => async (input) => {
      requests.aws += 1
      return await next(input)
    },
    // Innermost, inside the retries: each attempt counts.
    { step: 'deserialize', priority: 'low', name: 'countRequests' },
  )
  return client
}

/** `ECRClient` and `DescribeImagesCommand` make `ecr:DescribeImages`. */
function operationName(clientName = '', commandName = ''): string {
  return `${clientName.replace(/Client$/, '').toLowerCase()}:${commandName.replace(/Command$/, '')}`
}
