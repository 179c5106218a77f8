import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { referenceWorld } from '../../fixtures/reference.js'
import { AnswersOnDisk } from './answers-on-disk.js'

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
  const ask = async (status: 200 | 304) => {
    const answers = new AnswersOnDisk(join(folder, name), 'ada')
    const answer = await answers.fetch('https://api.github.com/x', {}, async () =>
      status === 304
        ? new Response(null, { status })
        : new Response(body, { headers: { etag: '"1"', 'content-type': 'application/json' } }),
    )
    await answers.keep()
    return answer
  }
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

/** Asks for these addresses, of which GitHub says what it did when it last said something, and keeps the answers. */
async function session(name: string, about: string, urls: readonly string[]): Promise<string[]> {
  const answers = new AnswersOnDisk(join(folder, name), about)
  const asked: string[] = []
  for (const url of urls) {
    const answer = await answers.fetch(url, {}, async (_url, { headers }) => {
      const tag = new Headers(headers).get('if-none-match')
      asked.push(`${url} ${tag ?? 'anew'}`)
      return tag === null
        ? new Response(`"${url}"`, { headers: { etag: `"of ${url}"` } })
        : new Response(null, { status: 304 })
    })
    expect(await answer.text()).toBe(`"${url}"`)
  }
  await answers.keep()
  return asked
}

test('what was kept is asked about, each answer by its own tag, time after time', async () => {
  const urls = ['https://x/1', 'https://x/2']
  const tags = ['https://x/1 "of https://x/1"', 'https://x/2 "of https://x/2"']
  expect(await session('again', 'ada', urls)).toEqual(['https://x/1 anew', 'https://x/2 anew'])
  expect(await session('again', 'ada', urls)).toEqual(tags)
  expect(await session('again', 'ada', urls)).toEqual(tags)
})

test('what nobody asked for any more is forgotten', async () => {
  await session('less', 'ada', ['https://x/1', 'https://x/2'])
  await session('less', 'ada', ['https://x/1'])
  expect(await session('less', 'ada', ['https://x/2'])).toEqual(['https://x/2 anew'])
})

test('an answer that nobody could get today is kept on', async () => {
  await session('refused', 'ada', ['https://x/1'])
  const answers = new AnswersOnDisk(join(folder, 'refused'), 'ada')
  const reset = async () => {
    throw new TypeError('fetch failed')
  }
  await expect(answers.fetch('https://x/1', {}, reset)).rejects.toThrow('fetch failed')
  // Something else is answered, so that there is something to write.
  await answers.fetch('https://x/2', {}, async () => new Response('', { headers: { etag: '2' } }))
  await answers.keep()
  expect(await session('refused', 'ada', ['https://x/1'])).toEqual(['https://x/1 "of https://x/1"'])
})

test("a subject's answers are no other's", async () => {
  await session('two', 'ada', ['https://x/1'])
  expect(await session('two', 'grace', ['https://x/1'])).toEqual(['https://x/1 anew'])
  expect(await session('two', 'ada', ['https://x/1'])).toEqual(['https://x/1 "of https://x/1"'])
})

test('a file that is no answers is as good as none', async () => {
  await session('torn', 'ada', ['https://x/1'])
  const [file = ''] = await readdir(join(folder, 'torn'))
  await writeFile(join(folder, 'torn', file), '{"https')
  expect(await session('torn', 'ada', ['https://x/1'])).toEqual(['https://x/1 anew'])
})

test('where nothing can be kept, everything is asked anew, and nothing is left half written', async () => {
  await writeFile(join(folder, 'in-the-way'), '')
  expect(await session('in-the-way', 'ada', ['https://x/1'])).toEqual(['https://x/1 anew'])
  await session('whole-file', 'ada', ['https://x/1'])
  const [file = ''] = await readdir(join(folder, 'whole-file'))
  await rm(join(folder, 'whole-file', file))
  await mkdir(join(folder, 'whole-file', file))
  expect(await session('whole-file', 'ada', ['https://x/1'])).toEqual(['https://x/1 anew'])
  expect(await readdir(join(folder, 'whole-file'))).toEqual([file])
})
