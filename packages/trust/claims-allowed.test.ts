import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeAudience, judgeSubject } from './claims-allowed.js'
import { evaluateTrust } from './evaluate.js'
import { AUDIENCE_KEY, gitHubProviderArn, SUBJECT_KEY } from './github.js'
import { readTrust } from './read-trust.js'
import type { TrustedRepository } from './subject-forms.js'

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
  judgeSubject(readTrust(text, { account }), { repository })
const on = (operator: string, value: unknown) => statement({ [operator]: { [SUBJECT_KEY]: value } })

/** Messages of a wrong judgement, one a line; else the outcome. */
const told = (text: string, repository = ADA) => {
  const judgement = subject(text, repository)
  return judgement.outcome === 'wrong'
    ? judgement.findings.map(({ message }) => message).join('\n')
    : judgement.outcome
}

describe('judgeSubject, exact', () => {
  it.each<[string, string, string[]]>([
    ['the assignment as written', policy(on('StringLike', NAME)), ['name']],
    ['equals', policy(on('StringEquals', NAME)), ['name']],
    ['the form with ids', policy(on('StringLike', IDS)), ['ids']],
    ['both in a list', policy(on('StringEquals', [IDS, NAME])), ['name', 'ids']],
    [
      'one in each of two statements',
      policy(on('StringLike', IDS), on('StringEquals', NAME)),
      ['name', 'ids'],
    ],
    [
      'the key in another case',
      policy(statement({ StringLike: { [SUBJECT_KEY.toUpperCase()]: NAME } })),
      ['name'],
    ],
    [
      'a wildcard that another operator closes',
      policy(
        statement({
          StringLike: { [SUBJECT_KEY]: 'repo:ada/*' },
          StringEquals: { [SUBJECT_KEY]: [NAME, 'x'] },
        }),
      ),
      ['name'],
    ],
    [
      'a wildcard that a Deny closes',
      policy(on('StringLike', 'repo:ada/*'), { ...on('StringNotEquals', NAME), Effect: 'Deny' }),
      ['name'],
    ],
    [
      'a Deny that alone restricts',
      policy(statement({}), { ...on('StringNotEquals', NAME), Effect: 'Deny' }),
      ['name'],
    ],
    [
      'ForAllValues: with the key required',
      policy(
        statement({
          'ForAllValues:StringLike': { [SUBJECT_KEY]: NAME },
          Null: { [SUBJECT_KEY]: 'false' },
        }),
      ),
      ['name'],
    ],
    ['ForAnyValue:', policy(on('ForAnyValue:StringLike', NAME)), ['name']],
    [
      'narrower still by another claim',
      policy(
        statement({
          StringLike: { [SUBJECT_KEY]: NAME },
          StringEquals: { 'token.actions.githubusercontent.com:actor': 'ada' },
        }),
      ),
      ['name'],
    ],
    [
      'a Deny about something else',
      policy(
        on('StringLike', NAME),
        statement({ IpAddress: { 'aws:SourceIp': '192.0.2.1' } }, { Effect: 'Deny' }),
      ),
      ['name'],
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
      ['name'],
    ],
    [
      'a statement for somebody else, which role.trust reports',
      policy(on('StringLike', NAME), { Effect: 'Allow', Principal: '*', Action: 'sts:*' }),
      ['name'],
    ],
  ])('%s', (_, text, forms) => {
    expect(subject(text)).toEqual({ outcome: 'exact', forms })
  })
})

