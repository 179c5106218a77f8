import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { ofAccount, WrongAccount } from './assume-role.js'

const ACCOUNT = '111122223333'
const KEYS = { accessKeyId: 'AKIA', secretAccessKey: 'secret' }

/** STS that says whose the credentials are, and what it was asked. */
function stsOf(Account: string | undefined) {
  const asked: { command: unknown; options: unknown }[] = []
  const send = async (command: unknown, options: unknown) => {
    asked.push({ command, options })
    return { Account }
  }
  return { sts: Object.assign(new STSClient({ region: 'us-west-2' }), { send }), asked }
}

test('credentials of the account are given once STS has said so, within the time limit', async () => {
  const { sts, asked } = stsOf(ACCOUNT)
  const { signal } = new AbortController()
  expect(
    await ofAccount(
      async () => KEYS,
      ACCOUNT,
      sts,
      () => signal,
    )(),
  ).toBe(KEYS)
  expect(asked).toHaveLength(1)
  expect(asked[0]?.command).toBeInstanceOf(GetCallerIdentityCommand)
  expect(asked[0]?.options).toEqual({ abortSignal: signal })
})

test.each([
  ['444455556666', '444455556666'],
  [undefined, 'unknown'],
])('those of account %s are refused', async (account, actual) => {
  const { sts } = stsOf(account)
  const { signal } = new AbortController()
  const refused = ofAccount(
    async () => KEYS,
    ACCOUNT,
    sts,
    () => signal,
  )()
  await expect(refused).rejects.toThrow(new WrongAccount(ACCOUNT, actual))
  await expect(refused).rejects.toMatchObject({
    name: 'WrongAccount',
    wanted: ACCOUNT,
    actual,
    message: `The credentials belong to account ${actual}, not to ${ACCOUNT}.`,
  })
})
