import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type WatchedFiles, watchFiles } from './watched-files.js'

/** Longer than any save takes to be heard of on a busy machine; nothing is asserted about less. */
const PATIENCE_MS = 5_000
/** Longer than the quiet after which a save is over. */
const SILENCE_MS = 400

let folder: string
let stop: AbortController
let watched: WatchedFiles

const at = (...names: string[]) => join(folder, ...names)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-watched-'))
  stop = new AbortController()
  await writeFile(at('main.yml'), 'on: push\n')
  watched = await watchFiles([at('main.yml'), at('cdk.out')], stop.signal)
})

afterEach(async () => {
  stop.abort()
  await watched.end()
  await rm(folder, { recursive: true })
})

async function isHeard(withinMs: number): Promise<boolean> {
  return await Promise.race([watched.nextSave(), sleep(withinMs, false)])
}

describe('a save is heard of', () => {
  test('when a file is written in its place', async () => {
    await writeFile(at('main.yml'), 'on: [push]\n')
    expect(await isHeard(PATIENCE_MS)).toBe(true)
  })

  test('when another is renamed into its place, each time', async () => {
    for (const text of ['on: [push]\n', 'on: { push: }\n', 'on: push\n']) {
      await writeFile(at('main.yml~'), text)
      await rename(at('main.yml~'), at('main.yml'))
      expect(await isHeard(PATIENCE_MS)).toBe(true)
    }
  })

  test('when it is deleted and made anew', async () => {
    await rm(at('main.yml'))
    expect(await isHeard(PATIENCE_MS)).toBe(true)
    await writeFile(at('main.yml'), 'on: push\n')
    expect(await isHeard(PATIENCE_MS)).toBe(true)
  })

  test('when a folder is written, which was not there, and written anew', async () => {
    for (const text of ['{}', '{ "Resources": {} }']) {
      await rm(at('cdk.out'), { recursive: true, force: true })
      await mkdir(at('cdk.out'))
      await writeFile(at('cdk.out', 'app.template.json'), text)
      expect(await isHeard(PATIENCE_MS)).toBe(true)
    }
  })
})

test('files beside them, and what a stack uploads, make no save', async () => {
  await mkdir(at('cdk.out', 'asset.40'), { recursive: true })
  expect(await isHeard(PATIENCE_MS)).toBe(true)
  // A busy machine may tell of the two folders one after the other.
  while (await isHeard(SILENCE_MS));
  await writeFile(at('notes.txt'), 'x')
  await writeFile(at('cdk.out', 'asset.40', 'index.js'), 'x')
  expect(await isHeard(SILENCE_MS)).toBe(false)
})

test('asked to stop, it does', async () => {
  const next = watched.nextSave()
  stop.abort()
  expect(await next).toBe(false)
})