describe('judgeSubject, who else gets in', () => {
  it.each<[string, string, RegExp]>([
    [
      'every branch',
      policy(on('StringLike', 'repo:ada/yoctogram-app:ref:refs/heads/*')),
      /^Statement 1 lets in other branches, for example "repo:ada\/yoctogram-app:ref:refs\/heads\/dev"\.$/,
    ],
    [
      'a longer branch',
      policy(on('StringLike', `${NAME}*`)),
      /other branches, for example "repo:ada\/yoctogram-app:ref:refs\/heads\/main.+"/,
    ],
    [
      'every run of the repository',
      policy(on('StringLike', 'repo:ada/yoctogram-app:*')),
      /other branches, tags, pull requests and jobs with an environment/,
    ],
    [
      'every run of the right ids',
      policy(on('StringLike', 'repo:ada@1001/yoctogram-app@2001:*')),
      /^Statement 1 lets in other branches, tags, pull requests and jobs with an environment, for/,
    ],
    [
      'every repository of the owner',
      policy(on('StringLike', 'repo:ada/*:ref:refs/heads/main')),
      /other repositories of ada, for example/,
    ],
    [
      'a name that begins alike',
      policy(on('StringLike', 'repo:ada/yoctogram-app*:ref:refs/heads/main')),
      /other repositories of ada, for example "repo:ada\/yoctogram-app.+:ref/,
    ],
    [
      'owners that begin alike',
      policy(on('StringLike', 'repo:ada*/yoctogram-app:ref:refs/heads/main')),
      /repositories of other owners/,
    ],
    [
      'every main branch on GitHub',
      policy(on('StringLike', 'repo:*:ref:refs/heads/main')),
      /repositories of other owners, other repositories of ada and whoever/,
    ],
    ['everything', policy(on('StringLike', '*')), /lets in every repository on GitHub/],
    [
      'everything of GitHub',
      policy(on('StringLike', 'repo:*')),
      /lets in every repository on GitHub/,
    ],
    [
      'every id',
      policy(on('StringLike', 'repo:ada@*/yoctogram-app@*:ref:refs/heads/main')),
      /whoever takes over the name ada\/yoctogram-app with other ids/,
    ],
    [
      'a star for the repository id',
      policy(on('StringLike', 'repo:ada@1001/yoctogram-app@*:ref:refs/heads/main')),
      /whoever takes over the name/,
    ],
    [
      'branches in another case',
      policy(on('StringEqualsIgnoreCase', NAME)),
      /other branches, for example "repo:ada\/yoctogram-app:ref:refs\/heads\/[mM][aA][iI][nN]"/,
    ],
    [
      'all but one owner',
      policy(on('StringNotLike', 'repo:grace/*')),
      /repositories of other owners/,
    ],
    [
      'one character too many',
      policy(on('StringLike', 'repo:ada/yoctogram-app?ref:refs/heads/main')),
      /subjects other than that of your pushes to main, such as "repo:ada\/yoctogram-app/,
    ],
    [
      'another owner only',
      policy(on('StringLike', 'repo:grace/*')),
      /other owners.* Your own pushes to main do not get in\./,
    ],
    [
      'the second of two statements',
      policy(on('StringLike', NAME), { ...on('StringLike', 'repo:ada/*'), Sid: 'Open' }),
      /^Statement 2 \("Open"\) lets in other repositories of ada/,
    ],
    [
      'a list with one stranger',
      policy(on('StringLike', [NAME, 'repo:grace/yoctogram-app:ref:refs/heads/main'])),
      /lets in another subject besides your pushes to main: the owner is "grace", not "ada"/,
    ],
    [
      'pull requests',
      policy(on('StringLike', [NAME, 'repo:ada/yoctogram-app:pull_request'])),
      /it is for pull requests/,
    ],
    [
      'no condition',
      policy(statement({ StringEquals: { [AUDIENCE_KEY]: 'sts.amazonaws.com' } })),
      /has no condition on token.*:sub, so a workflow in any repository on GitHub can take the role\.$/,
    ],
    [
      'a condition on another key',
      policy(statement({ StringLike: { [`https://${SUBJECT_KEY}`]: NAME } })),
      /no condition .* It has one on "https:/,
    ],
    [
      'ForAllValues:',
      policy(on('ForAllValues:StringLike', NAME)),
      /^Statement 1 also lets in tokens that have no .*ForAllValues:/,
    ],
    [
      'IfExists',
      policy(on('StringLikeIfExists', NAME)),
      /^Statement 1 also lets in tokens that have no/,
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
      /other repositories of ada/,
    ],
    [
      'a wildcard beside an operator nobody knows',
      policy(on('StringLike', 'repo:ada/*'), on('StringSmells', NAME)),
      /other repositories of ada/,
    ],
  ])('%s', (_, text, message) => {
    expect(told(text)).toMatch(message)
  })
})

