import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MAIN, shortfall } from './test-verdicts.js'

// Pipelines as people write them. workflows-corpus.txt has whole ones, with the other files that they need, and behind
// each what others do otherwise, a line each: `NAME | OLD => NEW ;; OLD => NEW`, with `¶` for a line's end. Of a wrong
// one the checks that fail stand before its name; the others pass, or are blocked.

/** The part of each kind that must come out exactly. */
const AT_LEAST = 0.97

interface Variant {
  readonly name: string
  readonly text: string
  /** Other files of the repository, by their paths. */
  readonly files: Readonly<Record<string, string>>
  /** The checks that fail; none for a right one. */
  readonly fails: readonly string[]
}

const CORPUS = readFileSync(new URL('workflows-corpus.txt', import.meta.url), 'utf8')

const VARIANTS: Variant[] = CORPUS.split(/^====== /m)
  .slice(1)
  .flatMap((section) => {
    const [head = '', ...parts] = section.split(/^------ /m)
    const [title = '', ...lines] = head.split('\n')
    const texts = new Map(
      [...parts, `${MAIN}\n${lines.join('\n')}`].map((part): [string, string] => {
        const end = part.indexOf('\n')
        return [part.slice(0, end).replace(/^file /, ''), part.slice(end + 1)]
      }),
    )
    const rows = (name: string) => (texts.get(name) ?? '').split('\n').filter((row) => row !== '')
    return [
      ...rows('right').map((row) => variantOf(title, row, texts, [])),
      ...rows('wrong').map((row) => {
        const [checks = '', ...rest] = row.split(': ')
        return variantOf(title, rest.join(': '), texts, checks.split(' '))
      }),
    ]
  })

function variantOf(
  title: string,
  row: string,
  base: ReadonlyMap<string, string>,
  fails: readonly string[],
): Variant {
  const [, name = '', edits] = /^(.*?)(?: \| (.*))?$/.exec(row) ?? []
  const texts = new Map([...base].filter(([path]) => path.includes('.yml')))
  for (const edit of edits?.split(' ;; ') ?? []) {
    const [from = '', to = ''] = edit.split(/ => ?/).map((part) => part.replaceAll('¶', '\n'))
    const found = [...texts].filter(([, text]) => text.includes(from))
    if (found.length === 0) throw new Error(`${title}, ${name}: there is no ${from}`)
    for (const [path, text] of found)
      texts.set(
        path,
        text.replaceAll(from, () => to),
      )
  }
  const { [MAIN]: text = '', ...files } = Object.fromEntries(texts)
  return { name: `${title}, ${name}`, text, files, fails }
}

/** What does not pass, and how: `tags failed`, `push blocked`. */
const notPassed = async ({ text, files }: Variant): Promise<string[]> =>
  (await shortfall(text, files)).map((one) => one.join(' '))

const results = new Map<Variant, readonly string[]>()

const failuresIn = (result: readonly string[]) => result.filter((one) => !one.endsWith(' blocked'))

describe.each([
  ['right', VARIANTS.filter(({ fails }) => fails.length === 0)],
  ['wrong', VARIANTS.filter(({ fails }) => fails.length > 0)],
] as const)('%s', (kind, variants) => {
  test.each(variants.map((variant) => [variant.name, variant] as const))(
    '%s',
    async (_, variant) => {
      const result = await notPassed(variant)
      results.set(variant, result)
      // The two mistakes that must never be made: a right one that fails, a wrong one that passes.
      if (variant.fails.length === 0)
        expect(result.filter((one) => one.endsWith(' failed'))).toEqual([])
      else expect(result).not.toEqual([])
    },
  )

  test('nearly all come out exactly', () => {
    const run = [...results].filter(([one]) => variants.includes(one))
    const other = run.filter(
      ([{ fails }, result]) =>
        failuresIn(result).join() !== fails.map((check) => `${check} failed`).join() ||
        (fails.length === 0 && result.length > 0),
    )
    process.stdout.write(`${kind}: ${run.length - other.length} of ${run.length} exactly\n`)
    for (const [{ name, fails }, result] of other) {
      process.stdout.write(`  ${name}: ${fails.join(' ') || 'right'}, but ${result.join(', ')}\n`)
    }
    expect(other.length).toBeLessThanOrEqual(run.length * (1 - AT_LEAST))
  })
})
