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
  readTrust(JSON.stringify({ Version: '2012-10-17', Statement: statements }), account)
const grants = (...statements: object[]) => read(...statements).otherGrants

it('finds nothing else in the assignment as written', () => {
  expect(read(statement())).toMatchObject({
    malformed: null,
    allows: [{ number: 1 }],
    denies: [],
    denial: null,
    forGitHub: [{ number: 1 }],
    otherGrants: [],
  })
})

describe('a text that is no policy', () => {
  it.each([
    ['not JSON', '{', { element: null, statement: null }],
    ['too long', `"${'a'.repeat(40_000)}"`, { element: null, statement: null }],
    ['null', 'null', { statement: null, element: 'Statement' }],
    [
      'an unknown version',
      '{"Version":"2020-01-01","Statement":[]}',
      { statement: null, element: 'Version' },
    ],
    ['no statement', '{}', { statement: 1, element: 'Statement' }],
    [
      'the effect',
      JSON.stringify({ Statement: [statement(), statement({ Effect: 'Perhaps' })] }),
      { statement: 2, element: 'Effect' },
    ],
    [
      'neither Principal nor NotPrincipal',
      JSON.stringify({ Statement: statement({ Principal: undefined }) }),
      { statement: 1, element: 'Principal' },
    ],
    [
      'both Action and NotAction',
      JSON.stringify({ Statement: statement({ NotAction: 'sts:TagSession' }) }),
      { statement: 1, element: 'Action' },
    ],
    [
      'a condition that is no map',
      JSON.stringify({ Statement: statement({ Condition: 'x' }) }),
      { statement: 1, element: 'Condition' },
    ],
  ])('%s', (_, text, malformed) => {
    expect(readTrust(text, account)).toMatchObject({ malformed, allows: [], forGitHub: [] })
  })
})

describe('what else is granted', () => {
  it('each principal of a list', () => {
    const Principal = {
      Federated: [PROVIDER, 'cognito-identity.amazonaws.com'],
      AWS: ['999988887777'],
    }
    const trust = read(statement({ Principal, Sid: 'All' }))
    const of = {
      kind: 'principal',
      statement: { number: 1, sid: 'All' },
      actions: { not: false, patterns: ['sts:AssumeRoleWithWebIdentity'] },
    }
    expect(trust.otherGrants).toEqual([
      {
        ...of,
        principal: { kind: 'other', type: 'Federated', name: 'cognito-identity.amazonaws.com' },
      },
      { ...of, principal: { kind: 'account', account: '999988887777' } },
    ])
    expect(trust.forGitHub).toHaveLength(1)
  })

  it('everybody whom NotPrincipal does not leave out', () => {
    const NotPrincipal = { Federated: PROVIDER }
    expect(grants(statement({ Principal: undefined, NotPrincipal }))).toMatchObject([
      { kind: 'everybody-but', principals: [{ kind: 'github-provider', account }] },
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
    [
      'an action of another service',
      { Action: ['sts:AssumeRoleWithWebIdentity', 's3:*'] },
      ['s3:*'],
    ],
    ['every action of STS', { Action: 'sts:*' }, ['sts:*']],
    ['a wildcard that covers a second action', { Action: 'sts:AssumeRole*' }, ['sts:AssumeRole*']],
    ['another action alone', { Action: 'sts:AssumeRole' }, ['sts:AssumeRole']],
    ['NotAction', { Action: undefined, NotAction: 'sts:TagSession' }, ['not sts:TagSession']],
  ])('actions of GitHub: %s', (_, changes, actions) => {
    const found = grants(statement(changes)).map(({ kind, actions: { not, patterns } }) => [
      kind,
      `${not ? 'not ' : ''}${patterns.join()}`,
    ])
    expect(found).toEqual(actions.map((action) => ['action', action]))
  })

  it('leaves Deny statements alone', () => {
    expect(
      grants(statement(), statement({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' })),
    ).toEqual([])
  })
})

describe('statements for GitHub', () => {
  const numbers = (...statements: object[]) =>
    read(...statements).forGitHub.map(({ number }) => number)
  it('are those that name the provider, where there are any', () => {
    expect(numbers(statement({ Principal: '*' }), statement())).toEqual([2])
  })
  it('are those for everybody, where nothing names the provider', () => {
    expect(numbers(statement({ Principal: '*' }))).toEqual([1])
  })
  it('are none for another action', () => {
    expect(numbers(statement({ Action: 'sts:AssumeRole' }))).toEqual([])
  })
  it('are none when a Deny without conditions is about GitHub', () => {
    const trust = read(statement(), statement({ Effect: 'Deny', Sid: 'No' }))
    expect(trust.forGitHub).toEqual([])
    expect(trust.denial).toEqual({ statement: { number: 2, sid: 'No' }, certain: true })
  })
})

describe('NotPrincipal', () => {
  const deny = (NotPrincipal: object) =>
    read(statement(), statement({ Effect: 'Deny', Principal: undefined, NotPrincipal })).denial

  it('of a Deny leaves the provider alone where it names the provider', () => {
    expect(deny({ Federated: PROVIDER })).toBeNull()
  })
  it('of a Deny is about the provider where it names others', () => {
    expect(deny({ AWS: 'arn:aws:iam::999988887777:root' })).toMatchObject({ certain: true })
  })
  it.each([account, `arn:aws:iam::${account}:root`])(
    'of a Deny with the own account, %s, may be about the provider',
    (AWS) => {
      expect(deny({ AWS })).toMatchObject({ certain: false })
      expect(deny({ AWS: ['999988887777', AWS] })).toMatchObject({ certain: false })
    },
  )
  it('does not hide a Deny that is certain', () => {
    const perhaps = { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: account } }
    expect(
      read(statement(), statement(perhaps), statement({ Effect: 'Deny' })).denial,
    ).toMatchObject({ statement: { number: 3 }, certain: true })
  })
  it('of an Allow with the own account may let GitHub in', () => {
    const [allow] = read(statement({ Principal: undefined, NotPrincipal: { AWS: account } })).allows
    expect(allow?.unread).toEqual(['NotPrincipal'])
  })
})
