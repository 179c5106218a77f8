import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { absent, found } from '@grade4/unknown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clients } from './clients.js'
import { localFile } from './local-file.js'
import { SUBJECT } from './test-subject.js'

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'grade4-clone-'))
  await mkdir(join(home, 'clone', 'deploy'), { recursive: true })
  await writeFile(join(home, 'secret.yml'), 'secret')
  await writeFile(join(home, 'clone', 'deploy', 'action.yml'), 'runs:')
  await writeFile(join(home, 'clone', 'large.yml'), 'x'.repeat(1_048_577))
  await symlink('deploy/action.yml', join(home, 'clone', 'link.yml'))
  await symlink('../secret.yml', join(home, 'clone', 'out.yml'))
  await symlink('..', join(home, 'clone', 'up'))
})
afterAll(() => rm(home, { recursive: true }))

const ask = (path: string, clone?: string) => {
  const subject = clone === undefined ? SUBJECT : { ...SUBJECT, clone }
  // The only client that it asks is the disk.
  return localFile.ask({ subject } as Clients, path)
}

const not = (why: string) =>
  expect.objectContaining({ state: 'unknown', because: expect.stringContaining(why) })

test.each<[string, unknown]>([
  ['deploy/action.yml', found('runs:')],
  ['./deploy//action.yml', found('runs:')],
  ['link.yml', found('runs:')],
  ['nowhere/action.yml', absent('ENOENT')],
  ['deploy/action.yml/action.yml', absent('ENOTDIR')],
  ['deploy', not('no file')],
  ['large.yml', not('too large')],
  ['../secret.yml', not('leads out')],
  ['deploy/../../secret.yml', not('leads out')],
  ['out.yml', not('leads out')],
  ['up/secret.yml', not('leads out')],
  ['a\0b', not('can')],
])('of a clone, %j', async (path, answer) => {
  expect(await ask(path, join(home, 'clone'))).toEqual(answer)
})

test('is not read without a clone', async () => {
  expect(await ask('deploy/action.yml')).toEqual(not('not in a clone'))
})
