import { hasHole, UnknownError } from '@grade4/unknown'
import { parseScript } from './script-text.js'
import type { Context, Shell } from './shell.js'
import { SyntaxSignal } from './signals.js'
import { runStatements } from './statements.js'
import type { Status } from './status.js'

/** Parses and runs a text in a shell. What can be read of a broken script runs first, as in bash. */
export async function evaluateScript(
  shell: Shell,
  text: string,
  context: Context,
): Promise<Status> {
  const { statements, problem } = parseScript(text, shell.host.budget)
  const status = await runStatements(shell, statements, context)
  if (problem === null) return status
  if (problem.kind === 'unreadable') throw problem.unknowable
  await shell.err(`bash: ${problem.message}\n`)
  throw new SyntaxSignal(2)
}

/** What `eval`, a trap or `bash -c` runs: a text that must be known. */
export async function evaluateText(shell: Shell, text: string, context: Context): Promise<Status> {
  if (hasHole(text)) throw new UnknownError(shell.host.holes.reasonFor(text))
  return shell.host.budget.deeper(() => evaluateScript(shell, text, context))
}
