import { expect, it } from 'vitest'
import { gitHubProviderArn } from './github.js'
import { coversProvider, readPrincipal } from './principals.js'

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

const PROVIDER = { type: 'Federated', name: gitHubProviderArn(ID) }
const OTHER = { type: 'Federated', name: gitHubProviderArn('444455556666') }

it.each([
  ['the provider', false, [PROVIDER], 'yes'],
  ['everybody', false, [{ type: '*', name: '*' }], 'yes'],
  ['every provider', false, [{ type: 'Federated', name: '*' }], 'yes'],
  ['one of two', false, [OTHER, PROVIDER], 'yes'],
  ["another account's provider", false, [OTHER], 'no'],
  ['the account', false, [{ type: 'AWS', name: ID }], 'no'],
  ['a service by the name of a star', false, [{ type: 'Service', name: '*' }], 'no'],
  ['all but the provider', true, [PROVIDER], 'no'],
  ['all but everybody', true, [{ type: 'AWS', name: '*' }], 'no'],
  ['all but another one', true, [OTHER], 'yes'],
  ['all but another account', true, [{ type: 'AWS', name: '444455556666' }], 'yes'],
  ['all but the account', true, [{ type: 'AWS', name: ID }], 'unknown'],
] as const)('a statement about %s covers the provider: %s', (_, not, named, covers) => {
  expect(coversProvider({ not, named }, ID)).toBe(covers)
})
