import type { Observed } from '@grade4/unknown'
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

/**
 * The value of an observation. Throws `UnknownError` when nobody knows it, and `Blocked` when the service says
 * that there is no such thing: then `owner` is the check that reports this, and `missing` says what is waited for.
 */
export function known<T>(observed: Observed<T>, owner: CheckId, missing: string): T {
  const value = knownOrAbsent(observed)
  if (value === null) throw new Blocked(owner, missing)
  return value.value
}

/** The value of an observation, `null` when there is no such thing. Throws `UnknownError` when nobody knows. */
export function knownOrAbsent<T>(observed: Observed<T>): { readonly value: T } | null {
  if (observed.state === 'unknown') throw undecided(observed.because, observed.remedy)
  return observed.state === 'found' ? { value: observed.value } : null
}
