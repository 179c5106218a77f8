/** One piece of a pattern: a set of characters, and how many of them may follow each other. */
interface Piece {
  readonly matches: (character: string) => boolean
  /** How many pieces may be left out from here on: 1 means this one. */
  readonly skip: number
  readonly many: boolean
}

/**
 * Whether a branch or a path passes a filter of `on.push`. Patterns are read in order and the last
 * one that matches decides; `!` takes out again what an earlier one let in.
 * Source: "Workflow syntax for GitHub Actions", "Filter pattern cheat sheet".
 */
export function passesFilter(name: string, patterns: readonly string[]): boolean {
  let passes = false
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!')
    if (matchesPattern(name, negated ? pattern.slice(1) : pattern)) passes = !negated
  }
  return passes
}

/**
 * Whether a name matches one pattern: `*` stands for anything but a slash, `**` for anything, `**` and a slash for
 * any folders or none, `?` and `+` repeat the character before them, `[…]` is a class, `\` takes the next
 * character as it is. Takes time in proportion to pattern times name, whatever the pattern.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  const pieces = parse(pattern)
  let reached = withSkips(new Set([0]), pieces)
  for (const character of name) {
    const next = new Set<number>()
    for (const at of reached) {
      const piece = pieces[at]
      if (piece?.matches(character) !== true) continue
      next.add(at + 1)
      if (piece.many) next.add(at)
    }
    reached = withSkips(next, pieces)
  }
  return reached.has(pieces.length)
}

/** The places that are reached without a further character; a repeated piece may also end. */
function withSkips(places: Set<number>, pieces: readonly Piece[]): Set<number> {
  for (const at of places) {
    const skip = pieces[at]?.skip ?? 0
    if (skip > 0) places.add(at + skip)
  }
  return places
}

function parse(pattern: string): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at)
    const last = pieces.at(-1)
    if (pattern.startsWith('**/', at)) {
      // One character, any more, a slash; or nothing of it.
      const some = { matches: () => true, skip: 3, many: false }
      pieces.push(some, { ...some, skip: 1, many: true }, exactly('/'))
      at += 2
    } else if (pattern.startsWith('**', at)) {
      pieces.push({ matches: () => true, skip: 1, many: true })
      at += 1
    } else if (character === '*') {
      pieces.push({ matches: (other) => other !== '/', skip: 1, many: true })
    } else if (character === '?' && last !== undefined) {
      pieces[pieces.length - 1] = { ...last, skip: 1 }
    } else if (character === '+' && last !== undefined) {
      // At least one, then any number: two pieces, so that "one or more" needs no counting.
      pieces.push({ ...last, skip: 1, many: true })
    } else if (character === '[') {
      const end = pattern.indexOf(']', at + 1)
      pieces.push(end < 0 ? exactly('[') : oneOf(pattern.slice(at + 1, end)))
      if (end >= 0) at = end
    } else if (character === '\\' && at + 1 < pattern.length) {
      at += 1
      pieces.push(exactly(pattern.charAt(at)))
    } else {
      pieces.push(exactly(character))
    }
  }
  return pieces
}

function exactly(character: string): Piece {
  return { matches: (other) => other === character, skip: 0, many: false }
}

function oneOf(body: string): Piece {
  const ranges: [string, string][] = []
  for (let at = 0; at < body.length; at += 1) {
    const from = body.charAt(at)
    if (body[at + 1] === '-' && at + 2 < body.length) {
      ranges.push([from, body.charAt(at + 2)])
      at += 2
    } else {
      ranges.push([from, from])
    }
  }
  return {
    matches: (character) => ranges.some(([from, to]) => from <= character && character <= to),
    skip: 0,
    many: false,
  }
}
