import { hasHole } from '@grade4/unknown'
import { type Pattern, quotedPattern } from './pattern.js'

/** A stretch of an expanded word. */
export interface Stretch {
  readonly text: string
  /** `quoted`: as it is. `pattern`: wildcards count. `splits`: wildcards count, and it splits into fields. */
  readonly kind: 'quoted' | 'pattern' | 'splits'
}

/** Between two elements of `"$@"`. */
export const BREAK = Symbol('field break')
export type Piece = Stretch | typeof BREAK

/** One argument before its wildcards are looked up. */
export interface Field {
  readonly text: string
  readonly pattern: Pattern
  /** It holds an unknown value without quotes: it may really be several arguments, or none. */
  readonly uncertain: boolean
}

class FieldBuilder {
  readonly fields: Field[] = []
  #text = ''
  #pattern = ''
  #there = false
  #uncertain = false

  add(text: string, pattern: Pattern): void {
    this.#text += text
    this.#pattern += pattern
    this.#there = true
  }

  uncertain(): void {
    this.#uncertain = true
  }

  end(): void {
    if (this.#there) {
      this.fields.push({ text: this.#text, pattern: this.#pattern, uncertain: this.#uncertain })
    }
    this.#text = ''
    this.#pattern = ''
    this.#there = false
    this.#uncertain = false
  }

  get started(): boolean {
    return this.#there
  }
}

/**
 * The fields of an expanded word.
 * White space of IFS separates fields in runs, its other characters one by one.
 */
export function splitFields(pieces: readonly Piece[], ifs: string): Field[] {
  const builder = new FieldBuilder()
  const blank = new Set([...ifs].filter((character) => ' \t\n'.includes(character)))
  const separators = new Set([...ifs].filter((character) => !blank.has(character)))
  for (const piece of pieces) {
    if (piece === BREAK) builder.end()
    else if (piece.kind === 'quoted') builder.add(piece.text, quotedPattern(piece.text))
    else if (piece.kind === 'pattern') builder.add(piece.text, piece.text)
    else splitInto(builder, piece.text, blank, separators)
  }
  builder.end()
  return builder.fields
}

function splitInto(
  builder: FieldBuilder,
  text: string,
  blank: ReadonlySet<string>,
  separators: ReadonlySet<string>,
): void {
  // After white space that ended a field, a separator belongs to the same delimiter.
  let endedByBlank = false
  let word = ''
  const flush = () => {
    if (word === '') return
    if (hasHole(word)) builder.uncertain()
    builder.add(word, word)
    word = ''
  }
  for (const character of text) {
    if (blank.has(character)) {
      flush()
      if (builder.started) endedByBlank = true
      builder.end()
    } else if (separators.has(character)) {
      flush()
      if (!endedByBlank && !builder.started) builder.add('', '')
      builder.end()
      endedByBlank = false
    } else {
      word += character
      endedByBlank = false
    }
  }
  flush()
}
