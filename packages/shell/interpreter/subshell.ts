import type { Status } from '../command.js'
import type { Shell } from './shell.js'
import { ExitSignal, LoopSignal, ReturnSignal } from './signals.js'
import { decided } from './status.js'

/** Runs something in a shell of its own to its end, its EXIT trap included. */
export function inSubshell(subshell: Shell, run: () => Promise<Status>): Promise<Status> {
  return subshell.host.budget.deeper(async () => endShell(subshell, await statusAtEnd(run)))
}

/** The status with which a shell ends, however it ends. */
export async function statusAtEnd(run: () => Promise<Status>): Promise<Status> {
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
  const trap = shell.traps.get('EXIT') ?? ''
  shell.traps.delete('EXIT')
  if (trap === '') return status
  shell.status = status
  shell.errorsIgnored = false
  // The trap's own `exit` changes the status; its last command does not.
  let own: Status = status
  await statusAtEnd(async () => {
    try {
      return await shell.host.run.text(shell, trap)
    } catch (signal) {
      if (signal instanceof ExitSignal) own = decided(signal.status)
      throw signal
    }
  })
  return own
}
