import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { REFERENCE, referenceStep } from './test-pipeline.js'
import { shortfall } from './test-verdicts.js'

// What was judged wrongly at some time, and others of its kind: misjudged.txt, whose head says how to read it.

const COMMANDS = {
  UNTAG:
    'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2',
  REDEPLOY:
    'aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --force-new-deployment --region us-west-2',
  UPDATE:
    'aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --region us-west-2',
}

const indented = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
const script = (text: string) => `run: |\n${indented(text, 8)}`

/** The text after a step's first line that begins so. */
function after(step: string, line: RegExp, more: string, by: number): string {
  if (!line.test(step)) throw new Error(`There is no ${line} in ${step}.`)
  return step.replace(line, (found) => `${found}\n${indented(more, by)}`)
}

/** What comes of a step, by what is said of it. */
const CHANGES: Readonly<Record<string, (step: string, what: string) => string>> = {
  runs: (step, what) => step.replace(/run: .*/, () => script(what)),
  is: (_, what) => indented(what, 4),
  has: (step, what) => after(step, /^ {4}- name: .*/, what, 6),
  with: (step, what) => after(step, /^ {6}with:/m, what, 8),
  if: (step, what) => after(step, /^ {4}- name: .*/, `if: ${what}`, 6),
}

/** A step of its own. */
const added = (verb: string, what: string) =>
  indented(verb === 'runs' ? `- ${script(what)}` : what, 4)

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`There is no ${from}.`)
  return text.replaceAll(from, () => to)
}

/** The text after one edit. */
function edited(text: string, edit: string): string {
  const [, before, number, verb = '', what = ''] =
    /^(before )?(\d) (runs|is|has|with|if) (.*)$/s.exec(edit) ?? []
  if (number !== undefined) {
    const step = referenceStep(Number(number))
    const changed = CHANGES[verb]?.(step, what) ?? ''
    return replaced(text, step, before === undefined ? changed : `${added(verb, what)}\n${step}`)
  }
  const [, last, step = ''] = /^then (runs|is) (.*)$/s.exec(edit) ?? []
  if (last !== undefined) return `${text}\n${added(last, step)}\n`
  const [, left] = /^without (\d)$/.exec(edit) ?? []
  if (left !== undefined) return replaced(text, referenceStep(Number(left)), '')
  const [from = '', to] = edit.split(/ => ?/)
  if (to === undefined) throw new Error(`What is ${edit}?`)
  return replaced(text, from, to)
}

/** `failed: untag; blocked: push redeploy` as a list of checks, each with its outcome. */
const shortfallOf = (said: string): [check: string, outcome: string][] =>
  said === 'passed'
    ? []
    : said.split('; ').flatMap((part) => {
        const [outcome = '', checks = ''] = part.split(': ')
        return checks.split(' ').map((check): [string, string] => [check, outcome])
      })

function caseOf(row: string): { name: string; text: string } {
  const [, name = row, edits = row] = /^(.*?) :: (.*)$/.exec(row) ?? []
  const written = edits
    .replaceAll(/«(.*?)»×(\d+)/g, (_, text: string, times: string) => text.repeat(Number(times)))
    .replaceAll(/UNTAG|REDEPLOY|UPDATE/g, (word) => COMMANDS[word as keyof typeof COMMANDS])
    .replaceAll('¶', '\n')
  return { name, text: written.split(' ;; ').reduce(edited, REFERENCE) }
}

const TABLE = readFileSync(new URL('misjudged.txt', import.meta.url), 'utf8')

const KINDS = TABLE.split('\n====== ')
  .slice(1)
  .map((section) => {
    const [kind = '', ...parts] = section.split('\n-- ')
    return [
      kind,
      parts.flatMap((part) => {
        const [said = '', ...rows] = part.trimEnd().split('\n')
        return rows.map((row) => ({ row, wanted: shortfallOf(said) }))
      }),
    ] as const
  })

describe.each(KINDS)('%s', (_, cases) => {
  test.each(cases.map(({ row, wanted }) => [row, wanted] as const))('%s', async (row, wanted) => {
    expect(Object.fromEntries(await shortfall(caseOf(row).text))).toEqual(
      Object.fromEntries(wanted),
    )
  })
})
