import { cannotFollow, hasHole, type UnknownError } from '@grade4/unknown'
import { Cursor } from './cursor.js'

/** A value of JSON. A string with a hole may be any value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

/** The types of jq, in the order in which it sorts them. */
export const TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const

/** Stops following a program of jq. `what`: ends "the grader does not follow". */
export function notFollowed(what: string): UnknownError {
  return cannotFollow(`the grader does not follow ${what} of jq in the script`)
}

/** Thrown where what comes next hangs on a value that is not known: a text with its hole. */
export class UnknownValue extends Error {
  readonly text: string
  constructor(text: string) {
    super('a value of jq is not known')
    this.text = text
  }
}

/** Thrown for a text that is no JSON. */
export class NoJson extends Error {}

/** The type of a value. Throws `UnknownValue` for one that is not known: whoever looks at a value asks for its type. */
export function typeOf(value: Json): (typeof TYPES)[number] {
  if (value === null) return 'null'
  if (typeof value === 'string') {
    if (hasHole(value)) throw new UnknownValue(value)
    return 'string'
  }
  if (typeof value === 'object') return isList(value) ? 'array' : 'object'
  return typeof value === 'number' ? 'number' : 'boolean'
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value)
}

export function isTrue(value: Json): boolean {
  return typeOf(value) !== 'null' && value !== false
}

/** jq's order of all values: negative, zero or positive. */
export function compared(one: Json, other: Json): number {
  const order = TYPES.indexOf(typeOf(one)) - TYPES.indexOf(typeOf(other))
  if (order !== 0) return order
  if (isList(one) && isList(other)) {
    const at = one.findIndex(
      (item, index) => index >= other.length || compared(item, other[index] ?? null) !== 0,
    )
    if (at < 0) return one.length - other.length
    return at >= other.length ? 1 : compared(one[at] ?? null, other[at] ?? null)
  }
  if (isObject(one) && isObject(other)) {
    const keys = sortedKeys(one)
    return (
      compared(keys, sortedKeys(other)) ||
      compared(
        keys.map((key) => one[key] ?? null),
        keys.map((key) => other[key] ?? null),
      )
    )
  }
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
  return Number(one) - Number(other)
}

export function sortedKeys(object: JsonObject): string[] {
  return Object.keys(closed(object)).sort(compared)
}

/** What stands for members of an object that are not known, which it may have: a key that is a hole; `null`: none. */
export function othersIn(object: JsonObject): string | null {
  return Object.keys(object).find(hasHole) ?? null
}

/** An object whose keys are all known. Throws `UnknownValue` for another. */
export function closed(object: JsonObject): JsonObject {
  const others = othersIn(object)
  if (others !== null) throw new UnknownValue(others)
  return object
}

/** An object of keys and values. Throws `UnknownError` for a number as a key: JavaScript would change the order. */
export function objectOf(entries: readonly (readonly [string, Json])[]): JsonObject {
  for (const [key] of entries) {
    if (hasHole(key)) throw new UnknownValue(key)
    if (/^\d+$/.test(key)) throw notFollowed('a key that is a number')
  }
  return Object.fromEntries(entries)
}

const STRING = /"(?:[^"\\\n]|\\.)*"/y
const NUMBER = /[-+.\d][-+.\w]*/y
/** Deeper values are an error to one version of jq and none to another. */
const DEEPEST = 200

/** The values of a text, one after the other. Throws `NoJson`; `UnknownError` where versions of jq differ. */
export function* valuesIn(text: string): Generator<Json> {
  const reader = new JsonReader(text)
  while (!reader.isAtEnd()) yield reader.value(0)
}

class JsonReader {
  readonly #cursor: Cursor
  readonly #isKnown: boolean

  constructor(text: string) {
    this.#isKnown = !hasHole(text)
    // With a part that is not known it may be JSON all the same.
    const refusal = () => (this.#isKnown ? new NoJson() : new UnknownValue(text))
    this.#cursor = new Cursor(text, refusal, /\s*/y)
  }

  isAtEnd(): boolean {
    return this.#cursor.take(/$/y)
  }

  value(depth: number): Json {
    const cursor = this.#cursor
    if (depth > DEEPEST) throw notFollowed('a very deep value')
    const string = cursor.token(STRING)
    if (string !== undefined) return stringOf(string)
    const number = cursor.token(NUMBER)
    if (number !== undefined) return numberOf(number)
    if (cursor.take(/\[/y)) return this.#items(/\]/y, () => this.value(depth + 1))
    if (cursor.take(/\{/y)) return this.#object(depth)
    const word = cursor.token(/null|true|false/y)
    if (word !== undefined) return JSON.parse(word)
    const bare = depth > 0 ? cursor.token(/[^\s,:[\]{}"]+/y) : undefined
    if (bare !== undefined && hasHole(bare)) return bare
    if (this.#isKnown && cursor.take(/nan/iy)) throw notFollowed('NaN')
    return cursor.refuse()
  }

  #items<T>(close: RegExp, item: () => T): T[] {
    const items: T[] = []
    if (this.#cursor.take(close)) return items
    do items.push(item())
    while (this.#cursor.take(/,/y))
    this.#cursor.expect(close)
    return items
  }

  #object(depth: number): JsonObject {
    const entries = this.#items(/\}/y, (): [string, Json] => {
      const key = this.#cursor.expect(STRING)
      this.#cursor.expect(/:/y)
      return [stringOf(key), this.value(depth + 1)]
    })
    const [known, others] = [false, true].map((is) =>
      entries.filter(([key]) => hasHole(key) === is),
    )
    return { ...objectOf(known ?? []), ...Object.fromEntries(others ?? []) }
  }
}

/** What a string in quotes stands for. */
export function stringOf(token: string): string {
  try {
    return JSON.parse(token)
  } catch (error) {
    if (error instanceof SyntaxError) throw notFollowed('a text with control characters')
    throw error
  }
}

/** A number that every version of jq prints in the same way. */
export function numberOf(token: string): number {
  const number = Number(token)
  if (/^-?\d/.test(token) && String(number) === token) return number
  throw notFollowed(`the number ${token}`)
}

/** A value as jq prints it. `indent`: of one level; `''`: all on one line. */
export function written(value: Json, indent = ''): string {
  return JSON.stringify(value, null, indent).replaceAll('\x7f', '\\u007f')
}

/** With the keys of every object in order. */
export function withSortedKeys(value: Json): Json {
  if (isList(value)) return value.map(withSortedKeys)
  if (!isObject(value)) return value
  return objectOf(sortedKeys(value).map((key) => [key, withSortedKeys(value[key] ?? null)]))
}
