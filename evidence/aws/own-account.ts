import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import type { AwsCredentialIdentity } from '@smithy/types'

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
