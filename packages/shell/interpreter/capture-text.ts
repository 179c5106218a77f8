import { cannotFollow } from '../cannot-follow.js'
import { parseShell, Unreadable } from './parser.js'
import type { Context, Shell } from './shell.js'
import { captureOutput } from './substitution.js'

/** The output of a command given as text, as inside `$((…))`. */
export async function captureText(
  shell: Shell,
  command: string,
  context: Context,
): Promise<string> {
  return captureOutput(shell, statementsOf(shell, command), context)
}

function statementsOf(shell: Shell, command: string) {
  try {
    return parseShell(command, shell.host.budget).statements
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    throw cannotFollow(`the grader cannot read ${command} in the script`)
  }
}
