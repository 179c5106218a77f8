import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateTrust } from './evaluate.js'
import { gitHubProviderArn } from './github.js'

const PROVIDER = gitHubProviderArn('111122223333')
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
  const answer = evaluateTrust(text, claims, PROVIDER)
  return answer.decision === 'denied' ? answer.reason : answer.decision
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
    ['another action', policy(allow({ Action: 'sts:AssumeRole' })), 'action'],
    [
      "another account's provider",
      policy(allow({ Principal: { Federated: gitHubProviderArn('444455556666') } })),
      'principal',
    ],
    [
      'the bare issuer',
      policy(allow({ Principal: { Federated: 'token.actions.githubusercontent.com' } })),
      'principal',
    ],
    [
      'the provider under the wrong kind',
      policy(allow({ Principal: { AWS: PROVIDER } })),
      'principal',
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
    ['no statements', policy(), 'principal'],
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
    [
      'unless it is told not to',
      { StringEqualsIgnoreCase: { [SUB]: MAIN.toUpperCase() } },
      'allowed',
    ],
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
    ['ArnLike', 'condition'],
    ['Bool', 'condition'],
    ['BoolIfExists', 'allowed'],
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

it('says which condition failed, with both values', () => {
  const text = policy(
    allow({ Sid: 'Push', Condition: { StringEquals: { [SUB]: 'repo:ada/other:*' } } }),
  )
  expect(evaluateTrust(text, CLAIMS, PROVIDER)).toEqual({
    decision: 'denied',
    reason: 'condition',
    detail: `Statement 1 ("Push"): ${SUB} is "${MAIN}", StringEquals asks for "repo:ada/other:*".`,
  })
})

describe('evaluateTrust, in words', () => {
  const detail = (...statements: object[]) => {
    const answer = evaluateTrust(policy(...statements), CLAIMS, PROVIDER)
    return answer.decision === 'denied' ? answer.detail : null
  }

  it('names only the conditions that failed', () => {
    const Condition = { StringEquals: { [SUB]: MAIN, [AUD]: ['x', 'y'] } }
    expect(detail(allow({ Condition }))).toBe(
      `Statement 1: ${AUD} is "sts.amazonaws.com", StringEquals asks for "x" or "y".`,
    )
  })

  it('says that a key is not in the request', () => {
    expect(detail(allow({ Condition: { StringEquals: { sub: MAIN } } }))).toBe(
      `Statement 1: sub is not in the request, StringEquals asks for "${MAIN}".`,
    )
  })

  it('says that nothing is allowed to the provider, whatever is denied to it', () => {
    const others = allow({ Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' })
    const narrow = allow({ Effect: 'Deny', Action: 'sts:TagSession' })
    expect(detail(others, narrow)).toBe(`No statement allows anything to ${PROVIDER}.`)
  })

  it('says which statements allow it something else', () => {
    const other = allow({ Action: 'sts:AssumeRole' })
    expect(detail(other)).toBe('Statement 1 does not allow sts:AssumeRoleWithWebIdentity.')
    expect(detail(other, other)).toBe(
      'Statement 1 and Statement 2 do not allow sts:AssumeRoleWithWebIdentity.',
    )
  })

  it('says which condition it can not tell of', () => {
    const Condition = { StringEquals: { [SUB]: MAIN }, IpAddress: { 'aws:SourceIp': '192.0.2.1' } }
    expect(evaluateTrust(policy(allow({ Condition })), CLAIMS, PROVIDER)).toEqual({
      decision: 'unknown',
      because: "Statement 1: the grader can't tell whether IpAddress on aws:SourceIp holds.",
    })
  })

  it('says which element it does not know', () => {
    expect(evaluateTrust(policy(allow({ Weather: 'fine' })), CLAIMS, PROVIDER)).toEqual({
      decision: 'unknown',
      because: 'Statement 1 has an element the grader does not know, Weather.',
    })
  })

  it.each([
    [{ Action: undefined }, 'it needs either Action or NotAction.'],
    [{ NotAction: 'sts:TagSession' }, 'it needs either Action or NotAction.'],
  ])('says what a statement lacks: %j', (changes, problem) => {
    expect(JSON.stringify(evaluateTrust(policy(allow(changes)), CLAIMS, PROVIDER))).toContain(
      problem,
    )
  })
})

it('knows no operator that AWS has not told of', () => {
  for (const operator of ['constructor', 'toString', 'StringAlike']) {
    expect(decide(policy(allow({ Condition: { [operator]: { [SUB]: MAIN } } })))).not.toBe(
      'allowed',
    )
  }
})

it('does not know what an ARN operator does with a text of six parts that is no ARN', () => {
  const text = policy(allow({ Condition: { ArnLike: { 'x:arn': 'a:b:c:d:e:f' } } }))
  expect(decide(text, { 'x:arn': 'a:b:c:d:e:f' })).toBe('unknown')
})

it('reads the boolean of a condition', () => {
  const on = (value: string) => policy(allow({ Condition: { Bool: { 'x:flag': value } } }))
  expect(decide(on('true'), { 'x:flag': 'True' })).toBe('allowed')
  expect(decide(on('false'), { 'x:flag': 'false' })).toBe('allowed')
  expect(decide(on('false'), { 'x:flag': 'true' })).toBe('condition')
  expect(decide(on('maybe'), { 'x:flag': 'true' })).toBe('unknown')
})

it('compares ARNs part by part', () => {
  const on = (operator: string, value: string) =>
    decide(policy(allow({ Condition: { [operator]: { 'x:arn': value } } })), {
      'x:arn': 'arn:aws:iam::111122223333:role/a:b',
    })
  expect(on('ArnLike', 'arn:aws:iam::*:role/*')).toBe('allowed')
  expect(on('ArnEquals', 'arn:aws:iam::*:role/*')).toBe('allowed')
  expect(on('ArnLike', 'arn:*:role/a:b')).toBe('unknown')
  expect(on('ArnNotLike', 'arn:aws:*::111122223333:role/*')).toBe('condition')
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
        evaluateTrust(text, CLAIMS, PROVIDER)
      },
    ),
  )
})
