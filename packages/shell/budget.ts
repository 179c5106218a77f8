import { cannotFollow } from '@grade4/unknown'

/**
 * What one script may use up before the grader stops following it.
 * Work is counted, not timed, so that the same script ends at the same place on a busy machine.
 */
export interface Limits {
  /** Units of work, of some 20 to 40 nanoseconds each. */
  readonly work: number
  /** Nested functions, subshells and substitutions. */
  readonly depth: number
  /** Length of a single value, and of all that is written, in characters. */
  readonly characters: number
  /** Words that one expansion may give. */
  readonly words: number
}

export const DEFAULT_LIMITS: Limits = {
  work: 20_000_000,
  depth: 60,
  characters: 2_000_000,
  words: 20_000,
}

/** Units of work for what happens often. */
const STEP = 1000
const PROGRAM = 25_000
const FILE = 5000
const WORD = 50

/** Counts what a script uses up; past a limit it throws `UnknownError`. */
export class Budget {
  readonly limits: Limits
  #work = 0
  #depth = 0
  #written = 0

  constructor(limits: Limits = DEFAULT_LIMITS) {
    this.limits = limits
  }

  /** Units of work used up so far. */
  get used(): number {
    return this.#work
  }

  work(units: number): void {
    this.#work += units
    if (this.#work > this.limits.work) {
      throw cannotFollow('the script does more than the grader follows: it may run without end')
    }
  }

  /** One more command, loop turn or expansion. */
  step(): void {
    this.work(STEP)
  }

  /** A program of just-bash is started on an input. */
  program(characters: number): void {
    this.work(PROGRAM + characters * 4)
  }

  /** A file is opened. */
  file(): void {
    this.work(FILE)
  }

  /** Runs something one level deeper. */
  async deeper<T>(run: () => Promise<T>): Promise<T> {
    if (++this.#depth > this.limits.depth) {
      throw cannotFollow(`the script nests more than ${this.limits.depth} levels deep`)
    }
    try {
      return await run()
    } finally {
      this.#depth--
    }
  }

  /** A value came to be. */
  value(text: string): string {
    if (text.length > this.limits.characters) {
      throw cannotFollow(
        `the script makes a value of more than ${this.limits.characters} characters`,
      )
    }
    this.work(text.length)
    return text
  }

  /** Characters were written somewhere. */
  written(characters: number): void {
    this.#written += characters
    if (this.#written > this.limits.characters) {
      throw cannotFollow(`the script writes more than ${this.limits.characters} characters`)
    }
  }

  /** An expansion gave this many words. */
  words(count: number): void {
    if (count > this.limits.words) {
      throw cannotFollow(`the script makes more than ${this.limits.words} words at once`)
    }
    this.work(count * WORD)
  }
}
