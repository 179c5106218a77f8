import { AUDIENCE_KEY, gitHubProviderArn, readTrust } from '@grade4/trust'
import { expect, it } from 'vitest'
import { audienceFindings } from './audience.check.js'

const account = '111122223333'
const findings = (Condition: object) =>
  audienceFindings(
    readTrust(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Federated: gitHubProviderArn(account) },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition,
        },
      }),
      account,
    ),
  )

it.each<[string, object, string, string]>([
  [
    'none',
    {},
    `Statement 1 has no condition on ${AUDIENCE_KEY}, so a token made for any other service is accepted.`,
    'no condition',
  ],
  [
    'one on another key',
    { StringEquals: { 'token.actions.githubusercontent.com:audience': 'x' } },
    `Statement 1 has no condition on ${AUDIENCE_KEY}, only on "token.actions.githubusercontent.com:audience".`,
    'no condition',
  ],
  [
    'a wildcard',
    { StringLike: { [AUDIENCE_KEY]: 'sts.*' } },
    'Statement 1 allows more than the audience sts.amazonaws.com: tokens made for other services.',
    'StringLike "sts.*"',
  ],
  [
    'another audience',
    { StringLike: { [AUDIENCE_KEY]: 'https://github.com/ada' } },
    'Statement 1 asks for another audience than sts.amazonaws.com: it allows "https://github.com/ada", and your pipeline\'s token is refused.',
    'https://github.com/ada',
  ],
  [
    'one too many',
    { StringLike: { [AUDIENCE_KEY]: ['sts.amazonaws.com', 'x'] } },
    'Statement 1 allows more than the audience sts.amazonaws.com: "x".',
    'x',
  ],
])('a condition on the audience: %s', (_, condition, message, actual) => {
  expect(findings(condition)).toEqual([{ message, expected: 'sts.amazonaws.com', actual }])
})

it('an operator that holds without an audience', () => {
  const [found] = findings({ 'ForAllValues:StringEquals': { [AUDIENCE_KEY]: 'sts.amazonaws.com' } })
  expect(found?.message).toMatch(/^Statement 1 also allows tokens that have no /)
})

it('no audience that meets both conditions', () => {
  const condition = { StringEquals: { [AUDIENCE_KEY]: 'a' }, StringLike: { [AUDIENCE_KEY]: 'b' } }
  expect(findings(condition)).toEqual([
    {
      message: `The conditions on ${AUDIENCE_KEY} allow nobody: no value meets them all.`,
      expected: 'sts.amazonaws.com',
      actual: 'StringEquals "a" and StringLike "b"',
    },
  ])
})
