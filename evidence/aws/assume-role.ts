import { AssumeRoleCommand, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import type { AwsCredentialIdentity } from '@smithy/types'
import { z } from 'zod'
import type { TimeLimit } from '../budget.js'
import { readOnlyPolicy } from '../read-only-policy.js'
import type { Subject } from '../subject.js'

/** Longest session that role chaining allows, in seconds. Source: STS AssumeRole. */
const SESSION_SECONDS = 3600

const Credentials = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
  Expiration: z.date(),
})

/**
 * The session policy passed along with AssumeRole: the read-only list and nothing else, so that even an
 * over-powerful role is read-only in our hands. JSON text.
 */
export function sessionPolicy(roleArn: string): string {
  const [, partition] = roleArn.split(':')
  return JSON.stringify(readOnlyPolicy(partition))
}

/** STS did not hand out the role; `cause` is its own answer. Every look at the account ends with it. */
export class RoleNotAssumed extends Error {
  override readonly name = 'RoleNotAssumed'
  readonly roleArn: string

  constructor(roleArn: string, cause: unknown) {
    super(`${roleArn} could not be assumed.`, { cause })
    this.roleArn = roleArn
  }
}

/** Gives a provider of credentials for `subject.roleArn`. Throws `RoleNotAssumed`. */
export function assumeRole(
  sts: STSClient,
  subject: Subject,
  timeLimit: TimeLimit,
): () => Promise<AwsCredentialIdentity> {
  const roleArn = subject.roleArn ?? ''
  return async () => {
    const answer = await sts
      .send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: 'grade4',
          DurationSeconds: SESSION_SECONDS,
          Policy: sessionPolicy(roleArn),
          ...(subject.externalId === null ? {} : { ExternalId: subject.externalId }),
        }),
        { abortSignal: timeLimit.signal },
      )
      .catch((cause: unknown) => {
        throw new RoleNotAssumed(roleArn, cause)
      })
    const credentials = Credentials.parse(answer.Credentials)
    return {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretAccessKey,
      sessionToken: credentials.SessionToken,
      expiration: credentials.Expiration,
    }
  }
}

/** The credentials at hand are those of another account than the one to be graded. */
export class WrongAccount extends Error {
  override readonly name = 'WrongAccount'
  readonly wanted: string
  readonly actual: string

  constructor(wanted: string, actual: string) {
    super(`The credentials belong to account ${actual}, not to ${wanted}.`)
    this.wanted = wanted
    this.actual = actual
  }
}

/**
 * The same credentials, once it is known that they belong to `account`. Throws `WrongAccount` when they
 * don't: another account's state must never be taken for the student's.
 */
export function ofAccount(
  provider: () => Promise<AwsCredentialIdentity>,
  account: string,
  sts: STSClient,
  signal: () => AbortSignal,
): () => Promise<AwsCredentialIdentity> {
  return async () => {
    const answer = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal() })
    if (answer.Account !== account) throw new WrongAccount(account, answer.Account ?? 'unknown')
    return await provider()
  }
}
