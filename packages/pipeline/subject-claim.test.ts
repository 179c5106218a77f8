import { absent, found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import type { SubjectCustomization } from './subject-claim.js'
import { defaultSubjectClaim, nameSubject, type SubjectOf, subjectClaim } from './subject-claim.js'

const repository = {
  owner: 'ada',
  name: 'yoctogram-app',
  id: 2001,
  ownerId: 1001,
  ownerType: 'User',
}
const ref = 'refs/heads/main'

function of(
  customization: Partial<SubjectCustomization>,
  environment: string | null = null,
): SubjectOf {
  const all = {
    useDefault: true,
    includeClaimKeys: [],
    useImmutableSubject: false,
    subjectPrefix: null,
    ...customization,
  }
  return { repository, customization: found(all), environment, ref }
}

test.each([null, false, true])(
  'the prefix that GitHub tells decides, where use_immutable_subject is %s',
  (useImmutableSubject) => {
    expect(subjectClaim(of({ useImmutableSubject, subjectPrefix: 'repo:ada@1/x@2' }))).toEqual({
      state: 'known',
      subject: 'repo:ada@1/x@2:ref:refs/heads/main',
    })
  },
)

test.each([
  [
    { useImmutableSubject: true, subjectPrefix: 'repo:ada/yoctogram-app' },
    null,
    'ref:refs/heads/main',
  ],
  [{ useImmutableSubject: true, subjectPrefix: 'repo:ada/app' }, 'prod', 'environment:prod'],
  [{ useDefault: false, subjectPrefix: 'repo:ada@1/x@2' }, null, 'ref:refs/heads/main'],
])(
  'so it does without ids, after a renaming, and beside an empty template: %j',
  (customized, environment, rest) => {
    const subject = `${customized.subjectPrefix}:${rest}`
    expect(subjectClaim(of(customized, environment))).toEqual({ state: 'known', subject })
  },
)

test.each([
  [of({}), 'repo:ada/yoctogram-app:ref:refs/heads/main'],
  [of({ useImmutableSubject: true }), 'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main'],
  [of({}, 'production'), 'repo:ada/yoctogram-app:environment:production'],
  [of({}, 'a:b'), 'repo:ada/yoctogram-app:environment:a%3Ab'],
  [of({ useDefault: false }), 'repo:ada/yoctogram-app:ref:refs/heads/main'],
  [of({ useDefault: false }, 'prod'), 'repo:ada/yoctogram-app:environment:prod'],
  [
    of({ useDefault: false, includeClaimKeys: ['repo', 'context'] }),
    'repo:ada/yoctogram-app:ref:refs/heads/main',
  ],
  [
    of({
      useDefault: false,
      useImmutableSubject: true,
      includeClaimKeys: ['repository_owner', 'repo'],
    }),
    'repository_owner:ada:repo:ada@1001/yoctogram-app@2001',
  ],
  [
    of({
      useDefault: false,
      useImmutableSubject: false,
      subjectPrefix: 'repo:ada@1001/yoctogram-app@2001',
      includeClaimKeys: ['repo', 'context'],
    }),
    'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main',
  ],
  [
    of({ useDefault: false, includeClaimKeys: ['repo', 'environment', 'context'] }, 'a:b:c'),
    'repo:ada/yoctogram-app:environment:a%3Ab%3Ac:environment:a%3Ab%3Ac',
  ],
  [
    of({
      useDefault: false,
      includeClaimKeys: [
        'repository',
        'repository_id',
        'repository_owner_id',
        'ref',
        'ref_type',
        'event_name',
      ],
    }),
    'repository:ada/yoctogram-app:repository_id:2001:repository_owner_id:1001:ref:refs/heads/main:ref_type:branch:event_name:push',
  ],
])('the subject of %j', (input, subject) => {
  expect(subjectClaim(input)).toEqual({ state: 'known', subject })
})

test('a claim that is not there is unknown', () => {
  const claim = subjectClaim(of({ useDefault: false, includeClaimKeys: ['actor'] }))
  expect(claim).toMatchObject({ state: 'unknown', because: expect.stringContaining('actor') })
})

test.each(['Organization', null])(
  'the template of an owner that is no person is not known: %s',
  (ownerType) => {
    const claim = subjectClaim({
      ...of({ useDefault: false }),
      repository: { ...repository, ownerType },
    })
    expect(claim).toMatchObject({
      state: 'unknown',
      because: expect.stringContaining('template of ada'),
      remedy: expect.stringContaining('repos/ada/yoctogram-app/actions/oidc/customization/sub'),
    })
  },
)

test('either form in a template where GitHub does not say which', () => {
  const template = { useDefault: false, includeClaimKeys: ['repository_owner', 'repo'] }
  expect(subjectClaim(of({ ...template, useImmutableSubject: null }))).toMatchObject({
    state: 'either',
    subjects: [
      'repository_owner:ada:repo:ada/yoctogram-app',
      'repository_owner:ada:repo:ada@1001/yoctogram-app@2001',
    ],
  })
})

test('a template without the repository has one form', () => {
  const template = { useDefault: false, includeClaimKeys: ['repository_owner'] }
  expect(subjectClaim(of({ ...template, useImmutableSubject: null }))).toEqual({
    state: 'known',
    subject: 'repository_owner:ada',
  })
})

test("GitHub's own template is shown beside the one of the repository", () => {
  const customised = of({ useDefault: false, includeClaimKeys: ['repository_owner'] })
  expect(defaultSubjectClaim(customised)).toEqual({
    state: 'known',
    subject: 'repo:ada/yoctogram-app:ref:refs/heads/main',
  })
})

test('either form where GitHub could not be asked', () => {
  const claim = subjectClaim({ ...of({}), customization: unknown('no token', 'make one') })
  expect(claim).toMatchObject({
    state: 'either',
    subjects: [
      'repo:ada/yoctogram-app:ref:refs/heads/main',
      'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main',
    ],
  })
})

test('either form where GitHub has nothing to say', () => {
  const claim = subjectClaim({ ...of({}), customization: absent('404') })
  expect(claim).toMatchObject({
    state: 'either',
    reason: { because: 'GitHub did not say which form it uses' },
  })
})

test('without ids the form with ids is not known', () => {
  const nameless = { ...repository, id: null, ownerId: null }
  const claim = subjectClaim({ ...of({ useImmutableSubject: true }), repository: nameless })
  expect(claim.state).toBe('unknown')
})

test('the name-only form is always there', () => {
  expect(nameSubject(of({ useImmutableSubject: true }))).toBe(
    'repo:ada/yoctogram-app:ref:refs/heads/main',
  )
})
