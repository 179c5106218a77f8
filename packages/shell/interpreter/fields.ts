import { mayBeSplit } from '@grade4/unknown'
import { type Pattern, quotedPattern } from './pattern.js'

/** A stretch of an expanded word. */
export interface Piece {
  readonly text: string
  /**
   * `quoted`: as it is. `plain`: wildcards count. `splits`: wildcards count, and it splits into fields.
   * `break`: between two elements of `$@`; `text` is what joins them where nothing splits.
   */
  readonly kind: 'quoted' | 'plain' | 'splits' | 'break'
}

/** One argument before its wildcards are looked up. */
interface Field {
  readonly text: string
  readonly pattern: Pattern
  /** It holds an unknown value without quotes: it may really be several arguments, or none. */
  readonly uncertain: boolean
}

/**
 * The fields of an expanded word.
 * White space of IFS separates fields in runs, its other characters one by one.
 */
export function splitFields(pieces: readonly Piece[], ifs: string): Field[] {
  const fields: Field[] = []
  let field: Field | null = null
  const add = (text: string, pattern: Pattern, uncertain = false) => {
    const { text: before = '', pattern: old = '', uncertain: was = false } = field ?? {}
    field = { text: before + text, pattern: old + pattern, uncertain: was || uncertain }
  }
  const end = () => {
    if (field !== null) fields.push(field)
    field = null
  }
  for (const { text, kind } of pieces) {
    if (kind === 'break') end()
    else if (kind === 'quoted') add(text, quotedPattern(text))
    else if (kind === 'plain') add(text, text)
    // After white space that ended a field, a separator belongs to the same delimiter.
    else {
      let isEnded = false
      for (const [, word, separator = ''] of text.matchAll(separatedBy(ifs))) {
        const isBlank = ' \t\n'.includes(separator)
        if (word !== undefined) add(word, word, mayBeSplit(word))
        else if (!isBlank && !isEnded && field === null) add('', '')
        isEnded = word === undefined && isBlank && (isEnded || field !== null)
        if (word === undefined) end()
      }
    }
  }
  end()
  return fields
}

/** Finds runs of other characters, and separators one by one. */
function separatedBy(ifs: string): RegExp {
  if (ifs === '') return /(.+)/gs
  const set = ifs.replace(/[\\\]^-]/g, '\\$&')
  return new RegExp(`([^${set}]+)|([${set}])`, 'g')
}
