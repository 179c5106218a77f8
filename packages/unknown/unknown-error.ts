import { byHand, type Reason, reasonOf } from './observed.js'

/** Thrown where something is not known and nothing after it can be: the one way to throw it. */
export class UnknownError extends Error {
  override readonly name = 'UnknownError'
  readonly reason: Reason

  constructor(reason: Reason) {
    super(reason.because)
    this.reason = reasonOf(reason)
  }
}

/**
 * The same where only a person can find out. `because`: one line that names the program, value or construct;
 * `what`: see `byHand`.
 */
export function cannotFollow(because: string, what?: string): UnknownError {
  return new UnknownError(byHand(because, what))
}
