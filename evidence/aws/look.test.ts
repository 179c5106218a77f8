import { describe, expect, test } from 'vitest'
import { clientsFor } from '../clients.js'
import { SUBJECT } from '../test-subject.js'
import { RoleNotAssumed, WrongAccount } from './assume-role.js'
import { look } from './look.js'

function awsWith(timeLimitMs = 20_000, inWorkflow = false, subject = SUBJECT) {
  const access = { githubToken: null, githubUrl: '', timeLimitMs, inWorkflow }
  return clientsFor(subject, access).aws
}

interface Details {
  readonly code?: unknown
  readonly status?: unknown
  readonly message?: string
}

/** An error as the SDK throws it. */
function sdkError(name: string, { code, status, message = 'secret words' }: Details = {}): Error {
  const error = Object.assign(new Error(message), { name })
  if (code !== undefined) Object.assign(error, { code })
  if (status !== undefined) Object.assign(error, { $metadata: { httpStatusCode: status } })
  return error
}

function lookThatThrows(thrown: unknown, aws = awsWith()) {
  return look(aws, 'iam:GetRole', ['NoSuchEntity', 'NoSuchEntityException'], async () => {
    throw thrown
  })
}

test('what AWS answers is found', async () => {
  expect(await look(awsWith(), 'iam:GetRole', [], async () => 'role')).toEqual({
    state: 'found',
    value: 'role',
  })
})

test('a request knows when to stop', async () => {
  const aws = awsWith()
  const signal = await look(aws, 'iam:GetRole', [], async ({ abortSignal }) => abortSignal)
  expect(signal).toEqual({ state: 'found', value: aws.timeLimit.signal })
})

describe('absent', () => {
  test.each(['NoSuchEntity', 'NoSuchEntityException'])(
    'is what %s says, word for word',
    async (name) => {
      expect(await lookThatThrows(sdkError(name))).toEqual({ state: 'absent', saidBy: name })
    },
  )

  test('is what the question says by the rest of the error', async () => {
    const says = (message: string) =>
      look(
        awsWith(),
        'cloudformation:DescribeStacks',
        (error) => error.name === 'ValidationError' && error.message.endsWith('does not exist'),
        async () => {
          throw sdkError('ValidationError', { message })
        },
      )
    expect(await says('Stack x does not exist')).toEqual({
      state: 'absent',
      saidBy: 'ValidationError',
    })
    expect(await says('Stack x is too long')).toMatchObject({ state: 'unknown' })
  })

  test('is never a role that could not be taken, whatever its refusal is called', async () => {
    const refused = new RoleNotAssumed('arn:aws:iam::111122223333:role/reader', sdkError('X'))
    const observed = await look(awsWith(), 'iam:GetRole', ['RoleNotAssumed'], async () => {
      throw refused
    })
    expect(observed).toMatchObject({ state: 'unknown' })
  })
})

test('a workflow is never advised to give permissions to the role that is graded', async () => {
  const denied = sdkError('AccessDenied')
  const remedyOf = async (aws: ReturnType<typeof awsWith>) => {
    const observed = await lookThatThrows(denied, aws)
    return observed.state === 'unknown' ? observed.remedy : ''
  }
  const own = await remedyOf(awsWith(1000, true))
  expect(own).toMatch(/grade4 policy --github-oidc/)
  expect(own).not.toMatch(/Allow the action/)
  // A role that it assumes is none that main.yml deploys with: nobody but GitHub may assume that.
  const roleArn = 'arn:aws:iam::111122223333:role/grade4-reader'
  expect(await remedyOf(awsWith(1000, true, { ...SUBJECT, roleArn }))).toMatch(/Allow the action/)
})

const DENIED = [
  'AWS does not let these credentials call iam:GetRole (NAME).',
  'Allow the action iam:GetRole to the user or role whose credentials you use, then run grade4 again.',
]
const EXPIRED = [
  'The AWS credentials have expired (NAME from iam:GetRole).',
  'Get fresh credentials (sign in again, or run: aws sso login), then run grade4 again.',
]
const NONE = [
  'No AWS credentials were found.',
  'Run: aws configure, or set AWS_PROFILE, or use --profile; check with: aws sts get-caller-identity',
]
const BAD_CREDENTIALS = [
  'AWS does not know these credentials (NAME from iam:GetRole).',
  'Check the access key with: aws sts get-caller-identity, then run grade4 again.',
]
const BAD_SIGNATURE = [
  'AWS refused the signature of the request (NAME from iam:GetRole).',
  "Check the secret access key and that this machine's clock is right, then run grade4 again.",
]
const THROTTLED = [
  'AWS throttled iam:GetRole, also after several tries (NAME).',
  'Run grade4 again in a minute.',
]
const TIMED_OUT = ['AWS took too long to answer iam:GetRole.', 'Run grade4 again in a minute.']
const STRANGE = [
  'AWS answered iam:GetRole with something the grader does not understand (NAME).',
  'Run grade4 again in a minute. If it stays, report it to the course staff.',
]

