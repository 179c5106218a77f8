import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareAudience, compareSubject, type Difference } from './compare.js'
import { evaluateTrust } from './evaluate.js'
import { AUDIENCE_KEY, gitHubProviderArn, SUBJECT_KEY } from './github.js'
import { readTrust } from './read-trust.js'
import type { TrustedRepository } from './subjects.js'

const account = '111122223333'
const ADA: TrustedRepository = { owner: 'ada', name: 'yoctogram-app', id: 2001, ownerId: 1001 }
const NAME = 'repo:ada/yoctogram-app:ref:refs/heads/main'
const IDS = 'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main'

const statement = (Condition: object, more: object = {}) => ({
  Effect: 'Allow',
  Principal: { Federated: gitHubProviderArn(account) },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
  ...more,
})
const policy = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const subject = (text: string, repository = ADA) =>
  compareSubject(readTrust(text, account), repository)
const on = (operator: string, value: unknown) => statement({ [operator]: { [SUBJECT_KEY]: value } })

/** The differences of a policy, which must have some. */
const differences = (text: string): readonly Difference[] => {
  const comparison = subject(text)
  if (comparison.state !== 'different') throw new Error(comparison.state)
  return comparison.differences
}

describe('the subject, restricted to exactly the pushes to main', () => {
  it.each<[string, string]>([
    ['the assignment as written', policy(on('StringLike', NAME))],
    ['equals', policy(on('StringEquals', NAME))],
    ['the form with ids', policy(on('StringLike', IDS))],
    ['both in a list', policy(on('StringEquals', [IDS, NAME]))],
    ['one in each of two statements', policy(on('StringLike', IDS), on('StringEquals', NAME))],
    [
      'the key in another case',
      policy(statement({ StringLike: { [SUBJECT_KEY.toUpperCase()]: NAME } })),
    ],
    [
      'a wildcard that another operator closes',
      policy(
        statement({
          StringLike: { [SUBJECT_KEY]: 'repo:ada/*' },
          StringEquals: { [SUBJECT_KEY]: [NAME, 'x'] },
        }),
      ),
    ],
    [
      'a wildcard that a Deny closes',
      policy(on('StringLike', 'repo:ada/*'), { ...on('StringNotEquals', NAME), Effect: 'Deny' }),
    ],
    [
      'a Deny that alone restricts',
      policy(statement({}), { ...on('StringNotEquals', NAME), Effect: 'Deny' }),
    ],
    [
      'ForAllValues: with the key required',
      policy(
        statement({
          'ForAllValues:StringLike': { [SUBJECT_KEY]: NAME },
          Null: { [SUBJECT_KEY]: 'false' },
        }),
      ),
    ],
    ['ForAnyValue:', policy(on('ForAnyValue:StringLike', NAME))],
    [
      'narrower still by another claim',
      policy(
        statement({
          StringLike: { [SUBJECT_KEY]: NAME },
          StringEquals: { 'token.actions.githubusercontent.com:actor': 'ada' },
        }),
      ),
    ],
    [
      'a Deny about something else',
      policy(
        on('StringLike', NAME),
        statement({ IpAddress: { 'aws:SourceIp': '192.0.2.1' } }, { Effect: 'Deny' }),
      ),
    ],
    [
      'a second statement that lets nobody in',
      policy(
        on('StringLike', NAME),
        statement({
          StringEquals: { [SUBJECT_KEY]: NAME },
          StringNotEquals: { [SUBJECT_KEY]: NAME },
        }),
      ),
    ],
    [
      'a statement for somebody else, which role.trust reports',
      policy(on('StringLike', NAME), { Effect: 'Allow', Principal: '*', Action: 'sts:*' }),
    ],
  ])('%s', (_, text) => {
    expect(subject(text)).toEqual({ state: 'same' })
  })
})

