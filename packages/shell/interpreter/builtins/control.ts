import { hasHole, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../../cannot-follow.js'
import type { Shell } from '../shell.js'
import { ExitSignal, LoopSignal, ReturnSignal } from '../signals.js'
import type { Status } from '../status.js'
import type { Builtin } from './index.js'

export const exit: Builtin = async (shell, args) => {
  if (args.length > 1 && /^[+-]?\d+$/.test(args[0]?.text ?? '')) {
    await shell.err('bash: exit: too many arguments\n')
    throw new ExitSignal(1)
  }
  throw new ExitSignal(await statusArgument(shell, 'exit', args[0]?.text))
}

export const returnFrom: Builtin = async (shell, args) => {
  if (shell.functionDepth === 0 && shell.sourceDepth === 0) {
    await shell.err("bash: return: can only `return' from a function or sourced script\n")
    return 2
  }
  throw new ReturnSignal(await statusArgument(shell, 'return', args[0]?.text))
}

async function statusArgument(
  shell: Shell,
  command: string,
  text: string | undefined,
): Promise<Status> {
  if (text === undefined) return shell.status
  if (hasHole(text)) throw new UnknownError(shell.host.holes.reasonFor(text))
  if (/^[+-]?\d+$/.test(text)) return Number(BigInt.asUintN(8, BigInt(text)))
  await shell.err(`bash: ${command}: ${text}: numeric argument required\n`)
  return 2
}

export const breakLoop: Builtin = (shell, args) => leave(shell, 'break', args[0]?.text)

export const continueLoop: Builtin = (shell, args) => leave(shell, 'continue', args[0]?.text)

async function leave(
  shell: Shell,
  kind: 'break' | 'continue',
  text: string | undefined,
): Promise<Status> {
  // Outside a loop bash says that it is only meaningful in one, and goes on.
  if (shell.loopDepth === 0) return 0
  const levels = text === undefined ? 1 : Number(text)
  if (!Number.isInteger(levels) || levels < 1) throw cannotFollow(`the script uses ${kind} ${text}`)
  throw new LoopSignal(kind, Math.min(levels, shell.loopDepth))
}
