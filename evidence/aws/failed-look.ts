import { type Unknown, unknown, unknownByCaller } from '@grade4/unknown'
import { isThrottlingError } from '@smithy/core/retry'
import type { TimeLimit } from '../budget.js'
import { RoleNotAssumed, WrongAccount } from './assume-role.js'
import { FAULTS, NoCredentials } from './credentials.js'

/** How AWS was asked, as far as the words depend on it. */
export interface AskedAws {
  readonly timeLimit: Pick<TimeLimit, 'isOver' | 'milliseconds'>
  readonly inWorkflow: boolean
}

/** What an SDK error tells, as far as it is worth trusting. */
export interface ServiceError {
  readonly name: string
  readonly message: string
  /** Node's code of a socket error. */
  readonly code: string
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
}

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'])

const BAD_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'AuthFailure',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
])

/** A wrong secret key, or a clock that is minutes off: the signature holds the time. */
const BAD_SIGNATURE = new Set([
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'RequestTimeTooSkewed',
])

const TIMED_OUT = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException'])

/** What is allowed to the role that is graded costs the points for its policies. */
const OTHER_ROLE =
  'Let the workflow grade with a role of its own, which grade4 policy --github-oidc makes; give no permission to the role that deploys, since that one is graded.'

const AGAIN = 'Run grade4 again in a minute.'

/** What was thrown, as a service's error; without a name of a service's where it is none. */
export function serviceError(thrown: unknown): ServiceError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: '', code: '', status: 0 }
  const { code, $metadata } = thrown as {
    code?: unknown
    $metadata?: { httpStatusCode?: unknown }
  }
  return {
    name: thrown.name,
    message: thrown.message,
    code: typeof code === 'string' ? code : '',
    status: typeof $metadata?.httpStatusCode === 'number' ? $metadata.httpStatusCode : 0,
  }
}

/**
 * Why a look failed and what to do, in one line each. The service's own message is left out on purpose:
 * some of them repeat the signed headers, and with them the session token.
 */
export function failedLook(thrown: unknown, operation: string, aws: AskedAws): Unknown {
  if (thrown instanceof RoleNotAssumed) return roleNotAssumed(thrown, aws)
  if (thrown instanceof NoCredentials) return noCredentials(thrown, operation, aws)
  if (thrown instanceof WrongAccount) {
    return unknown(
      `The AWS credentials belong to account ${thrown.actual}; the account to be graded is ${thrown.wanted}.`,
      'Give the role to assume there: a role_arn in the roster, or --role-name for all.',
    )
  }
  const { name, code, status } = serviceError(thrown)
  if (DENIED.has(name)) {
    return unknown(
      `AWS does not let these credentials call ${operation} (${name}).`,
      aws.inWorkflow
        ? OTHER_ROLE
        : `Allow the action ${operation} to the user or role whose credentials you use, then run grade4 again.`,
    )
  }
  if (EXPIRED.has(name)) {
    return unknownByCaller(
      `The AWS credentials have expired (${name} from ${operation}).`,
      'Get fresh credentials (sign in again, or run: aws sso login), then run grade4 again.',
    )
  }
  if (UNCONFIGURED.has(name)) return FAULTS.none()
  if (BAD_CREDENTIALS.has(name)) {
    return unknownByCaller(
      `AWS does not know these credentials (${name} from ${operation}).`,
      'Check the access key with: aws sts get-caller-identity, then run grade4 again.',
    )
  }
  if (BAD_SIGNATURE.has(name)) {
    return unknownByCaller(
      `AWS refused the signature of the request (${name} from ${operation}).`,
      "Check the secret access key and that this machine's clock is right, then run grade4 again.",
    )
  }
  if (isThrottlingError({ name, message: '', $metadata: { httpStatusCode: status } })) {
    return unknown(`AWS throttled ${operation}, also after several tries (${name}).`, AGAIN)
  }
  if (name === 'AbortError' || aws.timeLimit.isOver) {
    return unknown(
      `AWS did not answer ${operation} within ${aws.timeLimit.milliseconds / 1000} s.`,
      'Run grade4 again, or give it longer with --timeout.',
    )
  }
  if (TIMED_OUT.has(name)) return unknown(`AWS took too long to answer ${operation}.`, AGAIN)
  if (status >= 500) return unknown(`AWS answered ${operation} with HTTP ${status}.`, AGAIN)
  if (code !== '') {
    return unknownByCaller(
      `AWS could not be reached for ${operation} (${code}).`,
      'Check the network, and AWS_ENDPOINT_URL if it is set, then run grade4 again.',
    )
  }
  return unknown(
    `AWS answered ${operation} with something the grader does not understand (${name}${status === 0 ? '' : `, HTTP ${status}`}).`,
    `${AGAIN} If it stays, report it to the course staff.`,
  )
}

/** What the SDK throws when the configuration, not a service, keeps it from credentials. */
const UNCONFIGURED = new Set(['CredentialsProviderError', 'TokenProviderError'])

function noCredentials({ fault, cause }: NoCredentials, operation: string, aws: AskedAws): Unknown {
  const { name } = serviceError(cause)
  // The network, throttling: what the service or the machine says is nearer to the cause than the configuration.
  if (!UNCONFIGURED.has(name) && !DENIED.has(name)) return failedLook(cause, operation, aws)
  return fault
}

function roleNotAssumed({ roleArn, cause }: RoleNotAssumed, aws: AskedAws): Unknown {
  if (DENIED.has(serviceError(cause).name)) {
    return unknown(
      `AWS did not let grade4 assume ${roleArn}: it does not exist, does not trust these credentials, or wants another external id.`,
      'Check the ARN, the trust policy of that role and --external-id.',
    )
  }
  return failedLook(cause, 'sts:AssumeRole', aws)
}