describe('judgeSubject, near misses', () => {
  it.each<[string, string, string, string]>([
    [
      'another repository',
      'repo:ada/yoctogram:ref:refs/heads/main',
      'the repository is "yoctogram", not "yoctogram-app"',
      NAME,
    ],
    [
      'another owner',
      'repo:grace/yoctogram-app:ref:refs/heads/main',
      'the owner is "grace", not "ada"',
      NAME,
    ],
    [
      'case of the owner',
      'repo:Ada/yoctogram-app:ref:refs/heads/main',
      'the owner is spelled "Ada", on GitHub it is "ada", and IAM compares case',
      NAME,
    ],
    [
      'case of the repository',
      'repo:ada/Yoctogram-App:ref:refs/heads/main',
      'the repository is spelled "Yoctogram-App", on GitHub it is "yoctogram-app", and IAM compares case',
      NAME,
    ],
    [
      'ids',
      'repo:ada@1/yoctogram-app@2001:ref:refs/heads/main',
      "the ids are 1 and 2001, GitHub's are 1001 (owner) and 2001 (repository)",
      IDS,
    ],
    [
      'ids the wrong way round',
      'repo:ada@2001/yoctogram-app@1001:ref:refs/heads/main',
      "the ids are 2001 and 1001, GitHub's are 1001 (owner) and 2001 (repository)",
      IDS,
    ],
    [
      'one id',
      'repo:ada/yoctogram-app@2001:ref:refs/heads/main',
      'owner and repository need an id each',
      IDS,
    ],
    [
      'hyphens',
      'repo:ada-1001/yoctogram-app-2001:ref:refs/heads/main',
      'ids are joined by "@", not by a hyphen: with hyphens it is the name of another repository',
      NAME,
    ],
    [
      'a branch',
      'repo:ada/yoctogram-app:ref:refs/heads/master',
      'the branch is "master", not "main"',
      NAME,
    ],
    [
      'a tag',
      'repo:ada/yoctogram-app:ref:refs/tags/main',
      'it is for the tag "main", not for pushes to main',
      NAME,
    ],
    [
      'an environment',
      'repo:ada/yoctogram-app:environment:prod',
      'it is for jobs with the environment "prod", not for pushes to main',
      NAME,
    ],
    [
      'no repo:',
      'ada/yoctogram-app:ref:refs/heads/main',
      '"repo:" is missing at the beginning',
      NAME,
    ],
    ['no branch', 'repo:ada/yoctogram-app', '":ref:refs/heads/main" is missing at the end', NAME],
    [
      'no ref:',
      'repo:ada/yoctogram-app:refs/heads/main',
      'it ends in "refs/heads/main", not in "ref:refs/heads/main"',
      NAME,
    ],
    ['a space', `${NAME} `, 'it begins or ends with a space', NAME],
    [
      'the placeholder',
      'repo:your-github-account/your-yoctogram-app-repo:ref:refs/heads/main',
      "it still is the assignment's placeholder",
      NAME,
    ],
    [
      'an address',
      'https://github.com/ada/yoctogram-app',
      'it is not of the form repo:OWNER/REPOSITORY:ref:refs/heads/main',
      NAME,
    ],
  ])('%s', (_, value, why, expected) => {
    const message = `Statement 1 asks for a subject that your pushes to main don't have: ${why}.`
    expect(subject(policy(on('StringLike', value)))).toEqual({
      outcome: 'wrong',
      findings: [{ message, expected, actual: value }],
    })
  })

  it('says that StringEquals takes a star for a star', () => {
    expect(told(policy(on('StringEquals', 'repo:ada/yoctogram-app:*')))).toMatch(
      /wildcard is an ordinary character/,
    )
  })

  it('says when no value meets all conditions', () => {
    const text = policy(
      statement({
        StringLike: { [SUBJECT_KEY]: 'repo:ada/*' },
        StringEquals: { [SUBJECT_KEY]: 'x' },
      }),
    )
    expect(subject(text)).toEqual({
      outcome: 'wrong',
      findings: [
        {
          message: `The conditions on ${SUBJECT_KEY} let nobody in, not even your pushes to main: no value meets them all.`,
          expected: NAME,
          actual: 'StringLike "repo:ada/*" and StringEquals "x"',
        },
      ],
    })
  })
})

describe('judgeSubject, unknown', () => {
  it.each([
    ['an operator nobody knows', policy(on('StringSmells', NAME))],
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
    ['no policy', 'x'],
    ['no statement for GitHub', policy({ ...on('StringLike', NAME), Action: 'sts:AssumeRole' })],
  ])('%s', (_, text) => {
    expect(told(text)).toBe('unknown')
  })

  const UNASKED = { ...ADA, id: null, ownerId: null }
  it.each([
    ['the form with ids', [IDS], 'unknown'],
    ['ids beside the right name', [NAME, IDS], 'unknown'],
    ['the name alone', [NAME], 'exact'],
    ['two different ids', [NAME, IDS, IDS.replace('1001', '7')], 'wrong'],
    ['ids and another branch', ['repo:ada@1001/yoctogram-app@2001:ref:refs/heads/dev'], 'wrong'],
    ['every id', ['repo:ada@*/yoctogram-app@*:ref:refs/heads/main'], 'wrong'],
  ])('without the ids, %s: %s', (_, values, expected) => {
    expect(subject(policy(on('StringLike', values)), UNASKED).outcome).toBe(expected)
  })
})

