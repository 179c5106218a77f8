/** One piece of a pattern: a text, or a wildcard. */
export type Piece = { readonly text: string } | 'any-character' | 'any-text'

/** The characters of a text, by code point, which is what `?` stands for one of. */
export function charactersOf(text: string): string[] {
  return Array.from(text)
}

/**
 * Whether a text matches a pattern as a whole, in time at most length times length.
 * A star is tried short first; on a mismatch only the last star need grow.
 */
export function matchesPieces(pieces: readonly Piece[], text: string): boolean {
  const pattern = pieces.flatMap((piece): Piece[] =>
    typeof piece === 'string' ? [piece] : charactersOf(piece.text).map((one) => ({ text: one })),
  )
  const characters = charactersOf(text)
  let at = 0
  let position = 0
  let star: { after: number; from: number } | null = null
  while (position < characters.length) {
    const piece = pattern[at]
    if (piece === 'any-text') {
      star = { after: at + 1, from: position }
      at += 1
    } else if (
      piece === 'any-character' ||
      (piece !== undefined && piece.text === characters[position])
    ) {
      at += 1
      position += 1
    } else if (star) {
      star.from += 1
      position = star.from
      at = star.after
    } else return false
  }
  return pattern.slice(at).every((piece) => piece === 'any-text')
}

/** The pieces of a pattern in which `*` and `?` are wildcards and nothing is escaped. */
export function globPieces(pattern: string): Piece[] {
  return pattern
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? 'any-text' : part === '?' ? 'any-character' : { text: part }))
}

/** Whether an action pattern covers an action. Case doesn't count. Source: IAM User Guide, "Action". */
export function coversAction(pattern: string, action: string): boolean {
  return matchesPieces(globPieces(pattern.toLowerCase()), action.toLowerCase())
}
