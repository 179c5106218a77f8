import { gitHubProviderArn, readTrust } from '@grade4/trust'
import { expect, it } from 'vitest'
import { grantMessages } from './trust.check.js'

const MINE = '111122223333'
const OTHER = '444455556666'

const said = (changes: object) =>
  grantMessages(
    readTrust(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Federated: gitHubProviderArn(MINE) },
          Action: 'sts:AssumeRoleWithWebIdentity',
          ...changes,
        },
      }),
      MINE,
    ),
    MINE,
  )

it.each([
  ['AWS', MINE, `your whole AWS account ${MINE}`],
  ['AWS', `arn:aws:iam::${MINE}:root`, `your whole AWS account ${MINE}`],
  ['AWS', OTHER, `AWS account ${OTHER}`],
  ['AWS', `arn:aws-cn:iam::${OTHER}:root`, `AWS account ${OTHER}`],
  ['AWS', `${MINE}0`, `the AWS principal ${MINE}0`],
  ['AWS', `x${MINE}`, `the AWS principal x${MINE}`],
  ['AWS', `arn:aws:iam::${MINE}:user/team/ada`, 'the IAM user team/ada of your account'],
  ['AWS', `arn:aws:iam::${OTHER}:role/deploy`, `the IAM role deploy of AWS account ${OTHER}`],
  ['AWS', `arn:aws:sts::${MINE}:assumed-role/a/b`, 'the role session a/b of your account'],
  ['AWS', `arn:aws:iam::${MINE}:group/x`, 'the group x of your account'],
  ['Service', 'ecs.amazonaws.com', 'the AWS service ecs.amazonaws.com'],
  ['CanonicalUser', 'abc', 'CanonicalUser abc'],
  [
    'Federated',
    gitHubProviderArn(OTHER),
    `the GitHub provider of AWS account ${OTHER}, which is not yours (${MINE}),`,
  ],
  [
    'Federated',
    'token.actions.githubusercontent.com',
    `"token.actions.githubusercontent.com", which is not the ARN of your GitHub provider (${gitHubProviderArn(MINE)}),`,
  ],
  [
    'Federated',
    `arn:aws:iam::${MINE}:oidc-provider/gitlab.com`,
    'the identity provider gitlab.com',
  ],
  [
    'Federated',
    `arn:aws:iam::${MINE}:saml-provider/oidc-provider/x`,
    'the identity provider oidc-provider/x',
  ],
  [
    'Federated',
    `arn:aws:iam::${MINE}:x/saml-provider/y`,
    'the identity provider x/saml-provider/y',
  ],
  ['Federated', 'accounts.google.com', 'the identity provider accounts.google.com'],
])('%s %s is %s', (type, name, words) => {
  expect(said({ Principal: { [type]: name }, Action: 'sts:AssumeRole' })).toEqual([
    `Statement 1 lets ${words} assume the role (sts:AssumeRole).`,
  ])
})

it.each([
  ['*', 'anybody'],
  [{ AWS: '*' }, 'anybody'],
  [{ Federated: '*' }, 'any identity provider'],
])('%j is everybody, with what it should be', (Principal, words) => {
  expect(said({ Principal })).toEqual([
    `Statement 1 lets ${words} assume the role (sts:AssumeRoleWithWebIdentity). Its principal should be your GitHub provider alone.`,
  ])
})

it('says who is left out by NotPrincipal', () => {
  const NotPrincipal = { Federated: gitHubProviderArn(MINE) }
  expect(said({ Principal: undefined, NotPrincipal })).toEqual([
    'Statement 1 lets everybody but your GitHub provider assume the role (NotPrincipal, sts:AssumeRoleWithWebIdentity).',
  ])
})

it.each<[object, string]>([
  [{ Action: 'sts:*' }, 'sts:*'],
  [{ Action: undefined, NotAction: 'sts:TagSession' }, 'every action but sts:TagSession'],
])('says what GitHub may do besides: %j', (changes, action) => {
  expect(said(changes)).toEqual([
    `Statement 1 allows GitHub ${action}; the pipeline needs sts:AssumeRoleWithWebIdentity and nothing else.`,
  ])
})
