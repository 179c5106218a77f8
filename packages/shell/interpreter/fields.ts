import { hasHole } from '@grade4/unknown'
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
export interface Field {
  text: string
  pattern: Pattern
  /** It holds an unknown value without quotes: it may really be several arguments, or none. */
  uncertain: boolean
}

/**
 * The fields of an expanded word.
 * White space of IFS separates fields in runs, its other characters one by one.
 */
export function splitFields(pieces: readonly Piece[], ifs: string): Field[] {
  const fields: Field[] = []
  let field: Field | null = null
  const add = (text: string, pattern: Pattern, uncertain = false) => {
    field ??= { text: '', pattern: '', uncertain: false }
    field.text += text
    field.pattern += pattern
    field.uncertain ||= uncertain
  }
  const end = () => {
    if (field !== null) fields.push(field)
    field = null
  }
  const split = (text: string) => {
    // After white space that ended a field, a separator belongs to the same delimiter.
    let endedByBlank = false
    for (const [, word, separator] of text.matchAll(separatedBy(ifs))) {
      if (word !== undefined) {
        add(word, word, hasHole(word))
        endedByBlank = false
      } else if (' \t\n'.includes(separator ?? '')) {
        endedByBlank ||= field !== null
        end()
      } else {
        if (!endedByBlank && field === null) add('', '')
        end()
        endedByBlank = false
      }
    }
  }
  for (const { text, kind } of pieces) {
    if (kind === 'break') end()
    else if (kind === 'quoted') add(text, quotedPattern(text))
    else if (kind === 'plain') add(text, text)
    else split(text)
  }
  end()
  return fields
}

/** Finds runs of other characters, and separators one by one. */
function separatedBy(ifs: string): RegExp {
  if (ifs === '') return /([\s\S]+)/g
  const set = ifs.replace(/[\\\]^-]/g, '\\$&')
  return new RegExp(`([^${set}]+)|([${set}])`, 'g')
}
