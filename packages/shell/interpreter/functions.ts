import { cannotFollow } from '../cannot-follow.js'
import type { Command } from './ast.js'
import { runCommand } from './commands.js'
import { withRedirections } from './redirections.js'
import type { Context, Shell } from './shell.js'
import { ReturnSignal } from './signals.js'
import type { Status } from './status.js'
import type { Argument } from './words.js'

/** Calls a shell function. Whether `-e` applies in it depends on where it was called. */
export async function callFunction(
  shell: Shell,
  definition: Command<'FunctionDef'>,
  args: readonly Argument[],
  context: Context,
): Promise<Status> {
  if (args.some(({ uncertain }) => uncertain)) {
    throw cannotFollow(`nobody knows how many arguments ${definition.name} gets in the script`)
  }
  const { positional, loopDepth } = shell
  shell.positional = args.map(({ text }) => text)
  shell.loopDepth = 0
  shell.functionDepth++
  try {
    return await shell.host.budget.deeper(() =>
      shell.variables.inFrame(new Map(), () =>
        withRedirections(shell, definition.redirections, context, () =>
          runCommand(shell, definition.body, context),
        ),
      ),
    )
  } catch (signal) {
    if (!(signal instanceof ReturnSignal)) throw signal
    return signal.status
  } finally {
    shell.positional = positional
    shell.loopDepth = loopDepth
    shell.functionDepth--
  }
}
