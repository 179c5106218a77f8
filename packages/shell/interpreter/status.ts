import { type Reason, UnknownError } from '@grade4/unknown'

/** An exit status that nobody knows. */
export class Unsure {
  readonly reason: Reason
  constructor(reason: Reason) {
    this.reason = reason
  }
}

/** An exit status: 0 to 255, or unknown. */
export type Status = number | Unsure

/** A truth value, or unknown. */
export type Truth = boolean | Unsure

/** The status of a condition. */
export function statusOf(truth: Truth): Status {
  return truth instanceof Unsure ? truth : truth ? 0 : 1
}

/** `!`, for statuses. */
export function negated(status: Status): Status {
  return status instanceof Unsure ? status : status === 0 ? 1 : 0
}

/** The status as a number; an unknown one ends what can be known of the script. */
export function decided(status: Status): number {
  if (status instanceof Unsure) throw new UnknownError(status.reason)
  return status
}
