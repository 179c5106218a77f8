import type { Piece } from './glob.js'

/**
 * A condition value, its policy variables resolved.
 * `null`: it holds a variable whose value only the request knows.
 */
export type ValuePattern = readonly Piece[] | null

/** `${*}`, `${?}` and `${$}` stand for the bare characters. Source: IAM User Guide, "Policy variables". */
const ESCAPES = new Set(['${*}', '${?}', '${$}'])

/**
 * Splits a condition value into texts and wildcards. What `*` and `?` mean is the operator's to say:
 * `literally` turns them back into characters.
 */
export function readValue(value: string, variables: boolean): ValuePattern {
  const pieces: Piece[] = []
  const parts = variables ? value.split(/(\$\{[^}]*\}?|[*?])/) : value.split(/([*?])/)
  for (const part of parts) {
    if (part === '') continue
    if (part === '*') pieces.push('any-text')
    else if (part === '?') pieces.push('any-character')
    else if (variables && ESCAPES.has(part)) pieces.push({ text: part.charAt(2) })
    else if (variables && part.startsWith('${')) return null
    else pieces.push({ text: part })
  }
  return pieces
}

/** The text of a value whose operator takes `*` and `?` for what they are. */
export function literally(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => (piece === 'any-text' ? '*' : piece === 'any-character' ? '?' : piece.text))
    .join('')
}
