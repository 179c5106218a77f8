/** A text that is no shorthand; the command line says so and ends with 252. */
export class ShorthandError extends Error {}

/** What shorthand gives: texts, lists and objects of them. */
export type ShorthandValue = string | ShorthandValue[] | { [key: string]: ShorthandValue }

/**
 * Reads the shorthand of the command line: `key=value,key=value`, lists `key=a,b` and `key=[a,b]`,
 * objects `key={a=1,b=2}`, quotes. Source: AWS CLI user guide, "Shorthand syntax".
 */
export function parseShorthand(text: string): { [key: string]: ShorthandValue } {
  return new Reader(text).whole()
}

const KEY = /[A-Za-z0-9\-_.#/:]*/y
/** After a comma a value ends at `=`, so that `a=b,c=d` is two pairs. */
const FIRST_VALUE = /(?:\\,|[^\s"',[\]{}=])(?:\\,|[^"',[\]{}])*/y
const NEXT_VALUE = /(?:\\,|[^\s"',=])(?:\\,|[^"',=])*/y
const SINGLE_QUOTED = /'(?:\\'|[^'])*'/y
const DOUBLE_QUOTED = /"(?:\\"|[^"])*"/y

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): { [key: string]: ShorthandValue } {
    const pairs = new Map<string, ShorthandValue>()
    for (;;) {
      const key = this.#match(KEY) ?? ''
      this.#expect('=')
      if (pairs.has(key)) throw new ShorthandError(`Second instance of key "${key}"`)
      pairs.set(key, this.#values())
      if (this.#ended) return Object.fromEntries(pairs)
      this.#expect(',')
    }
  }

  #values(): ShorthandValue {
    if (this.#ended) return ''
    if (this.#current === '[') return this.#list()
    if (this.#current === '{') return this.#object()
    return this.#separated()
  }

  /** `a`, or `a,b,c` as long as no `=` follows. */
  #separated(): ShorthandValue {
    const values = [this.#first()]
    for (;;) {
      this.#blank()
      const comma = this.#at
      if (this.#ended || this.#current !== ',') break
      this.#at++
      this.#blank()
      const next = this.#quoted() ?? this.#match(NEXT_VALUE)?.trimEnd()
      this.#blank()
      if (next === undefined && this.#ended) throw new ShorthandError('a value is missing')
      if (next === undefined || (!this.#ended && this.#current !== ',')) {
        this.#at = comma
        break
      }
      values.push(next.replaceAll('\\,', ','))
    }
    const [only = ''] = values
    return values.length === 1 ? only : values
  }

  #first(): string {
    return this.#quoted() ?? (this.#match(FIRST_VALUE) ?? '').replaceAll('\\,', ',').trimEnd()
  }

  #quoted(): string | undefined {
    const single = this.#current === "'"
    if (!single && this.#current !== '"') return undefined
    const quoted = this.#match(single ? SINGLE_QUOTED : DOUBLE_QUOTED)
    if (quoted === undefined) throw new ShorthandError('a quote is not closed')
    const mark = single ? "'" : '"'
    return quoted.slice(1, -1).replaceAll(`\\${mark}`, mark).replaceAll('\\\\', '\\')
  }

  #nested(): ShorthandValue {
    if (this.#current === '[') return this.#list()
    return this.#current === '{' ? this.#object() : this.#first()
  }

  #list(): ShorthandValue[] {
    this.#expect('[')
    const values: ShorthandValue[] = []
    while (this.#current !== ']') {
      const before = this.#at
      values.push(this.#nested())
      this.#separator(']', before)
    }
    this.#expect(']')
    return values
  }

  #object(): ShorthandValue {
    this.#expect('{')
    const pairs: [string, ShorthandValue][] = []
    while (this.#current !== '}') {
      const before = this.#at
      const key = this.#match(KEY) ?? ''
      this.#expect('=')
      pairs.push([key, this.#nested()])
      this.#separator('}', before)
    }
    this.#expect('}')
    return Object.fromEntries(pairs)
  }

  #separator(end: string, before: number): void {
    this.#blank()
    if (this.#current !== end) this.#expect(',')
    if (this.#ended || this.#at === before) throw new ShorthandError(`a ${end} is missing`)
  }

  get #current(): string {
    return this.#text[this.#at] ?? ''
  }

  get #ended(): boolean {
    return this.#at >= this.#text.length
  }

  #blank(): void {
    while (/\s/.test(this.#current)) this.#at++
  }

  #expect(character: string): void {
    this.#blank()
    if (this.#current !== character) {
      const there = this.#ended ? 'EOF' : this.#current
      throw new ShorthandError(`Expected: '${character}', received: '${there}'`)
    }
    this.#at++
    this.#blank()
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const matched = pattern.exec(this.#text)?.[0]
    if (matched !== undefined) this.#at += matched.length
    return matched
  }
}
