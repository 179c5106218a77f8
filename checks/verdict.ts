import type { CheckId } from './rubric.js'

/**
 * - `passed`: the account or repository shows what the assignment asks.
 * - `failed`: it shows something else; the student's to fix.
 * - `blocked`: can't be looked at until another check passes.
 * - `error`: the grader could not find out. Never the student's fault, never zero points for good.
 */
export type Status = 'passed' | 'failed' | 'blocked' | 'error'

/** A place in a file of the repository. Lines and columns count from 1. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The text of that line, as the student wrote it; `null` when not at hand. */
  readonly source: string | null
}

/** One fault that a check saw, or the one reason why it could not look. */
export interface Finding {
  /** One line, in words that the student can act on. */
  readonly message: string
  readonly expected: string | null
  readonly actual: string | null
  readonly location: Location | null
  /** What to do about this very fault, where the rubric's general hint is not enough. */
  readonly hint: string | null
}

/** What one check concluded about one subject. */
export interface Verdict {
  readonly id: CheckId
  readonly status: Status
  /** Empty only for `passed`. */
  readonly findings: readonly Finding[]
  /** For `passed`: what was seen, one line, or empty. */
  readonly seen: string
  /** The check that has to pass first; only for `blocked`. */
  readonly blockedBy: CheckId | null
  readonly durationMs: number
}
