import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lastRunOf } from '../grading/last-run.js'
import { reportWith } from '../reporters/test-reports.js'
import { cacheFolder, lastRunFile, readLastRun, writeLastRun } from './last-run-file.js'

const RUN = lastRunOf(reportWith(), null)
const ADA = { account: '111122223333', repository: 'ada/yoctogram-app' }

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-cache-'))
  file = lastRunFile(folder, ADA) ?? ''
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('what was kept is read again, and is its owner’s alone', async () => {
  expect(await readLastRun(file)).toBeNull()
  await writeLastRun(file, RUN)
  expect(await readLastRun(file)).toEqual(RUN)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('each account and repository has a file of its own, whatever they are called', () => {
  const others = [
    { ...ADA, account: '444455556666' },
    { ...ADA, repository: 'grace/yoctogram-app' },
    { ...ADA, repository: '../../etc/passwd' },
  ].map((whose) => lastRunFile(folder, whose))
  expect(new Set([file, ...others]).size).toBe(4)
  for (const other of others) expect(dirname(other ?? '')).toBe(dirname(file))
  expect(lastRunFile(folder, { ...ADA, repository: 'Ada/Yoctogram-App' })).toBe(file)
})

test('nothing is kept of nobody, or where there is no home', () => {
  expect(lastRunFile(folder, { ...ADA, account: null })).toBeNull()
  expect(lastRunFile(folder, { ...ADA, repository: null })).toBeNull()
  expect(cacheFolder({})).toBeNull()
  expect(cacheFolder({ HOME: '/home/ada' })).toMatch(/grade4/)
})

test.for(['', '{', '[]', '{"schema":"grade4/last-run@1"}', 'x'.repeat(70_000)])(
  'a file that holds something else is no last run',
  async (text) => {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    expect(await readLastRun(file)).toBeNull()
  },
)

test('a folder that can’t be written is let be', async () => {
  await writeFile(join(folder, 'last-runs'), 'a file in its place')
  await chmod(join(folder, 'last-runs'), 0o400)
  await writeLastRun(file, RUN)
  expect(await readLastRun(file)).toBeNull()
})
