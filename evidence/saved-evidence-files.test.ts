import { chmod, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  loadEvidence,
  type SavedEvidence,
  saveEvidence,
  UnreadableEvidence,
} from './saved-evidence.js'
import { SUBJECT } from './test-subject.js'

const EVIDENCE: SavedEvidence = {
  subject: SUBJECT,
  gatheredAt: new Date('2024-03-09T20:00:00.000Z'),
  savedAt: new Date('2024-03-09T20:00:01.000Z'),
  answers: new Map(),
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-store-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a file that was there before is replaced, and is its owner’s alone', async () => {
  const path = join(folder, 'ada.json')
  await writeFile(path, 'something else')
  await chmod(path, 0o644)
  await saveEvidence(path, EVIDENCE)
  expect(await loadEvidence(path)).toEqual(EVIDENCE)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['ada.json'])
})

test('a folder that is not there is no place to save in', async () => {
  await expect(saveEvidence(join(folder, 'none', 'ada.json'), EVIDENCE)).rejects.toThrow('ENOENT')
})

test('a file that is not there, a folder and a huge file are refused by name', async () => {
  const huge = join(folder, 'huge.json')
  await writeFile(huge, '')
  await truncate(huge, 65 * 1024 * 1024)
  for (const path of [join(folder, 'none.json'), folder, huge]) {
    await expect(loadEvidence(path)).rejects.toThrow(UnreadableEvidence)
    await expect(loadEvidence(path)).rejects.toThrow(path)
  }
})
