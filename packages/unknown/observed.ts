/**
 * What one look at a service gave.
 *
 * - `found`: the service answered, this is the value.
 * - `absent`: the service itself said that there is no such thing; `saidBy` is its own error name.
 * - `unknown`: the look failed. Permission, expired credentials, throttling, network, time-out.
 *
 * Never a sentinel: an empty list that was *found* is a fact, a list that could not be read is `unknown`.
 */
export type Observed<T> = Answered<T> | Absent

/** The same of a thing that is there wherever the look goes through: the account that one signs in to. */
export type Answered<T> = Found<T> | Unknown

/** What the service answered. */
export interface Found<T> {
  readonly state: 'found'
  readonly value: T
}

/** The service's word that there is no such thing. */
export interface Absent {
  readonly state: 'absent'
  readonly saidBy: string
}

/** Why something is not known, and what its reader can do about it. Each is one line. */
export interface Reason {
  readonly because: string
  readonly remedy: string
  /**
   * `evidence`: a look at a service failed. `deployment`: nothing deployed was looked at, and only that tells.
   * Absent: something else is behind it, as far as that is known.
   */
  readonly lacks?: 'evidence' | 'deployment'
  /** Whoever runs the grader has to fix it, and it is the same for every subject: an expired token, no network. */
  readonly ofCaller?: true
}

/** What is not known, as an answer: the one way to return it. */
export interface Unknown extends Reason {
  readonly state: 'unknown'
}

/** An observation of a thing that is there. */
export function found<T>(value: T): Found<T> {
  return { state: 'found', value }
}

/** The service said that the thing is not there. `saidBy`: the service's own error name. */
export function absent(saidBy: string): Absent {
  return { state: 'absent', saidBy }
}

/** It is not known. */
export function unknown(because: string, remedy: string): Unknown {
  return { state: 'unknown', because, remedy }
}

/** It is not known by a fault of whoever runs the grader, which is the same for every subject. */
export function unknownByCaller(because: string, remedy: string): Unknown {
  return { ...unknown(because, remedy), ofCaller: true }
}

/** The reason for what only a person can tell. `what`: has to be graded by hand. */
export function byHand(because: string, what = 'this step'): Reason {
  return { because, remedy: `The course staff has to grade ${what} by hand.` }
}

/** The reason for what only a run tells. `what`: the things on which hangs what has to be graded by hand. */
export function byLog(because: string, what: 'it' | 'them' = 'it'): Reason {
  const remedy = `The course staff has to grade what depends on ${what} by hand, with a log of a run.`
  return { because, remedy }
}

/** The answer that it is not known, for a reason that is at hand. */
export function unknownFor(reason: Reason): Unknown {
  return { state: 'unknown', ...reasonOf(reason) }
}

/** The reason alone, of what may be more than one. */
export function reasonOf({ because, remedy, lacks, ofCaller }: Reason): Reason {
  return {
    because,
    remedy,
    ...(lacks === undefined ? {} : { lacks }),
    ...(ofCaller === undefined ? {} : { ofCaller }),
  }
}

/** Whether an answer is that it is not known. */
export function isUnknown(value: unknown): value is Unknown {
  return (
    typeof value === 'object' && value !== null && 'state' in value && value.state === 'unknown'
  )
}

/** The same observation with its value changed; `absent` and `unknown` stay what they are. */
export function map<T, U>(observed: Answered<T>, change: (value: T) => U): Answered<U>
export function map<T, U>(observed: Observed<T>, change: (value: T) => U): Observed<U>
export function map<T, U>(observed: Observed<T>, change: (value: T) => U): Observed<U> {
  return observed.state === 'found' ? found(change(observed.value)) : observed
}
