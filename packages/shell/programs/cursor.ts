import { cannotFollow } from '../cannot-follow.js'

/** A place in a program that is recognised from its beginning to its end. Expressions are sticky, `/…/y`. */
export class Cursor {
  /** Where it is, in characters. */
  at = 0
  readonly #text: string
  readonly #what: string
  readonly #blank: RegExp

  /** `what`: the kind of program, as in "the awk program". `blank`: what may stand before every token. */
  constructor(text: string, what: string, blank: RegExp = /(?:)/y) {
    this.#text = text
    this.#what = what
    this.#blank = blank
  }

  get isAtEnd(): boolean {
    return this.at >= this.#text.length
  }

  /** Passes over a token; `null` where another one stands here. */
  match(pattern: RegExp): RegExpExecArray | null {
    this.#blank.lastIndex = this.at
    this.#blank.exec(this.#text)
    pattern.lastIndex = this.#blank.lastIndex
    const found = pattern.exec(this.#text)
    if (found !== null) this.at = pattern.lastIndex
    return found
  }

  /** Passes over a token; whether it stands here. */
  take(pattern: RegExp): boolean {
    return this.match(pattern) !== null
  }

  /** The token that has to stand here. Throws `UnknownError` where another one does. */
  expect(pattern: RegExp): string {
    return this.match(pattern)?.[0] ?? this.refuse()
  }

  /** The text from a place on. */
  since(from: number): string {
    return this.#text.slice(from, this.at)
  }

  refuse(): never {
    throw cannotFollow(`the grader does not follow ${this.#what} ${this.#text}`)
  }
}
