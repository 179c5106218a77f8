import {
  AUDIENCE_KEY,
  gitHubProviderArn,
  readTrust,
  SUBJECT_KEY,
  type TrustedRepository,
} from '@grade4/trust'
import { describe, expect, it } from 'vitest'
import { subjectFindings } from './subject.check.js'

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
const on = (operator: string, value: unknown) => statement({ [operator]: { [SUBJECT_KEY]: value } })
const findings = (text: string) => subjectFindings(readTrust(text, account), ADA)

/** What is said of a policy, one finding a line. */
const messagesFor = (text: string) =>
  findings(text)
    .map(({ message }) => message)
    .join('\n')

describe('who else is allowed', () => {
  it.each<[string, string, RegExp]>([
    [
      'every branch',
      policy(on('StringLike', 'repo:ada/yoctogram-app:ref:refs/heads/*')),
      /^Statement 1 allows other branches, for example "repo:ada\/yoctogram-app:ref:refs\/heads\/dev"\.$/,
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
      /^Statement 1 allows other branches, tags, pull requests and jobs with an environment, for/,
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
    ['everything', policy(on('StringLike', '*')), /allows every repository on GitHub/],
    [
      'everything of GitHub',
      policy(on('StringLike', 'repo:*')),
      /allows every repository on GitHub/,
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
      /other owners.* Your own pushes to main are not allowed\./,
    ],
    [
      'the second of two statements',
      policy(on('StringLike', NAME), { ...on('StringLike', 'repo:ada/*'), Sid: 'Open' }),
      /^Statement 2 \("Open"\) allows other repositories of ada/,
    ],
    [
      'a list with one too many',
      policy(on('StringLike', [NAME, 'repo:grace/yoctogram-app:ref:refs/heads/main'])),
      /allows another subject besides your pushes to main: the owner is "grace", not "ada"/,
    ],
    [
      'pull requests',
      policy(on('StringLike', [NAME, 'repo:ada/yoctogram-app:pull_request'])),
      /it is for pull requests/,
    ],
    [
      'no condition',
      policy(statement({ StringEquals: { [AUDIENCE_KEY]: 'sts.amazonaws.com' } })),
      /has no condition on token.*:sub, so a workflow in any repository on GitHub can assume the role\.$/,
    ],
    [
      'a condition on another key',
      policy(statement({ StringLike: { [`https://${SUBJECT_KEY}`]: NAME } })),
      /no condition .*:sub, only on "https:.*:sub"\.$/,
    ],
    [
      'ForAllValues:',
      policy(on('ForAllValues:StringLike', NAME)),
      /^Statement 1 also allows tokens that have no .*ForAllValues:/,
    ],
    [
      'IfExists',
      policy(on('StringLikeIfExists', NAME)),
      /^Statement 1 also allows tokens that have no/,
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
      'a wildcard beside an operator that is not followed',
      policy(on('StringLike', 'repo:ada/*'), on('StringSmells', NAME)),
      /other repositories of ada/,
    ],
  ])('%s', (_, text, message) => {
    expect(messagesFor(text)).toMatch(message)
  })
})

describe('subjects that are nearly right', () => {
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
    expect(findings(policy(on('StringLike', value)))).toEqual([
      { message, expected, actual: value },
    ])
  })

  it('says that StringEquals takes a star for a star', () => {
    expect(messagesFor(policy(on('StringEquals', 'repo:ada/yoctogram-app:*')))).toMatch(
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
    expect(findings(text)).toEqual([
      {
        message: `The conditions on ${SUBJECT_KEY} allow nobody, not even your pushes to main: no value meets them all.`,
        expected: NAME,
        actual: 'StringLike "repo:ada/*" and StringEquals "x"',
      },
    ])
  })
})

describe('a subject that another condition narrows', () => {
  const REF = 'token.actions.githubusercontent.com:ref'
  const narrowed = (value: unknown) =>
    messagesFor(
      policy(statement({ StringLike: { [SUBJECT_KEY]: value, [REF]: 'refs/heads/main' } })),
    )
  const tail = `Its condition on ${REF} may refuse some of them, but the assignment asks ${SUBJECT_KEY} itself to name repository and branch.`

  it('is not said to let other branches in', () => {
    expect(narrowed('repo:ada/yoctogram-app:*')).toBe(
      `Statement 1, by its condition on ${SUBJECT_KEY} alone, would allow other branches, tags, pull requests and jobs with an environment, for example "repo:ada/yoctogram-app:ref:refs/heads/dev". ${tail}`,
    )
  })

  it('nor to let another subject in', () => {
    expect(narrowed([NAME, 'repo:ada/yoctogram-app:ref:refs/heads/dev'])).toBe(
      `Statement 1, by its condition on ${SUBJECT_KEY} alone, would allow another subject besides your pushes to main: the branch is "dev", not "main". ${tail}`,
    )
  })

  it('nor, where there is none, to let every repository in', () => {
    expect(messagesFor(policy(statement({ StringLike: { [REF]: 'refs/heads/main' } })))).toBe(
      `Statement 1 has no condition on ${SUBJECT_KEY}, only on "${REF}".`,
    )
  })

  it('but is wrong by itself where the pushes to main do not have it', () => {
    expect(narrowed('repo:grace/x:ref:refs/heads/main')).toMatch(
      /^Statement 1 asks for a subject that your pushes to main don't have: /,
    )
  })
})
