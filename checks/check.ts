import { type Answered, type Observed, UnknownError } from '@grade4/unknown'
import type { Section } from '../evidence/assignment.js'
import type { Evidence } from '../evidence/question.js'
import type { CheckId } from './rubric.js'
import type { Finding } from './verdict.js'

/** What a check is handed. */
export interface CheckContext {
  /** What the account and the repository answer; facts are worked out from it. */
  readonly evidence: Evidence
  /** Reports a fault of the student's. Name every fault, not the first. */
  finding(message: string, details?: Partial<Omit<Finding, 'message'>>): void
  /** Says in one line what was seen when nothing is wrong. */
  seen(message: string): void
}

/** What a check says of itself, in words for the student. Plain text. */
export interface Description {
  readonly title: string
  /** Heading in the assignment. */
  readonly section: Section
  /** The next thing to do when it fails: a command or a console page. */
  readonly hint: string
  /** What of the account or the repository is looked at. */
  readonly looksAt: string
  /** When it passes. */
  readonly passes: string
  /** Each way of failing, the commonest first, and how to fix it; a sentence each. */
  readonly failures: Readonly<Record<string, string>>
}

/** Looks at one subject. No finding means passed. */
export type Rule = (context: CheckContext) => Promise<void>

/** One line of the rubric: what is judged, and in which words. */
export interface Check<Id extends CheckId = CheckId> extends Description {
  readonly id: Id
  /** Never throws to say "wrong": `Blocked` and `UnknownError` stop it, anything else thrown is a bug of ours. */
  readonly rule: Rule
}

/** Declares the check of one line of the rubric. */
export function check<Id extends CheckId>(id: Id, what: Omit<Check<Id>, 'id'>): Check<Id> {
  return { id, ...what }
}

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
