import type { Answered, Observed } from '@grade4/unknown'
import { UnknownError } from '@grade4/unknown'
import type { CheckId } from './rubric.js'

/** Stops a check: what it looks at hangs on another check, which reports the fault. */
export class Blocked extends Error {
  override readonly name = 'Blocked'
  readonly by: CheckId

  /** `message`: what is waited for, one line. */
  constructor(by: CheckId, message: string) {
    super(message)
    this.by = by
  }
}

/** Stops a check that could not find out: the grader's fault or the weather's, never the student's. One line each. */
export function undecided(because: string, remedy: string): UnknownError {
  return new UnknownError({ because, remedy })
}

/** The value of an answer. Throws `UnknownError` when it is not known. */
export function answered<T>(answer: Answered<T>): T {
  if (answer.state === 'unknown') throw new UnknownError(answer)
  return answer.value
}

/**
 * The value of an observation. Throws `UnknownError` when it is not known, and `Blocked` when the service says
 * that there is no such thing: then `owner` is the check that reports this, and `missing` says what is waited for.
 */
export function known<T>(observed: Observed<T>, owner: CheckId, missing: string): T {
  if (observed.state === 'absent') throw new Blocked(owner, missing)
  return answered(observed)
}

/** The value of an observation, `null` when there is no such thing. Throws `UnknownError` when it is not known. */
export function knownOrAbsent<T>(observed: Observed<T>): { readonly value: T } | null {
  return observed.state === 'absent' ? null : { value: answered(observed) }
}
