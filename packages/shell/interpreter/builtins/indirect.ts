import { hasHole, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../../cannot-follow.js'
import { readForInput } from '../input-file.js'
import { ExitSignal, ReturnSignal, SyntaxSignal } from '../signals.js'
import { dispatch } from '../simple-command.js'
import type { Status } from '../status.js'
import { type Builtin, isBuiltin } from './index.js'
import { describe } from './lookup.js'

export const evaluate: Builtin = async (shell, args, context) => {
  const text = args.map((argument) => argument.text).join(' ')
  return afterSyntax(() => shell.host.evaluate(shell, text, context))
}

/** A text that is no shell ends a script, but not one that evaluates or sources it. */
async function afterSyntax(run: () => Promise<Status>): Promise<Status> {
  try {
    return await run()
  } catch (signal) {
    if (signal instanceof SyntaxSignal) return signal.status
    throw signal
  }
}

/** `source FILE`, `. FILE`. */
export const source: Builtin = async (shell, args, context) => {
  const [file, ...positional] = args.map(({ text }) => text)
  if (file === undefined) {
    await shell.err('bash: source: filename argument required\n')
    return 2
  }
  const content = await readForInput(shell, file)
  if (content === null) return 1
  if (hasHole(content)) throw new UnknownError(shell.host.holes.reasonFor(content))
  const before = shell.positional
  if (positional.length > 0) shell.positional = positional
  shell.sourceDepth++
  try {
    return await afterSyntax(() => shell.host.evaluate(shell, content, context))
  } catch (signal) {
    if (!(signal instanceof ReturnSignal)) throw signal
    return signal.status
  } finally {
    shell.sourceDepth--
    shell.positional = before
  }
}

/** `command NAME …` skips functions; `command -v NAME` says what it is. */
export const command: Builtin = async (shell, args, context) => {
  const [first, ...rest] = args
  if (first === undefined) return 0
  if (/^-p*[vV][pvV]*$/.test(first.text)) {
    const style = first.text.includes('V') ? 'words' : 'path'
    let status: Status = 0
    for (const { text } of rest) if (text !== '--') status = await describe(shell, text, style)
    return status
  }
  if (first.text === '-p' || first.text === '--') return command(shell, rest, context)
  return dispatch(shell, first.text, rest, new Map(), context, true)
}

export const builtin: Builtin = async (shell, args, context) => {
  const [first, ...rest] = args
  if (first === undefined) return 0
  if (!isBuiltin(first.text)) {
    await shell.err(`bash: builtin: ${first.text}: not a shell builtin\n`)
    return 1
  }
  return dispatch(shell, first.text, rest, new Map(), context, true)
}

/** `exec PROGRAM …` takes the shell's place. Redirections alone are handled before it comes here. */
export const exec: Builtin = async (shell, args, context) => {
  const [first, ...rest] = args
  if (first === undefined) return 0
  if (first.text.startsWith('-'))
    throw cannotFollow('the script uses exec with options, which the grader lacks')
  shell.traps.delete('EXIT')
  throw new ExitSignal(await dispatch(shell, first.text, rest, new Map(), context, true))
}
