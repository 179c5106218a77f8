import { readFileSync } from 'node:fs'
import { found } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import type { RepositorySettings } from './input.js'
import { judge, ROLE_ARN } from './test-pipeline.js'
import { loadWorkflow } from './workflow/load.js'
import { triggerFaults } from './workflow/trigger.js'

// Pipelines as people write them. workflows-corpus.txt has four whole ones, and behind each what others do otherwise,
// a line each: `NAME | OLD => NEW ;; OLD => NEW`, with `¶` for a line's end. Of a wrong one the check that fails stands
// before its name; the others pass, or are blocked.

/** The part of each kind that must come out exactly. */
const AT_LEAST = 0.97

interface Variant {
  readonly name: string
  readonly text: string
  /** The check that fails; `null` for a right one. */
  readonly fails: string | null
}

const CORPUS = readFileSync(new URL('workflows-corpus.txt', import.meta.url), 'utf8')

const VARIANTS: Variant[] = CORPUS.split(/^====== /m)
  .slice(1)
  .flatMap((section) => {
    const [head = '', right = '', wrong = ''] = section.split(/^------ \w+\n/m)
    const [title = '', ...lines] = head.split('\n')
    const rows = (all: string) => all.split('\n').filter((row) => row !== '')
    return [
      ...rows(right).map((row) => variantOf(title, row, lines.join('\n'), null)),
      ...rows(wrong).map((row) => {
        const [check = '', ...rest] = row.split(': ')
        return variantOf(title, rest.join(': '), lines.join('\n'), check)
      }),
    ]
  })

function variantOf(title: string, row: string, base: string, fails: string | null): Variant {
  const [, name = '', edits] = /^(.*?)(?: \| (.*))?$/.exec(row) ?? []
  let text = base
  for (const edit of edits?.split(' ;; ') ?? []) {
    const [from = '', to = ''] = edit.split(/ => ?/).map((part) => part.replaceAll('¶', '\n'))
    if (!text.includes(from)) throw new Error(`${title}, ${name}: there is no ${from}`)
    text = text.replaceAll(from, () => to)
  }
  return { name: `${title}, ${name}`, text, fails }
}

const SETTINGS: RepositorySettings = {
  secretNames: found(['AWS_ACCOUNT_ID', 'SLACK_WEBHOOK_URL']),
  variables: found([
    { name: 'ECS_CLUSTER', value: 'yoctogram-cluster' },
    { name: 'ECS_SERVICE', value: 'yoctogram-service' },
    { name: 'ROLE_ARN', value: ROLE_ARN },
  ]),
  personal: true,
}

/** What does not pass, and how: `tags failed`, `push blocked`. */
async function notPassed(text: string): Promise<string[]> {
  const loaded = loadWorkflow(text, '.github/workflows/main.yml')
  if (loaded.state !== 'valid') return ['valid failed']
  const trigger = triggerFaults(loaded.workflow).length > 0 ? ['trigger failed'] : []
  const { refusal: _refusal, ...outcomes } = await judge(text, { settings: SETTINGS })
  const all = Object.entries(outcomes).map(
    ([check, { outcome }]) => `${check.replace('workflow.', '')} ${outcome}`,
  )
  return [...trigger, ...all.filter((one) => !one.endsWith(' passed'))]
}

const results = new Map<Variant, readonly string[]>()

const failuresIn = (result: readonly string[]) => result.filter((one) => !one.endsWith(' blocked'))

describe.each([
  ['right', VARIANTS.filter(({ fails }) => fails === null)],
  ['wrong', VARIANTS.filter(({ fails }) => fails !== null)],
] as const)('%s', (kind, variants) => {
  test.each(variants.map((variant) => [variant.name, variant] as const))(
    '%s',
    async (_, variant) => {
      const result = await notPassed(variant.text)
      results.set(variant, result)
      // The two mistakes that must never be made: a right one that fails, a wrong one that passes.
      if (variant.fails === null)
        expect(result.filter((one) => one.endsWith(' failed'))).toEqual([])
      else expect(result).not.toEqual([])
    },
  )

  test('nearly all come out exactly', () => {
    const run = [...results].filter(([one]) => variants.includes(one))
    const other = run.filter(
      ([{ fails }, result]) =>
        failuresIn(result).join() !== (fails === null ? '' : `${fails} failed`) ||
        (fails === null && result.length > 0),
    )
    process.stdout.write(`${kind}: ${run.length - other.length} of ${run.length} exactly\n`)
    for (const [{ name, fails }, result] of other) {
      process.stdout.write(`  ${name}: ${fails ?? 'right'}, but ${result.join(', ')}\n`)
    }
    expect(other.length).toBeLessThanOrEqual(run.length * (1 - AT_LEAST))
  })
})
