import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { referenceWorld } from '../../fixtures/reference.js'
import { answersIn } from './answers-on-disk.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-answers-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** GitHub's answer for a file, with its lines of 60. */
function fileAnswer(text: string): string {
  const content = Buffer.from(text).toString('base64').replaceAll(/.{60}/g, '$&\n')
  return JSON.stringify({ encoding: 'base64', content, size: Buffer.byteLength(text) })
}

/** What is answered at first, and again when GitHub says that nothing has changed. */
async function twice(name: string, body: string): Promise<[string, string]> {
  const answers = answersIn(join(folder, name))
  const ask = (status: 200 | 304) =>
    answers.fetch('https://api.github.com/x', {}, async () =>
      status === 304
        ? new Response(null, { status })
        : new Response(body, { headers: { etag: '"1"', 'content-type': 'application/json' } }),
    )
  return [await (await ask(200)).text(), await (await ask(304)).text()]
}

const textOf = (body: string) => Buffer.from(JSON.parse(body).content, 'base64').toString('utf8')

test('a file that is kept is the file that came', async () => {
  const { branches } = referenceWorld().repository
  const text = branches.main?.files['.github/workflows/main.yml'] ?? ''
  const [first, again] = await twice('whole', fileAnswer(text))
  expect(textOf(first)).toBe(text)
  expect(textOf(again)).toBe(text)
})

test('a key inside the file is masked where it is kept, to the same length', async () => {
  const key = 'AKIAIOSFODNN7EXAMPLE'
  const text = `env:\n  OLD_KEY: ${key}\n  AFTER: "é"\n`
  const [, again] = await twice('key', fileAnswer(text))
  expect(textOf(again)).toBe(text.replace(key, 'REDACTEDxxxxxxxxxxxx'))
})

test('half an answer is not kept', async () => {
  const half = fileAnswer('name: x\n'.repeat(50)).slice(0, 200)
  await twice('half', half)
  expect(await readdir(join(folder, 'half')).catch(() => [])).toEqual([])
})

test('a token in any other answer is masked', async () => {
  await twice('token', JSON.stringify({ name: `ghp_${'a1B2'.repeat(9)}` }))
  const [file = ''] = await readdir(join(folder, 'token'))
  const kept = await readFile(join(folder, 'token', file), 'utf8')
  expect(kept).toContain('REDACTED')
  expect(kept).not.toContain('a1B2')
})