describe('the subject, by kinds of runs that are allowed besides', () => {
  const RUNS = 'repo:ada/yoctogram-app:'
  it.each<[string, unknown]>([
    ['*', 'all'],
    ['repo:*', 'all'],
    [
      'repo:ada/yoctogram-app:ref:refs/heads/*',
      [{ kind: 'branch', witness: `${RUNS}ref:refs/heads/dev` }],
    ],
    [
      'repo:ada/yoctogram-app:*',
      [
        { kind: 'branch', witness: `${RUNS}ref:refs/heads/dev` },
        { kind: 'tag', witness: `${RUNS}ref:refs/tags/v1` },
        { kind: 'pull-request', witness: `${RUNS}pull_request` },
        { kind: 'environment', witness: `${RUNS}environment:production` },
      ],
    ],
    [`${NAME}*`, [{ kind: 'branch', witness: `${NAME}x` }]],
    [
      'repo:ada/*:ref:refs/heads/main',
      [{ kind: 'repository', witness: 'repo:ada/other-repository:ref:refs/heads/main' }],
    ],
    [
      'repo:ada@1001/yoctogram-app@*:ref:refs/heads/main',
      [{ kind: 'ids', witness: 'repo:ada@1001/yoctogram-app@0:ref:refs/heads/main' }],
    ],
    ['repo:ada/yoctogram-app?ref:refs/heads/main', []],
    ['*:ref:refs/heads/dev', [{ kind: 'branch', witness: `${RUNS}ref:refs/heads/dev` }]],
    ['repo:Ada/*', [{ kind: 'repository', witness: expect.stringMatching(/^repo:Ada/) }]],
  ])('%s', (value, runs) => {
    expect(differences(policy(on('StringLike', value)))).toMatchObject([
      { kind: 'many-allowed', runs },
    ])
  })

  it('are given one by one where they are few', () => {
    const text = policy(on('StringLike', [NAME, 'repo:grace/x:ref:refs/heads/main', 'y']))
    expect(differences(text)).toMatchObject([
      { kind: 'value-allowed', value: 'y', wantedToo: true },
      { kind: 'value-allowed', value: 'repo:grace/x:ref:refs/heads/main', wantedToo: true },
    ])
  })

  it('come with what else the statement asks for, subject and audience apart', () => {
    const ref = 'token.actions.githubusercontent.com:ref'
    const text = policy(
      statement({
        StringLike: { [SUBJECT_KEY]: 'repo:ada/*', [AUDIENCE_KEY]: 'x', [ref]: 'refs/heads/main' },
        StringEquals: { [ref]: 'refs/heads/main' },
      }),
    )
    expect(differences(text)).toMatchObject([{ kind: 'many-allowed', otherKeys: [ref] }])
  })
})

describe('the subject, by what is wrong with the conditions', () => {
  it.each<[string, string, object]>([
    ['none', policy(statement({})), { kind: 'no-condition', otherKeys: [] }],
    [
      'a key that was meant to be this one',
      policy(statement({ StringLike: { [`https://${SUBJECT_KEY}`]: NAME } })),
      { kind: 'no-condition', otherKeys: [`https://${SUBJECT_KEY}`] },
    ],
    [
      'ForAllValues:',
      policy(on('ForAllValues:StringLike', NAME)),
      { kind: 'missing-allowed', statement: { number: 1, sid: null } },
    ],
    ['…IfExists', policy(on('StringLikeIfExists', NAME)), { kind: 'missing-allowed' }],
    [
      'the second of two statements',
      policy(on('StringLike', NAME), { ...on('StringLike', 'repo:ada/*'), Sid: 'Open' }),
      { kind: 'many-allowed', statement: { number: 2, sid: 'Open' }, wantedToo: true },
    ],
    [
      'conditions that exclude each other',
      policy(
        statement({
          StringLike: { [SUBJECT_KEY]: 'repo:ada/*' },
          StringEquals: { [SUBJECT_KEY]: 'x' },
        }),
      ),
      { kind: 'nothing-allowed' },
    ],
    [
      'a Deny that something else decides',
      policy(
        on('StringLike', 'repo:ada/*'),
        statement(
          { StringNotEquals: { [SUBJECT_KEY]: NAME }, IpAddress: { 'aws:SourceIp': '192.0.2.1' } },
          { Effect: 'Deny' },
        ),
      ),
      { kind: 'many-allowed' },
    ],
    [
      'a wildcard beside an operator that is not followed',
      policy(on('StringLike', 'repo:ada/*'), on('StringSmells', NAME)),
      { kind: 'many-allowed' },
    ],
  ])('%s', (_, text, difference) => {
    expect(differences(text)).toMatchObject([difference])
  })
})

