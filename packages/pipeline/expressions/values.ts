import { data } from '@actions/expressions'
import { formsIn, type Holes, mayBeEmpty, type Reason } from '@grade4/unknown'

/** A value of an expression: text, number, boolean, nothing, list or mapping. */
export type Value = data.ExpressionData

/** A text. */
export function text(value: string): Value {
  return new data.StringData(value)
}

export function boolean(value: boolean): Value {
  return new data.BooleanData(value)
}

/** No value, which reads as the empty text. */
export const NOTHING: Value = new data.Null()

/** A mapping of values, in the order given; keys ignore case. */
export function mapping(entries: Iterable<readonly [string, Value]>): data.Dictionary {
  return new data.Dictionary(...[...entries].map(([key, value]) => ({ key, value })))
}

/** A mapping of texts. */
export function texts(entries: Readonly<Record<string, string>>): data.Dictionary {
  return mapping(Object.entries(entries).map(([key, value]) => [key, text(value)] as const))
}

/** No key that GitHub has. */
const ANY = '*'

/** A mapping of which only some keys are known: every other one that `has` allows has an unknown value. */
export class OpenMapping extends data.Dictionary {
  readonly #holeOf: (key: string) => string
  readonly #has: (key: string) => boolean
  readonly #marks = new Map<string, Value>()

  /** `holeOf`: for the value of such a key. */
  constructor(
    known: Iterable<readonly [string, Value]>,
    holeOf: (key: string) => string,
    has: (key: string) => boolean = () => true,
  ) {
    super(...[...known].map(([key, value]) => ({ key, value })))
    this.#holeOf = holeOf
    this.#has = has
  }

  override pairs(): { key: string; value: Value }[] {
    return [...super.pairs(), ...this.#others.map((value) => ({ key: asText(value), value }))]
  }

  override values(): Value[] {
    return [...super.values(), ...this.#others]
  }

  /** What stands for the keys that are not known, where there may be any. */
  get #others(): Value[] {
    return this.#has(ANY) ? [this.get(ANY)] : []
  }

  override get(key: string): Value {
    const known = super.get(key)
    if (known !== undefined) return known
    if (!this.#has(key)) return NOTHING
    const name = key.toLowerCase()
    const mark = this.#marks.get(name) ?? text(this.#holeOf(key))
    this.#marks.set(name, mark)
    return mark
  }
}

/** The text that a value becomes inside another text. */
export function asText(value: Value): string {
  return value.coerceString()
}

/** Why a value is not wholly known; looks into lists and mappings. Empty when it is known. */
export function reasonsOf(value: Value, holes: Holes): Reason[] {
  switch (value.kind) {
    case data.Kind.String:
      return holes.reasonsIn(value.coerceString())
    case data.Kind.Array:
    case data.Kind.Dictionary:
      return value.values().flatMap((item) => reasonsOf(item, holes))
    default:
      return []
  }
}

/** Whether a value counts as true; `null` when that is not known. A text with a known part is not empty. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case data.Kind.Null:
      return false
    case data.Kind.Boolean:
      return value.value
    case data.Kind.Number:
      return value.number() !== 0 && !Number.isNaN(value.number())
    case data.Kind.String: {
      const text = value.coerceString()
      return mayBeEmpty(text) || formsIn(text)[0] === 'flag' ? null : text !== ''
    }
    default:
      return true
  }
}
