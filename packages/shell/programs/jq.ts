import { runJq } from '@grade4/jq'
import { cannotFollow } from '@grade4/unknown'
import type { Command } from '../command.js'
import { Arguments } from './arguments.js'
import { gently, readAll } from './utilities.js'

/** Values that options name: of files or of the argument itself, as a text or as JSON. */
const NAMED = [
  ['arg', 'text', false],
  ['argjson', 'value', false],
  ['rawfile', 'text', true],
  ['slurpfile', 'values', true],
] as const

/** `jq`; see packages/jq for the programs that are followed. */
export const jq: Command = gently(async (invocation) => {
  const { host, budget, environment, read, out } = invocation
  const args = new Arguments(invocation)
  const [given] = args.operands
  if (given === undefined) throw cannotFollow('the script gives jq no program')
  const program = args.has('f') ? await read(given) : given
  const variables = new Map<string, { text: string; kind: 'text' | 'value' | 'values' }>()
  for (const [option, kind, isFile] of NAMED) {
    for (const [name, variable = '', value = ''] of args.options) {
      if (name !== option) continue
      const text = isFile ? await read(value) : value
      if (text === null) return 2
      variables.set(variable, { text, kind })
    }
  }
  const inputs = args.has('n') ? [] : await readAll(invocation, args.files)
  if (program === null || inputs === null) return 2
  const result = runJq({
    program,
    input: args.has('n') ? null : inputs.map(({ text }) => text).join(''),
    options: new Set(args.options.map(([name]) => name)),
    indent: args.has('c') ? '' : args.has('tab') ? '\t' : ' '.repeat(args.count('indent') ?? 2),
    variables,
    environment,
    holes: host.holes,
    now: () => host.clock.read(),
    work: (units) => budget.work(units),
  })
  await out(result.out)
  return result.status
})
