import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cloneAt } from './clone.js'

const run = promisify(execFile)
const APP = { owner: 'ada', name: 'yoctogram-app' }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-clone-'))
  await git('init', '-q')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function git(...args: string[]): Promise<void> {
  await run('git', ['-C', folder, ...args])
}

describe('the repository of a clone is found', () => {
  test.each([
    ['origin', [['origin', 'git@github.com:ada/yoctogram-app.git']]],
    ['a remote of another name', [['github', 'https://github.com/ada/yoctogram-app']]],
    [
      'upstream before others',
      [
        ['a', 'git@github.com:bob/x'],
        ['upstream', 'git@github.com:ada/yoctogram-app'],
      ],
    ],
    [
      'origin elsewhere, a mirror on GitHub',
      [
        ['origin', 'git@gitlab.com:a/b'],
        ['hub', 'git@github.com:ada/yoctogram-app'],
      ],
    ],
  ] as const)('%s', async (_what, remotes) => {
    for (const [name, url] of remotes) await git('remote', 'add', name, url)
    expect((await cloneAt(folder))?.repository).toEqual(APP)
  })

  test('behind insteadOf, both ways', async () => {
    await git('remote', 'add', 'origin', 'gh:ada/yoctogram-app')
    await git('config', 'url.git@github.com:.insteadOf', 'gh:')
    expect((await cloneAt(folder))?.repository).toEqual(APP)
    await git('remote', 'set-url', 'origin', 'https://github.com/ada/yoctogram-app')
    await git('config', 'url.https://mirror.example/.insteadOf', 'https://github.com/')
    expect((await cloneAt(folder))?.repository).toEqual(APP)
  })
})

test('a clone without a remote on GitHub has no repository', async () => {
  await git('remote', 'add', 'origin', 'git@gitlab.com:ada/yoctogram-app')
  expect((await cloneAt(folder))?.repository).toBe(null)
})

test('a clone of the CDK app is known by its cdk.json, from a folder inside too', async () => {
  await writeFile(join(folder, 'cdk.json'), '{}')
  await mkdir(join(folder, 'stacks'))
  expect((await cloneAt(join(folder, 'stacks')))?.isCdkApp).toBe(true)
})

test('a clone that holds the CDK app beside main.yml is the one that is graded', async () => {
  await writeFile(join(folder, 'cdk.json'), '{}')
  await mkdir(join(folder, '.github', 'workflows'), { recursive: true })
  await writeFile(join(folder, '.github', 'workflows', 'main.yml'), '')
  expect((await cloneAt(folder))?.isCdkApp).toBe(false)
})

test('a folder that is no clone is none', async () => {
  await rm(join(folder, '.git'), { recursive: true })
  expect(await cloneAt(folder)).toBe(null)
})
