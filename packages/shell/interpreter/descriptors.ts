import type { Budget } from '../budget.js'

/** Where output goes. */
export interface Sink {
  write(text: string): Promise<void>
}

/** Output that nobody reads. */
export const NOWHERE: Sink = { write: async () => {} }

/** Output kept in memory. */
export class Buffered implements Sink {
  readonly #budget: Budget
  #text = ''

  constructor(budget: Budget) {
    this.#budget = budget
  }

  async write(text: string): Promise<void> {
    this.#budget.written(text.length)
    this.#text += text
  }

  get text(): string {
    return this.#text
  }
}

/** Where input comes from; everybody who holds it shares one position. */
export class Input {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  /** All that is left. */
  rest(): string {
    const rest = this.#text.slice(this.#position)
    this.#position = this.#text.length
    return rest
  }

  /** The text up to a delimiter, without it; `ended` when the input ended before one came. */
  until(delimiter: string): { text: string; ended: boolean } {
    const at = this.#text.indexOf(delimiter, this.#position)
    if (at === -1) return { text: this.rest(), ended: true }
    const text = this.#text.slice(this.#position, at)
    this.#position = at + delimiter.length
    return { text, ended: false }
  }
}

/** An open file. */
export type Descriptor = Sink | Input
