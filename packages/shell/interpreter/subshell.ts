import type { Status } from '../command.js'
import type { Shell } from './shell.js'
import { ExitSignal, LoopSignal, ReturnSignal } from './signals.js'
import { decided } from './status.js'

/** Runs something in a shell of its own to its end, its EXIT trap included. */
export function inSubshell(subshell: Shell, run: () => Promise<Status>): Promise<Status> {
  return subshell.host.budget.deeper(async () => endShell(subshell, await statusAtEnd(run)))
}

/** The status with which a shell ends, however it ends. `onExit` gets that of an `exit`. */
export async function statusAtEnd(
  run: () => Promise<Status>,
  onExit?: (status: Status) => void,
): Promise<Status> {
  try {
    return await run()
  } catch (signal) {
    if (signal instanceof ExitSignal) onExit?.(signal.status)
    if (signal instanceof ExitSignal || signal instanceof ReturnSignal) return signal.status
    if (signal instanceof LoopSignal) return 0
    throw signal
  }
}

/** Runs a shell's EXIT trap; gives the status it ends with. */
export async function endShell(shell: Shell, status: Status): Promise<Status> {
  const trap = shell.traps.get('EXIT') ?? ''
  shell.traps.delete('EXIT')
  if (trap === '') return status
  shell.status = status
  shell.errorsIgnored = false
  // The trap's own `exit` changes the status; its last command does not.
  let own = status
  await statusAtEnd(
    () => shell.host.run.text(shell, trap),
    (exit) => {
      own = decided(exit)
    },
  )
  return own
}