describe('the subject, not known', () => {
  it.each([
    ['an operator that is not followed', policy(on('StringSmells', NAME))],
    [
      'an operator of which the guide says two things where the claim is missing',
      policy(on('ForAnyValue:StringLikeIfExists', NAME)),
    ],
    [
      'a variable beside the right value',
      policy(on('StringLike', [NAME, 'repo:${aws:username}/x'])),
    ],
    ['a variable of the request', policy(on('StringLike', 'repo:${aws:username}/x'))],
    ['an element from the future', policy({ ...on('StringLike', NAME), Weather: 'fine' })],
    [
      'a Deny nobody understands',
      policy(on('StringLike', NAME), { ...on('StringSmells', NAME), Effect: 'Deny' }),
    ],
    ['a tangled pattern', policy(on('StringLike', `*a${'?'.repeat(60)}`))],
  ])('%s', (_, text) => {
    expect(subject(text).state).toBe('unknown')
  })

  const UNASKED = { ...ADA, id: null, ownerId: null }
  it.each([
    ['the form with ids', [IDS], 'unknown'],
    ['ids beside the right name', [NAME, IDS], 'unknown'],
    ['the name alone', [NAME], 'same'],
    ['two different ids', [NAME, IDS, IDS.replace('1001', '7')], 'different'],
    [
      'ids and another branch',
      ['repo:ada@1001/yoctogram-app@2001:ref:refs/heads/dev'],
      'different',
    ],
    ['every id', ['repo:ada@*/yoctogram-app@*:ref:refs/heads/main'], 'different'],
  ])('without the ids, %s: %s', (_, values, expected) => {
    expect(subject(policy(on('StringLike', values)), UNASKED).state).toBe(expected)
  })
})

describe('the audience', () => {
  const compared = (Condition: object) =>
    compareAudience(readTrust(policy(statement(Condition)), account))
  it.each([
    ['like', { StringLike: { [AUDIENCE_KEY]: 'sts.amazonaws.com' } }],
    ['equals, in a list', { StringEquals: { [AUDIENCE_KEY]: ['sts.amazonaws.com'] } }],
    [
      'whatever the subject',
      { StringEquals: { [AUDIENCE_KEY]: 'sts.amazonaws.com', [SUBJECT_KEY]: 'x' } },
    ],
  ])('the same: %s', (_, condition) => {
    expect(compared(condition)).toEqual({ state: 'same' })
  })
  it.each<[string, object, object]>([
    ['none', {}, { kind: 'no-condition', otherKeys: [] }],
    [
      'another key',
      { StringEquals: { 'token.actions.githubusercontent.com:audience': 'x' } },
      { kind: 'no-condition', otherKeys: ['token.actions.githubusercontent.com:audience'] },
    ],
    [
      'a wildcard',
      { StringLike: { [AUDIENCE_KEY]: 'sts.*' } },
      { kind: 'many-allowed', runs: [], wantedToo: true },
    ],
    ['everything', { StringLike: { [AUDIENCE_KEY]: '*' } }, { kind: 'many-allowed', runs: [] }],
    [
      'another case',
      { StringLike: { [AUDIENCE_KEY]: 'STS.amazonaws.com' } },
      { kind: 'value-allowed', value: 'STS.amazonaws.com', wantedToo: false },
    ],
    [
      'one too many',
      { StringLike: { [AUDIENCE_KEY]: ['sts.amazonaws.com', 'x'] } },
      { kind: 'value-allowed', value: 'x', wantedToo: true },
    ],
    [
      'ForAllValues:',
      { 'ForAllValues:StringEquals': { [AUDIENCE_KEY]: 'sts.amazonaws.com' } },
      { kind: 'missing-allowed' },
    ],
  ])('different: %s', (_, condition, difference) => {
    expect(compared(condition)).toMatchObject({ state: 'different', differences: [difference] })
  })
})

