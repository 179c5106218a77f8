import { found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { repository } from '../evidence/github/repository.js'
import { knownRepository, repositoryName, spelledRepository } from './repository.js'
import { answer, SUBJECT, savedEvidence } from './test-evidence.js'

const REPOSITORY = {
  fullName: 'Ada/Yoctogram-App',
  owner: 'Ada',
  name: 'Yoctogram-App',
  id: 1,
  ownerId: 2,
  private: true,
  visibility: 'private',
  defaultBranch: 'main',
}
const UNREAD = answer(repository, [], unknown('AccessDenied', 'ask for the permission'))

test("is named in GitHub's spelling, else in the caller's", async () => {
  const known = savedEvidence([answer(repository, [], found(REPOSITORY))])
  expect(await repositoryName(known)).toBe('Ada/Yoctogram-App')
  const unread = savedEvidence([UNREAD])
  expect(await repositoryName(unread)).toBe('ada/yoctogram-app')
  expect(await knownRepository(unread)).toEqual(
    found({ owner: 'ada', name: 'yoctogram-app', id: null, ownerId: null }),
  )
})

test('has no name where nobody named one', async () => {
  const evidence = savedEvidence([UNREAD], { ...SUBJECT, repository: null })
  expect(await repositoryName(evidence)).toBeNull()
})

test("has no spelling but that of GitHub where an account is looked at, and the caller's where none is", async () => {
  const known = savedEvidence([answer(repository, [], found(REPOSITORY))])
  expect(await spelledRepository(known)).toEqual(found(REPOSITORY))
  const offline = { ...SUBJECT, withoutAccount: true as const }
  const knownOffline = savedEvidence([answer(repository, [], found(REPOSITORY))], offline)
  expect(await spelledRepository(knownOffline)).toEqual(found(REPOSITORY))
  expect(await spelledRepository(savedEvidence([UNREAD]))).toMatchObject({
    because: 'AccessDenied',
  })
  expect(await spelledRepository(savedEvidence([UNREAD], offline))).toEqual(
    found({ owner: 'ada', name: 'yoctogram-app', id: null, ownerId: null }),
  )
  const unnamed = savedEvidence([UNREAD], { ...offline, repository: null })
  expect(await spelledRepository(unnamed)).toEqual(
    unknown(
      'grade4 does not know which GitHub repository the role has to trust.',
      'Name it with --repo OWNER/NAME.',
    ),
  )
})
