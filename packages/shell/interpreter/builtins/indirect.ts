import { hasHole } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { isBuiltin } from '../../supported.js'
import { readForInput } from '../input-file.js'
import type { Argument, Shell } from '../shell.js'
import { ExitSignal, ReturnSignal } from '../signals.js'
import type { Builtin } from './builtin.js'
import { knownText, textsOf } from './known.js'
import { describe } from './lookup.js'

export const evaluate: Builtin = (shell, args) => {
  const text = textsOf('eval', args).join(' ')
  return afterSyntax(() => shell.host.run.text(shell, text))
}

/** A text that is no shell ends a script, but not one that evaluates or sources it. */
async function afterSyntax(run: () => Promise<Status>): Promise<Status> {
  try {
    return await run()
  } catch (signal) {
    if (signal instanceof ExitSignal && signal.syntax) return signal.status
    throw signal
  }
}

/** `source FILE`, `. FILE`. */
export const source: Builtin = async (shell, args) => {
  const [file, ...positional] = textsOf('source', args)
  if (file === undefined) return shell.fail('source: filename argument required', 2)
  if (shell.kind === 'sh' && positional.length > 0) throw shell.refuse('. with arguments')
  const content = await readForInput(shell, file)
  // In dash a file that is not there ends the script.
  if (content === null && shell.kind === 'sh') throw new ExitSignal(2)
  if (content === null) return 1
  if (hasHole(content)) throw shell.undecided(content)
  const before = shell.positional
  if (positional.length > 0) shell.positional = positional
  shell.sourceDepth++
  try {
    return await afterSyntax(() => shell.host.run.text(shell, content))
  } catch (signal) {
    if (!(signal instanceof ReturnSignal)) throw signal
    return signal.status
  } finally {
    shell.sourceDepth--
    shell.positional = before
  }
}

/** `command NAME …` skips functions; `command -v NAME` says what it is. */
export const command: Builtin = async (shell, args, _name, options) => {
  if (options.size === 0) return runNamed(shell, args)
  let found = false
  for (const arg of args) {
    const status = await describe(shell, knownText(shell, arg), options.has('V') ? 'words' : 'path')
    if (status !== 0 && status !== 1) return status
    found ||= status === 0
  }
  return found ? 0 : 1
}

export const builtin: Builtin = async (shell, args) => {
  const [first] = args
  if (first === undefined) return 0
  if (!isBuiltin(first.text)) return shell.fail(`builtin: ${first.text}: not a shell builtin`)
  return runNamed(shell, args)
}

/** `exec PROGRAM …` takes the shell's place. Redirections alone are handled before it comes here. */
export const exec: Builtin = async (shell, args) => {
  shell.traps.delete('EXIT')
  throw new ExitSignal(await runNamed(shell, args))
}

function runNamed(shell: Shell, args: readonly Argument[]): Promise<Status> {
  const [first] = args
  if (first !== undefined) knownText(shell, first)
  return shell.host.run.command(shell, args)
}
