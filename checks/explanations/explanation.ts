/** One way in which a check fails, and what to do about it. */
export interface Failure {
  /** What is seen, one sentence. */
  readonly when: string
  /** The next thing to do, one sentence: a command, a line of code or a console page. */
  readonly mend: string
}

/** What a check does, in words for the student. Plain text. */
export interface Explanation {
  /** What of the account or the repository is looked at. */
  readonly looksAt: string
  /** When it passes. */
  readonly passes: string
  /** The commonest first. */
  readonly failures: readonly Failure[]
}
