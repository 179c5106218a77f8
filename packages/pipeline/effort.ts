/** Most steps that one grading runs, over all orders, worlds and pushes. */
const MOST_STEPS = 2_000

/**
 * Most that the scripts of one grading take together before another one is begun, in the shell's units of work, of
 * some 20 to 100 nanoseconds each. Counted, not timed: the same file comes out the same on a busy machine.
 */
const MOST_WORK = 65_000_000

/** What a step takes beside its script, in the same units. */
const STEP_WORK = 5_000

/** What a character of a script's environment takes: every step reads all of it anew. */
const CHARACTER_WORK = 20

/** Thrown when a workflow takes more than the grader spends on one. */
export class TooMuchEffort extends Error {}

/** Counts what the run of a workflow takes, so that a hostile one ends soon. */
export class Effort {
  #steps = 0
  #work = 0

  /** Units of work so far. */
  get work(): number {
    return this.#work + this.#steps * STEP_WORK
  }

  /** One more step. */
  step(): void {
    this.#steps += 1
    if (this.#steps > MOST_STEPS) {
      throw new TooMuchEffort(`it runs more than ${MOST_STEPS} steps`)
    }
  }

  /** Runs a script and counts its work, and the reading of its environment. */
  async script<Result extends { readonly work: number }>(
    env: Readonly<Record<string, string>>,
    run: () => Promise<Result>,
  ): Promise<Result> {
    for (const name in env) this.#work += (env[name]?.length ?? 0) * CHARACTER_WORK
    if (this.#work > MOST_WORK) {
      throw new TooMuchEffort('its scripts do more than the grader follows')
    }
    const result = await run()
    this.#work += result.work
    return result
  }
}