describe('properties', () => {
  const characters = fc.constantFrom(...NAME, '*', '?', 'x')
  const near = fc
    .array(
      fc.tuple(fc.nat(NAME.length), fc.nat(3), fc.string({ unit: characters, maxLength: 3 })),
      { maxLength: 3 },
    )
    .map((edits) =>
      edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), NAME),
    )
  const wider = (value: string, at: number) => `${value.slice(0, at)}*${value.slice(at)}`

  it('a wildcard more never turns different into same', () => {
    fc.assert(
      fc.property(near, fc.nat(60), (value, at) => {
        const before = subject(policy(on('StringLike', value))).state
        const after = subject(policy(on('StringLike', wider(value, at)))).state
        if (before === 'different') expect(after).not.toBe('same')
      }),
      { numRuns: 25 },
    )
  })

  it('a value more, or a statement more, never turns different into same', () => {
    fc.assert(
      fc.property(near, near, (value, more) => {
        if (subject(policy(on('StringLike', value))).state !== 'different') return
        expect(subject(policy(on('StringLike', [value, more]))).state).not.toBe('same')
        expect(subject(policy(on('StringLike', value), on('StringLike', more))).state).not.toBe(
          'same',
        )
      }),
      { numRuns: 25 },
    )
  })

  it('what is the same lets the pushes in, and nothing near them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(near, { minLength: 1, maxLength: 3 }), near, (values, other) => {
        const text = policy(on('StringLike', values))
        const comparison = subject(text)
        if (comparison.state !== 'same') return
        const decide = (value: string) =>
          evaluateTrust(readTrust(text, account), { [SUBJECT_KEY]: value }).state
        expect(decide(NAME)).toBe('allowed')
        if (other !== NAME) expect(decide(other)).toBe('denied')
      }),
    )
  })

  it('never throws, whatever the policy is', () => {
    const value = fc.oneof(
      fc.string(),
      fc.array(fc.string({ unit: fc.constantFrom('*', '?', 'a', '${') })),
    )
    const operator = fc.constantFrom(
      'StringLike',
      'StringNotEquals',
      'ForAllValues:StringLikeIfExists',
      'Null',
      'x',
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom('Allow', 'Deny'),
            fc.dictionary(operator, fc.dictionary(fc.constantFrom(SUBJECT_KEY, 'b'), value)),
          ),
        ),
        (statements) => {
          subject(
            policy(...statements.map(([Effect, Condition]) => statement(Condition, { Effect }))),
          )
        },
      ),
    )
  })
})

it('comes to an end with the largest policy that a student could bring', () => {
  const values = ['*a'.repeat(200), `*${'ab?'.repeat(15)}`, 'repo:ada/*', 'x'.repeat(5000)]
  const text = policy(...Array.from({ length: 30 }, (_, i) => on('StringLike', values[i % 4])))
  expect(() => subject(text)).not.toThrow()
})

describe('the subject, with a Deny that has another condition beside the subject', () => {
  const denying = (condition: object, more: object = {}) =>
    policy(on('StringLike', 'repo:ada/*'), {
      ...statement({ StringNotEquals: { [SUBJECT_KEY]: NAME }, ...condition }),
      Effect: 'Deny',
      ...more,
    })
  const state = (text: string) => subject(text).state

  it('closes when that holds in every run: a key that no request has', () => {
    expect(state(denying({ StringNotLike: { 'x:none': 'y' } }))).toBe('same')
  })

  it('closes nothing when that holds in none', () => {
    expect(state(denying({ StringLike: { 'x:none': 'y' } }))).toBe('different')
  })

  it('closes nothing when that holds in some runs only', () => {
    const actor = 'token.actions.githubusercontent.com:actor'
    expect(state(denying({ StringLike: { [actor]: 'mallory' } }))).toBe('different')
  })

  it('closes when that is the audience of every run', () => {
    const audience = { [AUDIENCE_KEY]: 'sts.amazonaws.com' }
    expect(state(denying({ StringLike: audience }))).toBe('same')
    expect(state(denying({ StringNotLike: audience }))).toBe('different')
  })

  it('is not decided where an element is not known', () => {
    expect(state(denying({}))).toBe('same')
    expect(state(denying({}, { Weather: 'fine' }))).toBe('unknown')
  })
})
