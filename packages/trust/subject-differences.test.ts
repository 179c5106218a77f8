import { describe, expect, it } from 'vitest'
import { closestForm, subjectDifferences } from './subject-differences.js'
import type { TrustedRepository } from './subject-forms.js'

const ADA: TrustedRepository = { owner: 'ada', name: 'yoctogram-app', id: 2001, ownerId: 1001 }
const NAME = 'repo:ada/yoctogram-app:ref:refs/heads/main'
const IDS = 'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main'

/** A subject of ada's repository with something else than `main` at the end. */
const ending = (suffix: string) => `repo:ada/yoctogram-app${suffix}`

describe('why a subject is not that of a push to main', () => {
  it.each<[string, string, string[]]>([
    [
      'a wildcard under StringEquals',
      'repo:ada/*',
      [
        'its wildcard is an ordinary character here, as StringEquals takes it, and GitHub never sends that',
      ],
    ],
    [
      "the assignment's account",
      'repo:your-github-account/yoctogram-app:ref:refs/heads/main',
      ["it still is the assignment's placeholder"],
    ],
    [
      "the assignment's repository",
      'repo:ada/your-yoctogram-app-repo:ref:refs/heads/main',
      ["it still is the assignment's placeholder"],
    ],
    [
      "an account whose name ends like the assignment's is no placeholder",
      'repo:not-repo:your-github-account/yoctogram-app:ref:refs/heads/main',
      ['it is not of the form repo:OWNER/REPOSITORY:ref:refs/heads/main'],
    ],
    ['a space at the end', `${NAME} `, ['it begins or ends with a space']],
    ['no repo:', NAME.slice('repo:'.length), ['"repo:" is missing at the beginning']],
    ['another text', 'main', ['it is not of the form repo:OWNER/REPOSITORY:ref:refs/heads/main']],
    [
      'another owner and repository',
      'repo:grace/other:ref:refs/heads/main',
      ['the owner is "grace", not "ada"', 'the repository is "other", not "yoctogram-app"'],
    ],
    [
      'another case',
      'repo:Ada/yoctogram-app:ref:refs/heads/main',
      ['the owner is spelled "Ada", on GitHub it is "ada", and IAM compares case'],
    ],
    [
      'ids after hyphens',
      'repo:ada-1001/yoctogram-app-2001:ref:refs/heads/main',
      ['ids are joined by "@", not by a hyphen: with hyphens it is the name of another repository'],
    ],
    [
      'other numbers after hyphens are names',
      'repo:ada-7/yoctogram-app-8:ref:refs/heads/main',
      [
        'the owner is "ada-7", not "ada"',
        'the repository is "yoctogram-app-8", not "yoctogram-app"',
      ],
    ],
    [
      'one id only',
      'repo:ada@1001/yoctogram-app:ref:refs/heads/main',
      ['owner and repository need an id each'],
    ],
    [
      'the other id only',
      'repo:ada/yoctogram-app@2001:ref:refs/heads/main',
      ['owner and repository need an id each'],
    ],
    [
      'other ids',
      'repo:ada@1001/yoctogram-app@7:ref:refs/heads/main',
      ["the ids are 1001 and 7, GitHub's are 1001 (owner) and 2001 (repository)"],
    ],
    ['nothing after the repository', ending(''), ['":ref:refs/heads/main" is missing at the end']],
    ['a colon alone', ending(':'), ['":ref:refs/heads/main" is missing at the end']],
    ['another branch', ending(':ref:refs/heads/dev'), ['the branch is "dev", not "main"']],
    ['a tag', ending(':ref:refs/tags/v1'), ['it is for the tag "v1", not for pushes to main']],
    ['pull requests', ending(':pull_request'), ['it is for pull requests, not for pushes to main']],
    [
      'an environment',
      ending(':environment:prod'),
      ['it is for jobs with the environment "prod", not for pushes to main'],
    ],
    [
      'an environment of several lines',
      ending(':environment:a\nb'),
      ['it is for jobs with the environment "a\nb", not for pushes to main'],
    ],
    [
      'what only holds an environment',
      ending(':the-environment:prod'),
      ['it ends in "the-environment:prod", not in "ref:refs/heads/main"'],
    ],
    [
      'several faults at once',
      'repo:grace/yoctogram-app:ref:refs/heads/dev',
      ['the owner is "grace", not "ada"', 'the branch is "dev", not "main"'],
    ],
    ['nothing that we know of', NAME, ['GitHub writes it otherwise']],
  ])('%s', (_, subject, clauses) => {
    expect(subjectDifferences(subject, ADA)).toEqual(clauses)
  })

  it('does not fault ids that nobody knows', () => {
    const unknown = { ...ADA, id: null, ownerId: null }
    expect(subjectDifferences(IDS.replace('2001', '7'), unknown)).toEqual([
      'GitHub writes it otherwise',
    ])
    expect(subjectDifferences('repo:ada-7/yoctogram-app-8:ref:refs/heads/main', unknown)).toEqual([
      expect.stringContaining('not by a hyphen'),
    ])
    expect(subjectDifferences('repo:ada-x/yoctogram-app-8:pull_request', unknown)[0]).toBe(
      'the owner is "ada-x", not "ada"',
    )
  })
})

describe('the form that a wrong subject comes closest to', () => {
  it.each([
    ['ids', IDS],
    ['ids', 'repo:ada@7/other:x'],
    ['name', NAME],
    ['name', 'repo:ada/yoctogram-app:environment:a@b'],
    ['name', 'repo:ada/other:ref:refs/heads/main'],
    ['ids', 'x@y repo:ada/yoctogram-app'],
  ])('is the one with %s: %s', (form, subject) => {
    expect(closestForm(subject, ADA)).toBe(form)
  })
})
