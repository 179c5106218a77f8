import { readFileSync } from 'node:fs'
import { Holes } from '@grade4/unknown'
import { expect, inject, test } from 'vitest'
import { inShort } from '../shell/test-script.js'
import { ROLE_ARN, traceOf } from './test-pipeline.js'
import type { Effect, StepTrace } from './trace.js'
import type { TwinEffect } from './twin/effects.js'

// Scripts as people write them for ECR, ECS and Docker. In scripts.txt each stands below its name, and what it comes
// to below it: `npx vitest run scripts.test.ts -u` writes that anew. Where it is not what bash and the AWS command
// line would do, it is wrong.

const FILE = 'scripts.txt'

/** The part of the scripts that may be refused. */
const MAY_BE_REFUSED = 0.03

/** Scripts of this name hang on commits, files of the repository and values that the grader does not have. */
const UNDECIDED = 'undecided: '

interface Script {
  readonly name: string
  /** The step's other keys, as YAML in braces; empty for none. */
  readonly with: string
  readonly text: string
  /** What it came to when it was recorded; empty for one that was not. */
  readonly recorded: string
}

const SCRIPTS: Script[] = readFileSync(new URL(FILE, import.meta.url), 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map((section) => {
    const [name = '', ...lines] = section.split('\n')
    const keys = /^with: \{(.*)\}$/.exec(lines[0] ?? '')?.[1] ?? ''
    const end = lines.findIndex((line) => line.startsWith('---'))
    return {
      name,
      with: keys,
      text: lines.slice(keys === '' ? 0 : 1, end).join('\n'),
      recorded: lines.slice(end).join('\n').replace(/^--- /, '').trimEnd(),
    }
  })

/** A job that has done what the assignment does before its scripts, and then runs one. */
function workflowOf(script: Script): string {
  return [
    'on: push',
    'permissions: write-all',
    'jobs:',
    '  a:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '    - uses: actions/checkout@v4',
    '    - uses: aws-actions/configure-aws-credentials@v4',
    `      with: { role-to-assume: '${ROLE_ARN}', aws-region: us-west-2 }`,
    '    - uses: aws-actions/amazon-ecr-login@v2',
    '    - uses: docker/setup-buildx-action@v3',
    `    - { run: ${JSON.stringify(script.text)}, ${script.with} }`,
  ].join('\n')
}

const NOT_FOLLOWED = 'not followed: '

/** What scripts do, in contrast to actions. */
function isOfScript(effect: Effect): effect is TwinEffect {
  return !/^(role-|build$|registry-login$)/.test(effect.kind)
}

/** How a step ends, what it did and its outputs, in a line. */
function comesTo({ outcome, cause, unknown, effects, outputs }: StepTrace): string {
  const parts = [
    `${outcome}${cause === null ? '' : `, ${cause.message}`}`,
    ...(unknown === null ? [] : [`${NOT_FOLLOWED}${unknown.reason.because}`]),
    ...effects.filter(isOfScript).flatMap((effect) => inShort(effect) ?? []),
    ...Object.entries(outputs).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
  ]
  return Holes.show(parts.join('; '), '?')
}

const results = new Map<Script, string>()

test.each(SCRIPTS.map((script) => [script.name, script] as const))('%s', async (_, script) => {
  const { schedules } = await traceOf(workflowOf(script))
  const step = schedules[0]?.worlds[0]?.runs[0].steps.at(-1)
  if (step === undefined) throw new Error('The step did not run.')
  const result = comesTo(step)
  results.set(script, result)
  // A run that writes them down compares nothing.
  if (inject('isRecording') !== true) expect(result).toBe(script.recorded)
})

test('nearly all of them are followed to their end', () => {
  const all = [...results].filter(([{ name }]) => !name.startsWith(UNDECIDED))
  const refused = all.filter(([, result]) => result.includes(NOT_FOLLOWED))
  process.stdout.write(`scripts: ${all.length - refused.length} of ${all.length} followed\n`)
  for (const [{ name }, result] of refused) process.stdout.write(`  ${name}: ${result}\n`)
  expect(refused.length).toBeLessThanOrEqual(all.length * MAY_BE_REFUSED)
})

test('what decides and is not known is not guessed', () => {
  const undecided = [...results].filter(([{ name }]) => name.startsWith(UNDECIDED))
  expect(undecided.filter(([, result]) => !result.includes(NOT_FOLLOWED))).toEqual([])
})

test('each comes to what stands below it', async () => {
  const sections = [...results].map(([{ name, with: keys, text }, result]) =>
    [`=== ${name}`, ...(keys === '' ? [] : [`with: {${keys}}`]), text, `--- ${result}`, ''].join(
      '\n',
    ),
  )
  if (results.size === SCRIPTS.length) await expect(sections.join('')).toMatchFileSnapshot(FILE)
})
