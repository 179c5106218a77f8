import type { Reason } from '../pipeline/unknowns.js'

/** Thrown where a script can't be followed any further: from here on nobody knows what it does. */
export class Unknowable extends Error {
  readonly reason: Reason
  constructor(reason: Reason) {
    super(reason.because)
    this.name = 'Unknowable'
    this.reason = reason
  }
}

const BY_HAND = 'Grade this step by hand.'

/** Stops following the script. `because`: one line that names the program, value or construct. */
export function unknowable(because: string): Unknowable {
  return new Unknowable({ because, remedy: BY_HAND })
}
