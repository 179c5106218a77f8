import { found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { repository } from '../evidence/github/repository.js'
import { knownRepository, repositoryName } from './repository.js'
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