describe('judgeAudience', () => {
  const judge = (Condition: object) =>
    judgeAudience(readTrust(policy(statement(Condition)), { account }))
  it.each([
    ['like', { StringLike: { [AUDIENCE_KEY]: 'sts.amazonaws.com' } }],
    ['equals, in a list', { StringEquals: { [AUDIENCE_KEY]: ['sts.amazonaws.com'] } }],
    [
      'whatever the subject',
      { StringEquals: { [AUDIENCE_KEY]: 'sts.amazonaws.com', [SUBJECT_KEY]: 'x' } },
    ],
  ])('exact: %s', (_, condition) => {
    expect(judge(condition)).toEqual({ outcome: 'exact', forms: [] })
  })
  it.each<[string, object, RegExp]>([
    ['none', {}, /has no condition on token.*:aud, so a token made for any other service gets in/],
    [
      'another key',
      { StringEquals: { 'token.actions.githubusercontent.com:audience': 'x' } },
      /It has one on "token/,
    ],
    [
      'a wildcard',
      { StringLike: { [AUDIENCE_KEY]: 'sts.*' } },
      /more than the audience sts\.amazonaws\.com: tokens made for other/,
    ],
    [
      'another',
      { StringLike: { [AUDIENCE_KEY]: 'https://github.com/ada' } },
      /asks for another audience .* lets in "https:/,
    ],
    ['case', { StringLike: { [AUDIENCE_KEY]: 'STS.amazonaws.com' } }, /another audience/],
    [
      'one too many',
      { StringLike: { [AUDIENCE_KEY]: ['sts.amazonaws.com', 'x'] } },
      /more than .*: "x"/,
    ],
    [
      'ForAllValues:',
      { 'ForAllValues:StringEquals': { [AUDIENCE_KEY]: 'sts.amazonaws.com' } },
      /tokens that have no/,
    ],
  ])('wrong: %s', (_, condition, message) => {
    const judgement = judge(condition)
    expect(judgement.outcome === 'wrong' && judgement.findings[0]?.message).toMatch(message)
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

  it('a wildcard more never turns wrong into exact', () => {
    fc.assert(
      fc.property(near, fc.nat(60), (value, at) => {
        const before = subject(policy(on('StringLike', value))).outcome
        const after = subject(policy(on('StringLike', wider(value, at)))).outcome
        if (before === 'wrong') expect(after).not.toBe('exact')
      }),
      { numRuns: 25 },
    )
  })

  it('a value more, or a statement more, never turns wrong into exact', () => {
    fc.assert(
      fc.property(near, near, (value, more) => {
        if (subject(policy(on('StringLike', value))).outcome !== 'wrong') return
        expect(told(policy(on('StringLike', [value, more])))).not.toBe('exact')
        expect(told(policy(on('StringLike', value), on('StringLike', more)))).not.toBe('exact')
      }),
      { numRuns: 25 },
    )
  })

  it('what is exact lets the pushes in, and nothing near them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(near, { minLength: 1, maxLength: 3 }), near, (values, other) => {
        const text = policy(on('StringLike', values))
        const judgement = subject(text)
        if (judgement.outcome !== 'exact') return
        const decide = (value: string) =>
          evaluateTrust(text, { [SUBJECT_KEY]: value }, gitHubProviderArn(account)).decision
        expect(judgement.forms).toEqual(['name'])
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
          told(policy(...statements.map(([Effect, Condition]) => statement(Condition, { Effect }))))
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

describe('judgeSubject, a Deny with another condition beside the subject', () => {
  const denying = (condition: object, more: object = {}) =>
    policy(on('StringLike', 'repo:ada/*'), {
      ...statement({ StringNotEquals: { [SUBJECT_KEY]: NAME }, ...condition }),
      Effect: 'Deny',
      ...more,
    })
  const outcome = (text: string) => subject(text).outcome

  it('closes when that holds in every run: a key that no request has', () => {
    expect(outcome(denying({ StringNotLike: { 'x:none': 'y' } }))).toBe('exact')
  })

  it('closes nothing when that holds in none', () => {
    expect(outcome(denying({ StringLike: { 'x:none': 'y' } }))).toBe('wrong')
  })

  it('closes nothing when that holds in some runs only', () => {
    const actor = 'token.actions.githubusercontent.com:actor'
    expect(outcome(denying({ StringLike: { [actor]: 'mallory' } }))).toBe('wrong')
  })

  it('closes when that is the audience of every run', () => {
    const audience = { [AUDIENCE_KEY]: 'sts.amazonaws.com' }
    expect(outcome(denying({ StringLike: audience }))).toBe('exact')
    expect(outcome(denying({ StringNotLike: audience }))).toBe('wrong')
  })

  it('is not decided where an element is not known', () => {
    expect(outcome(denying({}))).toBe('exact')
    expect(outcome(denying({}, { Weather: 'fine' }))).toBe('unknown')
  })
})