/** Every name by which an AWS service or the SDK says so. */
const NAMES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [DENIED, ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']],
  [EXPIRED, ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']],
  [NONE, ['CredentialsProviderError', 'TokenProviderError']],
  [
    BAD_CREDENTIALS,
    [
      'InvalidClientTokenId',
      'UnrecognizedClientException',
      'InvalidAccessKeyId',
      'AuthFailure',
      'MissingAuthenticationToken',
      'MissingAuthenticationTokenException',
    ],
  ],
  [
    BAD_SIGNATURE,
    [
      'SignatureDoesNotMatch',
      'InvalidSignatureException',
      'IncompleteSignature',
      'IncompleteSignatureException',
      'RequestTimeTooSkewed',
    ],
  ],
  [
    THROTTLED,
    [
      'Throttling',
      'ThrottlingException',
      'ThrottledException',
      'RequestThrottled',
      'RequestThrottledException',
      'TooManyRequestsException',
      'ProvisionedThroughputExceededException',
      'TransactionInProgressException',
      'RequestLimitExceeded',
      'BandwidthLimitExceeded',
      'LimitExceededException',
      'SlowDown',
      'PriorRequestNotComplete',
      'EC2ThrottledException',
    ],
  ],
  [TIMED_OUT, ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']],
  [STRANGE, ['SomethingNew', '']],
]

/** What strikes every account alike: whoever runs the grader has to fix it. */
const OF_CALLER: readonly (readonly string[])[] = [EXPIRED, NONE, BAD_CREDENTIALS, BAD_SIGNATURE]

const NAMED = NAMES.flatMap(([words, names]) => names.map((name) => [name, words] as const))

describe('everything else is unknown, with its cause and its remedy and none of its own words', () => {
  test.each(NAMED)('%s', async (name, words) => {
    const [because = '', remedy] = words
    expect(await lookThatThrows(sdkError(name))).toEqual({
      state: 'unknown',
      because: because.replace('NAME', name),
      remedy,
      ...(OF_CALLER.includes(words) ? { ofCaller: true } : {}),
    })
  })

  test.each([
    [429, 'AWS throttled iam:GetRole, also after several tries (Odd).'],
    [500, 'AWS answered iam:GetRole with HTTP 500.'],
    [503, 'AWS answered iam:GetRole with HTTP 503.'],
    [
      499,
      'AWS answered iam:GetRole with something the grader does not understand (Odd, HTTP 499).',
    ],
    ['503', 'AWS answered iam:GetRole with something the grader does not understand (Odd).'],
  ])('HTTP status %j', async (status, because) => {
    expect(await lookThatThrows(sdkError('Odd', { status }))).toMatchObject({
      state: 'unknown',
      because,
    })
  })

  test('a connection that breaks', async () => {
    expect(await lookThatThrows(sdkError('Error', { code: 'ECONNREFUSED' }))).toEqual({
      state: 'unknown',
      because: 'AWS could not be reached for iam:GetRole (ECONNREFUSED).',
      remedy: 'Check the network, and AWS_ENDPOINT_URL if it is set, then run grade4 again.',
      ofCaller: true,
    })
    expect(await lookThatThrows(sdkError('Error', { code: 7 }))).toMatchObject({
      because: 'AWS answered iam:GetRole with something the grader does not understand (Error).',
    })
  })

  test.each(['a word', null, undefined, { name: 'AccessDenied' }, { name: 'NoSuchEntity' }])(
    '%j, which is no error',
    async (thrown) => {
      expect(await lookThatThrows(thrown)).toMatchObject({
        state: 'unknown',
        because: 'AWS answered iam:GetRole with something the grader does not understand (Error).',
      })
    },
  )

  test('a request that was broken off', async () => {
    expect(await lookThatThrows(sdkError('AbortError'))).toEqual({
      state: 'unknown',
      because: 'AWS did not answer iam:GetRole within 20 s.',
      remedy: 'Run grade4 again, or give it longer with --timeout.',
    })
  })

  test("a request that doesn't end when the time is up", async () => {
    const aws = awsWith(5)
    expect(await look(aws, 'iam:GetRole', [], () => new Promise(() => {}))).toEqual({
      state: 'unknown',
      because: 'AWS did not answer iam:GetRole within 0.005 s.',
      remedy: 'Run grade4 again, or give it longer with --timeout.',
    })
    expect(await lookThatThrows(sdkError('SomethingNew'), aws)).toMatchObject({
      because: 'AWS did not answer iam:GetRole within 0.005 s.',
    })
  })
})

describe('the way into the account', () => {
  test("another account's credentials are named, with what to give", async () => {
    expect(await lookThatThrows(new WrongAccount('111122223333', '444455556666'))).toEqual({
      state: 'unknown',
      because:
        'The AWS credentials belong to account 444455556666; the account to be graded is 111122223333.',
      remedy: 'Give the role to assume there: a role_arn in the roster, or --role-name for all.',
    })
  })

  const ARN = 'arn:aws:iam::111122223333:role/grade4-reader'

  test('a role that refuses is named, with what may be wrong', async () => {
    expect(await lookThatThrows(new RoleNotAssumed(ARN, sdkError('AccessDenied')))).toEqual({
      state: 'unknown',
      because: `AWS did not let grade4 assume ${ARN}: it does not exist, does not trust these credentials, or wants another external id.`,
      remedy: 'Check the ARN, the trust policy of that role and --external-id.',
    })
  })

  test('any other trouble on the way is the trouble of AssumeRole', async () => {
    expect(await lookThatThrows(new RoleNotAssumed(ARN, sdkError('ExpiredToken')))).toMatchObject({
      because: 'The AWS credentials have expired (ExpiredToken from sts:AssumeRole).',
    })
  })
})
