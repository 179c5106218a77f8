import { hasHole } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { readForInput } from '../descriptors.js'
import { ExitSignal, LoopSignal, ReturnSignal } from '../ending.js'
import type { Argument, Shell } from '../shell.js'
import { type Builtin, type Builtins, knownText, textsOf } from './builtin.js'
import { describeAll } from './lookup.js'

async function statusArgument(
  shell: Shell,
  command: string,
  args: readonly Argument[],
): Promise<Status> {
  const [text, ...more] = args.map((arg) => knownText(shell, arg)).filter((one) => one !== '--')
  if (text === undefined) return shell.status
  if (!/^[+-]?\d+$/.test(text))
    return shell.fail(`${command}: ${text}: numeric argument required`, 2)
  if (more.length > 0) return shell.fail(`${command}: too many arguments`)
  return Number(BigInt.asUintN(8, BigInt(text)))
}

/** `break`, `continue`. */
const breakLoop: Builtin = async (shell, args, name) => {
  // Outside a loop bash says that it is only meaningful in one, and goes on.
  if (shell.loopDepth === 0) return 0
  const levels = args[0] === undefined ? 1 : Number(knownText(shell, args[0]))
  if (!Number.isInteger(levels) || levels < 1) throw shell.refuse(`${name} ${args[0]?.text}`)
  throw new LoopSignal(name === 'break' ? 'break' : 'continue', Math.min(levels, shell.loopDepth))
}

/** A text that is no shell ends a script, but not one that evaluates or sources it. */
async function runText(shell: Shell, text: string): Promise<Status> {
  try {
    return await shell.host.run.text(shell, text)
  } catch (signal) {
    if (signal instanceof ExitSignal && signal.syntax) return signal.status
    throw signal
  }
}

/** `source FILE`, `. FILE`. */
const source: Builtin = async (shell, args) => {
  const [file, ...positional] = textsOf('source', args)
  if (file === undefined) return shell.fail('source: filename argument required', 2)
  const isDash = shell.kind === 'sh'
  if (isDash && positional.length > 0) throw shell.refuse('arguments of .')
  const content = await readForInput(shell, file)
  if (content === null && isDash) throw new ExitSignal(2)
  if (content === null) return 1
  if (hasHole(content)) throw shell.undecided(content)
  const before = shell.positional
  if (positional.length > 0) shell.positional = positional
  shell.sourceDepth++
  try {
    return await runText(shell, content)
  } catch (signal) {
    if (!(signal instanceof ReturnSignal)) throw signal
    return signal.status
  } finally {
    shell.sourceDepth--
    shell.positional = before
  }
}

/** What says which command runs next. */
export const CONTROL: Builtins = {
  async exit(shell, args) {
    throw new ExitSignal(await statusArgument(shell, 'exit', args))
  },

  async return(shell, args) {
    if (shell.functionDepth === 0 && shell.sourceDepth === 0) {
      return shell.fail("return: can only `return' from a function or sourced script", 2)
    }
    throw new ReturnSignal(await statusArgument(shell, 'return', args))
  },

  eval: (shell, args) => runText(shell, textsOf('eval', args).join(' ')),

  /** `exec PROGRAM …` takes the shell's place. Redirections alone are handled before it comes here. */
  async exec(shell, args) {
    shell.traps.delete('EXIT')
    throw new ExitSignal(await shell.host.run.named(shell, args))
  },

  /** `command NAME …` skips functions; `command -v NAME` says what it is. */
  command: async (shell, args, _name, options) =>
    options.has('v') ? describeAll(shell, args, 'path') : shell.host.run.named(shell, args),

  break: breakLoop,
  continue: breakLoop,
  '.': source,
  source,
  ':': async () => 0,
  true: async () => 0,
  false: async () => 1,
}
