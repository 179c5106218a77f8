import { hasHole } from '@grade4/unknown'
import type { Command } from '../command.js'
import { recogniseSed } from './sed-grammar.js'
import type { Tool } from './text-tools.js'
import { filesOf, followedArguments, inJustBash, readAll, textProgram } from './utilities.js'

/** `sed`, over all that it reads as one text. */
const tool: Tool = async ({ args, inputs, run }) => {
  const scripts = args.has('e') ? args.all('e') : args.operands.slice(0, 1)
  recogniseSed(scripts.join('\n'), args.has('E'))
  const words = [
    ...['n', 'E'].filter((name) => args.has(name)).map((name) => `-${name}`),
    '-e',
    scripts.join('\n'),
  ]
  const { stdout, exitCode } = await run(words, inputs.map(({ text }) => text).join(''))
  return { out: stdout, status: exitCode }
}

const toOutput = textProgram('sed', tool)

/** `sed`; with `-i` each file is changed by itself. */
export const sed: Command = async (invocation) => {
  if (!invocation.args.some((arg) => /^(-\w*i|--in-place)/.test(arg))) return toOutput(invocation)
  const args = followedArguments('sed', invocation.args)
  const { host, path, budget } = invocation
  for (const file of filesOf('sed', args)) {
    const inputs = await readAll(invocation, [file])
    if (inputs === null) return 4
    const unknown = [...invocation.args, ...inputs.map(({ text }) => text)].filter(hasHole)
    const run = inJustBash(invocation, 'sed')
    const result =
      unknown.length > 0
        ? null
        : await tool({ args, inputs, run, work: (units) => budget.work(units) })
    await host.files.writeFile(path(file), result?.out ?? host.holes.holeLike(...unknown))
  }
  return 0
}
