import { describe, expect, it } from 'vitest'
import { gitHubProviderArn } from './github.js'
import { readTrust } from './read-trust.js'

const account = '111122223333'
const PROVIDER = gitHubProviderArn(account)
const statement = (changes: object = {}) => ({
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {},
  ...changes,
})
const read = (...statements: object[]) =>
  readTrust(JSON.stringify({ Version: '2012-10-17', Statement: statements }), { account })
const strangers = (...statements: object[]) =>
  read(...statements).strangers.map(({ words }) => words)

it('finds nothing strange in the assignment as written', () => {
  const { malformed, gitHubStatements, denials, closedBy, strangers } = read(statement())
  expect({ malformed, denials, closedBy, strangers }).toEqual({
    malformed: null,
    denials: [],
    closedBy: null,
    strangers: [],
  })
  expect(gitHubStatements.map(({ number }) => number)).toEqual([1])
})

it('says what is wrong with a policy that is none', () => {
  expect(readTrust('{', { account }).malformed).toBe('The text is not JSON.')
  expect(read(statement({ Effect: 'Perhaps' })).malformed).toMatch(/^Statement 1: Effect: /)
})

describe('strangers', () => {
  it.each<[string, object, string]>([
    ['another account', { AWS: '999988887777' }, 'AWS account 999988887777'],
    [
      'another account by ARN',
      { AWS: 'arn:aws:iam::999988887777:root' },
      'AWS account 999988887777',
    ],
    [
      'the own account',
      { AWS: `arn:aws:iam::${account}:root` },
      'your whole AWS account 111122223333',
    ],
    [
      'an own user',
      { AWS: `arn:aws:iam::${account}:user/staff/ada` },
      'the IAM user staff/ada of your account',
    ],
    [
      "another account's role",
      { AWS: 'arn:aws:iam::999988887777:role/deploy' },
      'the IAM role deploy of AWS account 999988887777',
    ],
    ['a deleted user', { AWS: 'AIDAEXAMPLE' }, 'the AWS principal AIDAEXAMPLE'],
    ['everybody', { AWS: '*' }, 'anybody'],
    ['a service', { Service: 'lambda.amazonaws.com' }, 'the AWS service lambda.amazonaws.com'],
    [
      'another provider',
      { Federated: `arn:aws:iam::${account}:oidc-provider/gitlab.com` },
      'the identity provider gitlab.com',
    ],
    [
      "another account's GitHub",
      { Federated: gitHubProviderArn('444455556666') },
      `the GitHub provider of AWS account 444455556666, which is not yours (${account}),`,
    ],
    [
      'the bare issuer',
      { Federated: 'token.actions.githubusercontent.com' },
      `"token.actions.githubusercontent.com", which is not the ARN of your GitHub provider (${PROVIDER}),`,
    ],
  ])('%s', (_, Principal, who) => {
    expect(
      read(statement(), statement({ Principal, Action: 'sts:AssumeRole' })).strangers[0],
    ).toEqual({
      words: expect.stringContaining(`Statement 2 lets ${who} assume the role (sts:AssumeRole).`),
      statement: 2,
    })
  })

  it('tells each principal of a list', () => {
    const Principal = {
      Federated: [PROVIDER, 'cognito-identity.amazonaws.com'],
      AWS: ['999988887777'],
    }
    const reading = read(statement({ Principal }))
    expect(reading.strangers).toHaveLength(2)
    expect(reading.gitHubStatements).toHaveLength(1)
  })

  it('tells who is left in by NotPrincipal', () => {
    expect(
      strangers(statement({ Principal: undefined, NotPrincipal: { Federated: PROVIDER } })),
    ).toEqual([
      'Statement 1 lets everybody but your GitHub provider assume the role (NotPrincipal, sts:AssumeRoleWithWebIdentity).',
    ])
  })

  it.each<[string, object, string[]]>([
    ['the action in another case', { Action: 'STS:assumeRoleWithWebIdentity' }, []],
    ['a wildcard that covers no other action', { Action: 'sts:AssumeRoleWithWeb*' }, []],
    [
      'a second action',
      { Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] },
      ['sts:TagSession'],
    ],
    ['every action of STS', { Action: 'sts:*' }, ['sts:*']],
    ['a wildcard that covers a second action', { Action: 'sts:AssumeRole*' }, ['sts:AssumeRole*']],
    ['another action alone', { Action: 'sts:AssumeRole' }, ['sts:AssumeRole']],
    [
      'NotAction',
      { Action: undefined, NotAction: 'sts:TagSession' },
      ['every action but sts:TagSession'],
    ],
  ])('actions of GitHub: %s', (_, changes, actions) => {
    expect(strangers(statement(changes))).toEqual(
      actions.map(
        (action) =>
          `Statement 1 allows GitHub ${action}; the pipeline needs sts:AssumeRoleWithWebIdentity and nothing else.`,
      ),
    )
  })

  it('leaves Deny statements alone', () => {
    expect(
      strangers(
        statement(),
        statement({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }),
      ),
    ).toEqual([])
  })
})

describe('statements for GitHub', () => {
  const numbers = (...statements: object[]) =>
    read(...statements).gitHubStatements.map(({ number }) => number)
  it('are those that name the provider, where there are any', () => {
    expect(numbers(statement({ Principal: '*' }), statement())).toEqual([2])
  })
  it('are those for everybody, where nothing names the provider', () => {
    expect(numbers(statement({ Principal: '*' }))).toEqual([1])
  })
  it('are none for another action', () => {
    expect(numbers(statement({ Action: 'sts:AssumeRole' }))).toEqual([])
  })
  it('are none when a Deny without conditions closes the role', () => {
    const reading = read(statement(), statement({ Effect: 'Deny' }))
    expect(reading.gitHubStatements).toEqual([])
    expect(reading.closedBy).toMatch(/^Statement 2 denies/)
  })
})
