import type { Holes, Reason } from '@grade4/unknown'
import { mapping, OpenMapping, text, type Value } from '../expressions/values.js'

/** The outputs of a step or of a job. */
export class Outputs {
  readonly known: ReadonlyMap<string, string>
  /** Why there may be others, whose values are not known; `null`: there are none. */
  readonly others: Reason | null
  #value: Value | null = null

  constructor(known: ReadonlyMap<string, string> = new Map(), others: Reason | null = null) {
    this.known = known
    this.others = others
  }

  /** As expressions read them: an output that is not known is the same one wherever it is read. */
  value(holes: Holes): Value {
    const { known, others } = this
    const entries = [...known].map(([key, value]): [string, Value] => [key, text(value)])
    this.#value ??=
      others === null ? mapping(entries) : new OpenMapping(entries, () => holes.hole(others))
    return this.#value
  }
}
