import type { Status } from '../../command.js'
import type { Argument, Shell } from '../shell.js'
import { ExitSignal, LoopSignal, ReturnSignal } from '../signals.js'
import type { Builtin } from './builtin.js'
import { knownText } from './known.js'

export const exit: Builtin = async (shell, args) => {
  throw new ExitSignal(await statusArgument(shell, 'exit', args))
}

export const returnFrom: Builtin = async (shell, args) => {
  if (shell.functionDepth === 0 && shell.sourceDepth === 0) {
    return shell.fail("return: can only `return' from a function or sourced script", 2)
  }
  throw new ReturnSignal(await statusArgument(shell, 'return', args))
}

async function statusArgument(
  shell: Shell,
  command: string,
  args: readonly Argument[],
): Promise<Status> {
  const [text, ...more] = args
    .filter(({ text }) => text !== '--')
    .map((arg) => knownText(shell, arg))
  if (text === undefined) return shell.status
  if (!/^[+-]?\d+$/.test(text))
    return shell.fail(`${command}: ${text}: numeric argument required`, 2)
  if (more.length > 0) return shell.fail(`${command}: too many arguments`)
  return Number(BigInt.asUintN(8, BigInt(text)))
}

/** `break`, `continue`. */
export const breakLoop: Builtin = async (shell, args, name) => {
  // Outside a loop bash says that it is only meaningful in one, and goes on.
  if (shell.loopDepth === 0) return 0
  const levels = args[0] === undefined ? 1 : Number(knownText(shell, args[0]))
  if (!Number.isInteger(levels) || levels < 1) throw shell.refuse(`${name} ${args[0]?.text}`)
  throw new LoopSignal(name === 'break' ? 'break' : 'continue', Math.min(levels, shell.loopDepth))
}
