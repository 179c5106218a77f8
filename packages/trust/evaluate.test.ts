import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateTrust } from './evaluate.js'
import { gitHubProviderArn } from './github.js'
import { readTrust } from './read-trust.js'

const ACCOUNT = '111122223333'
const PROVIDER = gitHubProviderArn(ACCOUNT)
const SUB = 'token.actions.githubusercontent.com:sub'
const AUD = 'token.actions.githubusercontent.com:aud'
const MAIN = 'repo:ada/yoctogram-app:ref:refs/heads/main'
const CLAIMS = { [SUB]: MAIN, [AUD]: 'sts.amazonaws.com' }

const allow = (changes: object = {}) => ({
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringLike: { [SUB]: MAIN, [AUD]: 'sts.amazonaws.com' } },
  ...changes,
})
const policy = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const decide = (text: string, claims: Record<string, string> = CLAIMS) => {
  const answer = evaluateTrust(readTrust(text, ACCOUNT), claims)
  return answer.state === 'denied' ? answer.denial.kind : answer.state
}

describe('evaluateTrust, statements', () => {
  it.each([
    ['the assignment as written', policy(allow()), 'allowed'],
    [
      'a single statement, not in a list',
      JSON.stringify({ Version: '2012-10-17', Statement: allow() }),
      'allowed',
    ],
    [
      'lists of one',
      policy(
        allow({ Action: ['sts:AssumeRoleWithWebIdentity'], Principal: { Federated: [PROVIDER] } }),
      ),
      'allowed',
    ],
    ['no version', JSON.stringify({ Statement: [allow()] }), 'allowed'],
    [
      'action in another case',
      policy(allow({ Action: 'STS:assumerolewithwebidentity' })),
      'allowed',
    ],
    ['action by wildcard', policy(allow({ Action: 'sts:AssumeRole*' })), 'allowed'],
    [
      'NotAction of another action',
      policy(allow({ Action: undefined, NotAction: 'sts:TagSession' })),
      'allowed',
    ],
    ['everybody', policy(allow({ Principal: '*' })), 'allowed'],
    ['one right statement of two', policy(allow({ Action: 'sts:AssumeRole' }), allow()), 'allowed'],
    [
      'one right statement beside one that cannot be decided',
      policy(allow({ Weather: 'fine' }), allow()),
      'allowed',
    ],
    ['another action', policy(allow({ Action: 'sts:AssumeRole' })), 'not-allowed'],
    [
      "another account's provider",
      policy(allow({ Principal: { Federated: gitHubProviderArn('444455556666') } })),
      'not-allowed',
    ],
    [
      'the bare issuer',
      policy(allow({ Principal: { Federated: 'token.actions.githubusercontent.com' } })),
      'not-allowed',
    ],
    [
      'the provider under the wrong kind',
      policy(allow({ Principal: { AWS: PROVIDER } })),
      'not-allowed',
    ],
    ['a Deny beside the Allow', policy(allow(), allow({ Effect: 'Deny' })), 'explicit-deny'],
    [
      'a Deny for everybody',
      policy(allow(), allow({ Effect: 'Deny', Principal: '*', Condition: {} })),
      'explicit-deny',
    ],
    [
      'a Deny for everybody else',
      policy(
        allow(),
        allow({
          Effect: 'Deny',
          Principal: undefined,
          NotPrincipal: { Federated: PROVIDER },
          Condition: {},
        }),
      ),
      'allowed',
    ],
    [
      'a Deny of other subjects',
      policy(allow(), allow({ Effect: 'Deny', Condition: { StringNotEquals: { [SUB]: MAIN } } })),
      'allowed',
    ],
    [
      'a Deny that may apply',
      policy(
        allow(),
        allow({ Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
      ),
      'unknown',
    ],
    ['no statements', policy(), 'not-allowed'],
    ['an element from the future', policy(allow({ Weather: 'fine' })), 'unknown'],
    ['not JSON', '{', 'malformed'],
    ['JSON null', 'null', 'malformed'],
    ['no Effect', policy({ ...allow(), Effect: undefined }), 'malformed'],
    ['Effect in lower case', policy(allow({ Effect: 'allow' })), 'malformed'],
    ['no Principal', policy(allow({ Principal: undefined })), 'malformed'],
    ['both Action and NotAction', policy(allow({ NotAction: 'sts:TagSession' })), 'malformed'],
    [
      'another Version',
      JSON.stringify({ Version: '2020-01-01', Statement: [allow()] }),
      'malformed',
    ],
    [
      'a condition that copying would lose',
      policy(allow()).replace('"StringLike"', '"__proto__"'),
      'malformed',
    ],
    ['brackets without end', `${'['.repeat(60_000)}${']'.repeat(60_000)}`, 'malformed'],
    ['a book', `"${'a'.repeat(200_000)}"`, 'malformed'],
    ['Condition as text', policy(allow({ Condition: 'x' })), 'malformed'],
  ])('%s: %s', (_, text, expected) => {
    expect(decide(text)).toBe(expected)
  })
})

describe('evaluateTrust, conditions on the subject', () => {
  const cases: [string, object, string][] = [
    ['like, with a star across / and :', { StringLike: { [SUB]: 'repo:ada/*' } }, 'allowed'],
    ['equals takes a star for a star', { StringEquals: { [SUB]: 'repo:ada/*' } }, 'condition'],
    [
      'a question mark is one character',
      { StringLike: { [SUB]: 'repo:ad?/yoctogram-app:ref:refs/heads/main' } },
      'allowed',
    ],
    ['a question mark is not nothing', { StringLike: { [SUB]: `${MAIN}?` } }, 'condition'],
    ['one value of several', { StringEquals: { [SUB]: ['x', MAIN] } }, 'allowed'],
    [
      "the value's case counts",
      { StringEquals: { [SUB]: MAIN.replace('ada', 'Ada') } },
      'condition',
    ],
    ['unless it says not to', { StringEqualsIgnoreCase: { [SUB]: MAIN.toUpperCase() } }, 'allowed'],
    ["the key's case does not", { StringEquals: { [SUB.toUpperCase()]: MAIN } }, 'allowed'],
    [
      'operators add up',
      { StringEquals: { [SUB]: MAIN }, StringLike: { [SUB]: 'repo:grace/*' } },
      'condition',
    ],
    ['not equals', { StringNotEquals: { [SUB]: 'x' } }, 'allowed'],
    ['not like any of several', { StringNotLike: { [SUB]: ['x', 'repo:*'] } }, 'condition'],
    ['for any value, present', { 'ForAnyValue:StringLike': { [SUB]: MAIN } }, 'allowed'],
    ['for all values, present', { 'ForAllValues:StringLike': { [SUB]: 'x' } }, 'condition'],
    ['IfExists, present', { StringEqualsIfExists: { [SUB]: 'x' } }, 'condition'],
    ['Null true', { Null: { [SUB]: 'true' } }, 'condition'],
    ['Null false as boolean', { Null: { [SUB]: false } }, 'allowed'],
    ['an escaped star', { StringLike: { [SUB]: 'repo:ada/${*}' } }, 'condition'],
    ['another variable', { StringLike: { [SUB]: 'repo:${aws:username}/x' } }, 'unknown'],
    [
      'another variable that does not matter',
      { StringLike: { [SUB]: ['repo:${aws:username}/x', MAIN] } },
      'allowed',
    ],
    ['an operator of another kind', { NumericEquals: { [SUB]: 5 } }, 'unknown'],
    ['an operator nobody has heard of', { StringSmells: { [SUB]: MAIN } }, 'unknown'],
    [
      'an unknown operator beside a test that fails',
      { StringSmells: { [SUB]: MAIN }, StringEquals: { [SUB]: 'x' } },
      'condition',
    ],
    ['an empty list', { StringEquals: { [SUB]: [] } }, 'unknown'],
    ['an ARN operator on what is no ARN', { ArnLike: { [SUB]: 'repo:*' } }, 'unknown'],
  ]
  it.each(cases)('%s', (_, Condition, expected) => {
    expect(decide(policy(allow({ Condition })))).toBe(expected)
  })

  it('takes ${*} for plain text where the policy has the older version', () => {
    const text = JSON.stringify({
      Statement: allow({ Condition: { StringLike: { [SUB]: 'a${*}c' } } }),
    })
    expect(decide(text, { [SUB]: 'a${bc}c' })).toBe('allowed')
    expect(decide(text, { [SUB]: 'a*c' })).toBe('condition')
  })
})

describe('evaluateTrust, keys that the request does not have', () => {
  const missing = 'token.actions.githubusercontent.com:subject'
  it.each([
    ['StringEquals', 'condition'],
    ['StringNotEquals', 'allowed'],
    ['StringLike', 'condition'],
    ['StringNotLike', 'allowed'],
    ['StringLikeIfExists', 'allowed'],
    ['ForAllValues:StringLike', 'allowed'],
    ['ForAllValues:StringNotLike', 'allowed'],
    ['ForAnyValue:StringLike', 'condition'],
    ['ForAnyValue:StringNotLike', 'condition'],
    ['ForAnyValue:StringLikeIfExists', 'unknown'],
    ['ArnLike', 'unknown'],
    ['BoolIfExists', 'unknown'],
  ])('%s: %s', (operator, expected) => {
    expect(decide(policy(allow({ Condition: { [operator]: { [missing]: 'x' } } })))).toBe(expected)
  })

  it('tells a claim that was not given from one that cannot be', () => {
    const on = (key: string) => policy(allow({ Condition: { StringEquals: { [key]: 'ada' } } }))
    expect(decide(on('token.actions.githubusercontent.com:actor'))).toBe('unknown')
    expect(decide(on('aws:SourceIp'))).toBe('unknown')
    expect(decide(on('sub'))).toBe('condition')
  })
})

describe('evaluateTrust, why', () => {
  const decision = (...statements: object[]) =>
    evaluateTrust(readTrust(policy(...statements), ACCOUNT), CLAIMS)

  it('says which conditions are not met, and what the token has', () => {
    const Condition = { StringEquals: { [SUB]: MAIN, [AUD]: ['x', 'y'], 'x:none': 'z' } }
    expect(decision(allow({ Sid: 'Push', Condition }))).toMatchObject({
      denial: {
        kind: 'condition',
        unmet: [
          {
            statement: { number: 1, sid: 'Push' },
            condition: { operator: 'StringEquals', key: AUD, values: ['x', 'y'] },
            found: 'sts.amazonaws.com',
          },
          { condition: { key: 'x:none' }, found: null },
        ],
      },
    })
  })

  it('says which statement denies it', () => {
    expect(decision(allow(), allow({ Effect: 'Deny' }))).toEqual({
      state: 'denied',
      denial: { kind: 'explicit-deny', statement: { number: 2, sid: null } },
    })
  })

  it('says that nothing is allowed to the provider, whatever is denied to it', () => {
    const others = allow({ Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' })
    const narrow = allow({ Effect: 'Deny', Action: 'sts:TagSession' })
    expect(decision(others, narrow)).toEqual({ state: 'denied', denial: { kind: 'not-allowed' } })
  })

  it('says which condition cannot be decided', () => {
    const Condition = { StringEquals: { [SUB]: MAIN }, IpAddress: { 'aws:SourceIp': '192.0.2.1' } }
    expect(decision(allow({ Condition }))).toMatchObject({
      state: 'unknown',
      because: "Statement 1: the grader can't tell whether IpAddress on aws:SourceIp holds.",
    })
  })

  it('says which element is not followed', () => {
    expect(decision(allow({ Weather: 'fine' }))).toMatchObject({
      state: 'unknown',
      because: 'Statement 1 has an element the grader does not know, Weather.',
    })
  })

  it('does not know whether NotPrincipal with the account leaves out its provider', () => {
    const NotPrincipal = { AWS: `arn:aws:iam::${ACCOUNT}:root` }
    const deny = { ...allow({ Effect: 'Deny', Condition: {} }), Principal: undefined, NotPrincipal }
    expect(decision(allow(), deny)).toMatchObject({
      state: 'unknown',
      because: 'Statement 2 has an element the grader does not know, NotPrincipal.',
    })
  })

  it('does not know what is too large to be worked out', () => {
    const values = Array.from({ length: 2500 }, () => '*r*e*p*x')
    const Condition = { StringLike: { [SUB]: values } }
    const claims = { ...CLAIMS, [SUB]: 'repo'.repeat(2000) }
    expect(evaluateTrust(readTrust(policy(allow({ Condition })), ACCOUNT), claims)).toMatchObject({
      state: 'unknown',
    })
  })
})

it('knows no operator that AWS has not documented', () => {
  for (const operator of ['constructor', 'toString', 'StringAlike']) {
    expect(decide(policy(allow({ Condition: { [operator]: { [SUB]: MAIN } } })))).not.toBe(
      'allowed',
    )
  }
})

it.each([
  ['ArnLike', 'arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/a'],
  ['Bool', 'true', 'true'],
])('%s is not followed', (operator, value, claim) => {
  const text = policy(allow({ Condition: { [operator]: { 'x:y': value } } }))
  expect(decide(text, { 'x:y': claim })).toBe('unknown')
})

it('never throws, whatever the text is', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => policy(value as object)),
      ),
      (text) => {
        evaluateTrust(readTrust(text, ACCOUNT), CLAIMS)
      },
    ),
  )
})
