import { describe, expect, it } from 'vitest'
import { closestSubject, type SubjectFault, subjectFaults } from './subject-faults.js'
import type { TrustedRepository } from './subjects.js'

const ADA: TrustedRepository = { owner: 'ada', name: 'yoctogram-app', id: 2001, ownerId: 1001 }
const NAME = 'repo:ada/yoctogram-app:ref:refs/heads/main'
const IDS = 'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main'

/** A subject of ada's repository with something else than `main` at the end. */
const ending = (suffix: string) => `repo:ada/yoctogram-app${suffix}`
const owner = (found: string, caseOnly = false) =>
  ({ kind: 'owner', found, wanted: 'ada', caseOnly }) as const
const name = (found: string) =>
  ({ kind: 'repository', found, wanted: 'yoctogram-app', caseOnly: false }) as const

describe('why a subject is not that of a push to main', () => {
  it.each<[string, string, SubjectFault[]]>([
    ['a wildcard', 'repo:ada/*', [{ kind: 'wildcard' }]],
    ['a space at the end', `${NAME} `, [{ kind: 'outer-space' }]],
    ['no repo:', NAME.slice('repo:'.length), [{ kind: 'no-repo' }]],
    ['another text', 'main', [{ kind: 'form' }]],
    [
      'another owner and repository',
      'repo:grace/other:ref:refs/heads/main',
      [owner('grace'), name('other')],
    ],
    ['another case', 'repo:Ada/yoctogram-app:ref:refs/heads/main', [owner('Ada', true)]],
    [
      'ids after hyphens',
      'repo:ada-1001/yoctogram-app-2001:ref:refs/heads/main',
      [{ kind: 'hyphen-ids' }],
    ],
    [
      'other numbers after hyphens are names',
      'repo:ada-7/yoctogram-app-8:ref:refs/heads/main',
      [owner('ada-7'), name('yoctogram-app-8')],
    ],
    ['one id only', 'repo:ada@1001/yoctogram-app:ref:refs/heads/main', [{ kind: 'one-id' }]],
    ['the other id only', 'repo:ada/yoctogram-app@2001:ref:refs/heads/main', [{ kind: 'one-id' }]],
    [
      'other ids',
      'repo:ada@1001/yoctogram-app@7:ref:refs/heads/main',
      [{ kind: 'ids', found: ['1001', '7'], wanted: [1001, 2001] }],
    ],
    ['nothing after the repository', ending(''), [{ kind: 'no-suffix' }]],
    ['a colon alone', ending(':'), [{ kind: 'no-suffix' }]],
    ['another branch', ending(':ref:refs/heads/dev'), [{ kind: 'branch', found: 'dev' }]],
    ['a tag', ending(':ref:refs/tags/v1'), [{ kind: 'tag', found: 'v1' }]],
    ['pull requests', ending(':pull_request'), [{ kind: 'pull-request' }]],
    ['an environment', ending(':environment:a\nb'), [{ kind: 'environment', found: 'a\nb' }]],
    [
      'what only holds an environment',
      ending(':the-environment:prod'),
      [{ kind: 'suffix', found: 'the-environment:prod' }],
    ],
    [
      'several faults at once',
      'repo:grace/yoctogram-app:ref:refs/heads/dev',
      [owner('grace'), { kind: 'branch', found: 'dev' }],
    ],
    ['nothing that we know of', NAME, [{ kind: 'other' }]],
  ])('%s', (_, subject, faults) => {
    expect(subjectFaults(subject, ADA)).toEqual(faults)
  })

  it('does not fault ids that are not known', () => {
    const unknown = { ...ADA, id: null, ownerId: null }
    expect(subjectFaults(IDS.replace('2001', '7'), unknown)).toEqual([{ kind: 'other' }])
    expect(subjectFaults('repo:ada-7/yoctogram-app-8:ref:refs/heads/main', unknown)).toEqual([
      { kind: 'hyphen-ids' },
    ])
    expect(subjectFaults('repo:ada-x/yoctogram-app-8:pull_request', unknown)[0]).toEqual(
      owner('ada-x'),
    )
  })
})

it.each([
  [IDS, IDS],
  [IDS, 'repo:ada@7/other:x'],
  [NAME, 'repo:ada/yoctogram-app:environment:a@b'],
  [NAME, 'repo:ada/other:ref:refs/heads/main'],
])('%s is closest to %s', (closest, subject) => {
  expect(closestSubject(subject, ADA)).toBe(closest)
  expect(closestSubject(subject, { ...ADA, id: null })).toBe(NAME)
})
