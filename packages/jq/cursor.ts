/** A place in a text that is read from its beginning to its end, token by token. Expressions are sticky, `/…/y`. */
export class Cursor {
  /** Where it is, in characters. */
  at = 0
  readonly #text: string
  readonly #refusal: () => Error
  readonly #blank: RegExp

  /** `refusal`: what to throw where no token that is expected stands. `blank`: what may stand before every token. */
  constructor(text: string, refusal: () => Error, blank: RegExp = /(?:)/y) {
    this.#text = text
    this.#refusal = refusal
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

  /** Passes over a token; `undefined` where another one stands here. */
  token(pattern: RegExp): string | undefined {
    return this.match(pattern)?.[0]
  }

  /** The same with nothing before the token. */
  exactly(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const [token] = pattern.exec(this.#text) ?? []
    this.at += token?.length ?? 0
    return token
  }

  /** Passes over a token; whether it stands here. */
  take(pattern: RegExp): boolean {
    return this.match(pattern) !== null
  }

  /** The token that has to stand here. */
  expect(pattern: RegExp): string {
    return this.token(pattern) ?? this.refuse()
  }

  /** The text from a place on. */
  since(from: number): string {
    return this.#text.slice(from, this.at)
  }

  refuse(): never {
    throw this.#refusal()
  }
}
