import { isUnknown, type Unknown, UnknownError, unknownFor } from '@grade4/unknown'
import type { Status } from '../command.js'

export type { Status }

/** A truth value, or not known. */
export type Truth = boolean | Unknown

/** The status of a condition. */
export function statusOf(truth: Truth): Status {
  return isUnknown(truth) ? truth : truth ? 0 : 1
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
