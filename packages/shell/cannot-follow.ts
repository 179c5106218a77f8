import { byHand, UnknownError } from '@grade4/unknown'

/** Stops following the script. `because`: one line that names the program, value or construct. */
export function cannotFollow(because: string): UnknownError {
  return new UnknownError(byHand(because))
}
