import { isUnknown, UnknownError, unknownFor } from '@grade4/unknown'
import type { Status } from '../command.js'
import type { Shell } from './shell.js'

/** The shell (or the subshell it happens in) ends. `syntax`: at a text that is no shell. */
export class ExitSignal extends Error {
  readonly status: Status
  readonly syntax: boolean
  constructor(status: Status, syntax = false) {
    super('exit')
    this.status = status
    this.syntax = syntax
  }
}

/** Something that bash does not survive: it says the message and ends with 1. */
export class FatalError extends Error {}

/** A function or a sourced file returns. */
export class ReturnSignal extends Error {
  readonly status: Status
  constructor(status: Status) {
    super('return')
    this.status = status
  }
}

/** `break` or `continue`, through this many loops. */
export class LoopSignal extends Error {
  readonly kind: 'break' | 'continue'
  readonly levels: number
  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind)
    this.kind = kind
    this.levels = levels
  }
}

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

/** `!`, for statuses. */
export function negated(status: Status): Status {
  if (isUnknown(status)) return unknownFor(status)
  return status === 0 ? 1 : 0
}

/** The status as a number; an unknown one ends what can be known of the script. */
export function decided(status: Status): number {
  if (isUnknown(status)) throw new UnknownError(status)
  return status
}
