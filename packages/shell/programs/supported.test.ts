import { readdirSync, readFileSync } from 'node:fs'
import { FUNCTIONS } from '@grade4/jq'
import { hasHole } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { testJob } from '../test-script.js'
import { Arguments } from './arguments.js'
import { SUPPORTED } from './supported.js'

interface Case {
  readonly script: string
  readonly exitCode: number
  readonly stdout: string
}

const FOLDER = new URL('../bash-cases/', import.meta.url)
const CASES: Case[] = readdirSync(FOLDER).flatMap((file) =>
  JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
)

/** The calls of programs in the recorded cases that come out as the real programs have them. */
async function callsThatAgree(): Promise<(readonly [name: string, args: readonly string[]])[]> {
  const agreed: (readonly [string, readonly string[]])[] = []
  for (const { script, exitCode, stdout } of CASES) {
    const calls: (readonly [string, readonly string[]])[] = []
    const { machine, run } = testJob()
    const host = machine.host(() => {})
    const commands = [...host.commands].map(
      ([path, command]) =>
        [
          path,
          (invocation: Parameters<typeof command>[0]) => {
            calls.push([invocation.name, invocation.args])
            return command(invocation)
          },
        ] as const,
    )
    const result = await run(script, {
      host: { ...host, commands: new Map(commands) },
      env: { HOME: '/root' },
    })
    const isKnown = result.exitCode === exitCode && result.stdout === stdout && !hasHole(stdout)
    if (isKnown) agreed.push(...calls)
  }
  return agreed
}

test('every program, option and function that is followed stands in a recorded case', async () => {
  const options = new Set<string>()
  const programs = new Set<string>()
  for (const [name, args] of await callsThatAgree()) {
    if (!SUPPORTED.has(name) || args[0] === '--version') continue
    options.add(name)
    const known = new Arguments({ name, args })
    for (const [option] of known.options) options.add(`${name} ${option}`)
    if (name === 'jq') programs.add(known.operands[0] ?? '')
  }
  const followed = [...SUPPORTED].flatMap(([name, { options }]) => [
    name,
    ...new Set([...options.values()].map((option) => `${name} ${option.name}`)),
  ])
  const isMissing = (one: string) => !options.has(one) && !one.endsWith(' NEGATIVE')
  expect(followed.filter(isMissing)).toEqual([])
  const words = new Set([...programs].flatMap((program) => program.match(/@?\w+/g) ?? []))
  expect(FUNCTIONS.filter((name) => !words.has(name))).toEqual([])
})
