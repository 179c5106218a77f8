/** Most steps that one grading runs, over all orders, worlds and pushes. */
const MOST_STEPS = 2_000

/** Longest that scripts may take in one grading, in milliseconds of the grader's own time. */
const LONGEST_MS = 2_000

/** Thrown when a workflow takes more than the grader spends on one. */
export class TooMuchEffort extends Error {}

/** Counts what the run of a workflow takes, so that a hostile one ends soon. */
export class Effort {
  #steps = 0
  #milliseconds = 0

  /** One more step. */
  step(): void {
    this.#steps += 1
    if (this.#steps > MOST_STEPS) {
      throw new TooMuchEffort(`it runs more than ${MOST_STEPS} steps`)
    }
  }

  /** Runs something and counts the time it takes. */
  async timed<T>(run: () => Promise<T>): Promise<T> {
    if (this.#milliseconds > LONGEST_MS) {
      throw new TooMuchEffort(`its scripts take the grader more than ${LONGEST_MS} ms`)
    }
    const started = performance.now()
    try {
      return await run()
    } finally {
      this.#milliseconds += performance.now() - started
    }
  }
}
