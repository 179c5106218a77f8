/** Why a value of the pipeline can't be known, and what its reader can do. Each is one line. */
export interface Reason {
  readonly because: string
  readonly remedy: string
}

/** Private-use characters: they survive shells, YAML and JSON, and no honest workflow holds them. */
const OPEN = '\uE0F0'
const CLOSE = '\uE0F1'
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g')

/**
 * Values nobody can know (a secret, the outputs of an action without a handler).
 * Each is a marked string that spreads through expressions and scripts like any other text; whatever
 * an effect's arguments hold, `reasonsIn` tells whether a part of it is unknown, and why.
 */
export class Unknowns {
  readonly #reasons: Reason[] = []

  /** A fresh marked string that stands for an unknown value. */
  mark(reason: Reason): string {
    this.#reasons.push(reason)
    return `${OPEN}${this.#reasons.length - 1}${CLOSE}`
  }

  /** The reasons of every unknown value that a text holds, in order; empty when all of it is known. */
  reasonsIn(text: string): Reason[] {
    return [...text.matchAll(MARK)].flatMap((match) => this.#reasons[Number(match[1])] ?? [])
  }

  /** The text with every mark shown as `(unknown)`, for messages. */
  static show(text: string): string {
    return text.replaceAll(MARK, '(unknown)')
  }
}
