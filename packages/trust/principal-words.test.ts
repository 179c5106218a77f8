import { expect, it } from 'vitest'
import { gitHubProviderArn } from './github.js'
import { describePrincipal } from './principal-words.js'

const MINE = '111122223333'
const OTHER = '444455556666'

it.each([
  ['AWS', '*', 'anybody'],
  ['Federated', '*', 'any identity provider'],
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
  ['Federated', gitHubProviderArn(MINE), 'your GitHub provider'],
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
])('%s %s is %s', (kind, name, words) => {
  expect(describePrincipal({ kind, name }, MINE)).toBe(words)
})
