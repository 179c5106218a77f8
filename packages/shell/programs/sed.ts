import { hasHole } from '@grade4/unknown'
import type { Command } from '../command.js'
import { filesOf, followedArguments } from './arguments.js'
import { recogniseSed } from './sed-grammar.js'
import type { Tool } from './text-tools.js'
import { inJustBash, readAll, textProgram, withoutPaths } from './utilities.js'

/** `sed`, over all that it reads as one text. */
const tool: Tool = async ({ args, inputs, run, work }) => {
  const scripts = args.has('e') ? args.all('e') : args.operands.slice(0, 1)
  recogniseSed(scripts.join('\n'), args.has('E'))
  const words = [
    ...['n', 'E'].filter((name) => args.has(name)).map((name) => `-${name}`),
    '-e',
    scripts.join('\n'),
  ]
  const text = inputs.map((input) => input.text).join('')
  work(text.length * 60 * scripts.join(';').split(/[;\n]/).length)
  const { stdout, exitCode } = await run(words, text)
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
    if (inputs === null) return 2
    const unknown = [
      ...withoutPaths('sed', invocation.args),
      ...inputs.map(({ text }) => text),
    ].filter(hasHole)
    const run = inJustBash(invocation, 'sed')
    const result =
      unknown.length > 0
        ? null
        : await tool({ args, inputs, run, work: (units) => budget.work(units) })
    await host.files.writeFile(path(file), result?.out ?? host.holes.holeLike(...unknown))
  }
  return 0
}
