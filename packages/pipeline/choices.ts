import { type Reason, reasonOf } from '@grade4/unknown'
import type { Assumption, StepRef } from './trace.js'

/** More ways than this to turn out, and the run is given up. */
const MOST_CHOICES = 3

/** Thrown when too much of the workflow hangs on what is not known. */
export class TooManyChoices extends Error {
  readonly reason: Reason

  constructor(reason: Reason) {
    super(reason.because)
    this.reason = reason
  }
}

/** What one run takes the unknown conditions of a workflow to be. */
export class Choices {
  readonly #given: readonly boolean[]
  readonly #made = new Map<string, Assumption>()

  constructor(given: readonly boolean[] = []) {
    this.#given = given
  }

  /** Takes a side; the same key gets the same side in both pushes. */
  take(key: string, step: StepRef | null, reason: Reason): boolean {
    const before = this.#made.get(key)
    if (before !== undefined) return before.holds
    if (this.#made.size >= MOST_CHOICES) throw new TooManyChoices(reason)
    const holds = this.#given[this.#made.size] ?? true
    this.#made.set(key, { step, reason: reasonOf(reason), holds })
    return holds
  }

  get made(): readonly Assumption[] {
    return [...this.#made.values()]
  }

  /** The choices that are left to try after this run, each as the sides to start from. */
  alternatives(): boolean[][] {
    const sides = this.made.map(({ holds }) => holds)
    return sides.flatMap((side, index) =>
      index < this.#given.length ? [] : [[...sides.slice(0, index), !side]],
    )
  }
}
