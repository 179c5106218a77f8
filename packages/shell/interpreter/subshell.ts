import type { StatementNode } from './ast.js'
import type { Context, Shell } from './shell.js'
import { ExitSignal, LoopSignal, ReturnSignal } from './signals.js'
import { decided, type Status } from './status.js'

/** Runs statements in a shell of their own to its end, its EXIT trap included. */
export async function runSubshell(
  subshell: Shell,
  statements: readonly StatementNode[],
  context: Context,
): Promise<Status> {
  return endShell(subshell, await contained(() => subshell.host.run(subshell, statements, context)))
}

/** The status with which something ended, however it ended. */
async function contained(run: () => Promise<Status>): Promise<Status> {
  try {
    return await run()
  } catch (signal) {
    if (signal instanceof ExitSignal || signal instanceof ReturnSignal) return signal.status
    if (signal instanceof LoopSignal) return 0
    throw signal
  }
}

/** Runs a shell's EXIT trap; gives the status it ends with. */
export async function endShell(shell: Shell, status: Status): Promise<Status> {
  const trap = shell.traps.get('EXIT')
  shell.traps.delete('EXIT')
  if (trap === undefined || trap === '') return status
  shell.status = status
  // The trap's own `exit` changes the status; its last command does not.
  const exits = await contained(async () => {
    await shell.host.evaluate(shell, trap, { errorsIgnored: false })
    return NO_EXIT
  })
  return exits === NO_EXIT ? status : decided(exits)
}

/** No shell can end with it. */
const NO_EXIT = -1
