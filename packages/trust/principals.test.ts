import { expect, it } from 'vitest'
import { gitHubProviderArn } from './github.js'
import { readPrincipal } from './principals.js'

const ID = '111122223333'

it.each([
  ['AWS', '*', { kind: 'everybody' }],
  ['*', '*', { kind: 'everybody' }],
  ['Federated', '*', { kind: 'every-identity-provider' }],
  ['AWS', ID, { kind: 'account', account: ID }],
  ['AWS', `arn:aws:iam::${ID}:root`, { kind: 'account', account: ID }],
  ['AWS', `arn:aws-cn:iam::${ID}:root`, { kind: 'account', account: ID }],
  ['AWS', `${ID}0`, { kind: 'other', type: 'AWS', name: `${ID}0` }],
  ['AWS', `arn:aws:iam::${ID}:`, { kind: 'other', type: 'AWS', name: `arn:aws:iam::${ID}:` }],
  ['AWS', 'AIDAEXAMPLE', { kind: 'other', type: 'AWS', name: 'AIDAEXAMPLE' }],
  [
    'AWS',
    `arn:aws:iam::${ID}:user/team/ada`,
    { kind: 'iam-principal', type: 'user', name: 'team/ada', account: ID },
  ],
  [
    'AWS',
    `arn:aws:sts::${ID}:assumed-role/a/b`,
    { kind: 'iam-principal', type: 'assumed-role', name: 'a/b', account: ID },
  ],
  ['Service', 'ecs.amazonaws.com', { kind: 'other', type: 'Service', name: 'ecs.amazonaws.com' }],
  ['CanonicalUser', 'abc', { kind: 'other', type: 'CanonicalUser', name: 'abc' }],
  ['Federated', gitHubProviderArn(ID), { kind: 'github-provider', account: ID }],
  [
    'Federated',
    'token.actions.githubusercontent.com',
    { kind: 'github-misnamed', name: 'token.actions.githubusercontent.com' },
  ],
  [
    'Federated',
    `arn:aws:iam::${ID}:oidc-provider/gitlab.com`,
    { kind: 'other', type: 'Federated', name: 'gitlab.com' },
  ],
  [
    'Federated',
    `arn:aws:iam::${ID}:saml-provider/oidc-provider/x`,
    { kind: 'other', type: 'Federated', name: 'oidc-provider/x' },
  ],
  [
    'Federated',
    'accounts.google.com',
    { kind: 'other', type: 'Federated', name: 'accounts.google.com' },
  ],
])('%s %s', (type, name, principal) => {
  expect(readPrincipal({ type, name })).toEqual(principal)
})
