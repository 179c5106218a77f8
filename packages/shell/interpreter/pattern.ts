import { hasHole } from '@grade4/unknown'
import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'

/**
 * A shell pattern: a text in which a backslash makes the next character an ordinary one.
 * Built by expansion, which knows what was quoted.
 */
export type Pattern = string

type Piece =
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'many' }

/** Work of one state of a match, in units of the budget; charged in lots. */
const STATE = 4
const LOT = 5000

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z0-9]/,
  space: /\s/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  blank: /[ \t]/,
  xdigit: /[0-9A-Fa-f]/,
  cntrl: /\p{Cc}/u,
  print: /[ -~]/,
  graph: /[!-~]/,
}

/** The pattern that matches a text and nothing else. */
export function quotedPattern(text: string): Pattern {
  return text.replace(/[\\*?[\]!^-]/g, '\\$&')
}

/** Whether a pattern can match more than one text. */
export function hasWildcards(pattern: Pattern): boolean {
  return /[*?]|\[.[^\]]*\]/s.test(pattern.replace(/\\./gs, 'x'))
}

/** The text that a pattern without wildcards stands for. */
export function unquotedPattern(pattern: Pattern): string {
  return pattern.replace(/\\(.)/gs, '$1')
}

/** Whether a pattern matches a whole text. Time: length of the pattern times length of the text. */
export function matchesPattern(
  pattern: Pattern,
  text: string,
  budget: Budget,
  ignoreCase = false,
): boolean {
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value)
  const characters = [...fold(text)]
  return run(compile(fold(pattern)), characters, 0, budget, (end) => end === characters.length)
}

/**
 * Ends of the matches of a pattern that begin at a position, ascending.
 * For `${x#p}`, `${x/p/r}` and their kin.
 */
export function matchEnds(
  pattern: Pattern,
  characters: readonly string[],
  from: number,
  budget: Budget,
): number[] {
  const ends: number[] = []
  run(compile(pattern), characters, from, budget, (end) => {
    ends.push(end)
    return false
  })
  return ends
}

/** Walks all states at once, so that no pattern takes exponential time. */
function run(
  pieces: readonly Piece[],
  characters: readonly string[],
  from: number,
  budget: Budget,
  accept: (end: number) => boolean,
): boolean {
  let states = closure(pieces, [0])
  let spent = pieces.length
  for (let position = from; ; position++) {
    spent += states.length + 1
    if (spent > LOT) {
      budget.work(spent * STATE)
      spent = 0
    }
    const character = characters[position]
    const matched = states.includes(pieces.length) && accept(position)
    if (matched || character === undefined || states.length === 0) {
      budget.work(spent * STATE)
      return matched
    }
    const next: number[] = []
    for (const state of states) {
      const piece = pieces[state]
      if (piece?.kind === 'many') next.push(state)
      else if (piece?.matches(character)) next.push(state + 1)
    }
    states = closure(pieces, next)
  }
}

function closure(pieces: readonly Piece[], states: readonly number[]): number[] {
  const seen = new Set<number>()
  for (let state of states) {
    seen.add(state)
    while (pieces[state]?.kind === 'many') seen.add(++state)
  }
  return [...seen]
}

function compile(pattern: Pattern): Piece[] {
  if (/[?*+@!]\(/.test(pattern.replace(/\\./gs, ''))) {
    throw cannotFollow('the script uses an extended pattern, such as !(…), which the grader lacks')
  }
  const pieces: Piece[] = []
  const characters = [...pattern]
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? ''
    if (character === '*') {
      if (pieces.at(-1)?.kind !== 'many') pieces.push({ kind: 'many' })
    } else if (character === '?') pieces.push({ kind: 'one', matches: () => true })
    else if (character === '[') {
      const bracket = readBracket(characters, index)
      if (bracket === null) pieces.push(exactly('['))
      else {
        pieces.push({ kind: 'one', matches: bracket.matches })
        index = bracket.end
      }
    } else if (character === '\\') pieces.push(exactly(characters[++index] ?? '\\'))
    else pieces.push(exactly(character))
  }
  return pieces
}

function exactly(wanted: string): Piece {
  return { kind: 'one', matches: (character) => character === wanted }
}

/** A bracket expression at a position; `null` when its `]` is missing and the `[` is ordinary. */
function readBracket(
  characters: readonly string[],
  start: number,
): { matches: (character: string) => boolean; end: number } | null {
  let index = start + 1
  const negated = characters[index] === '!' || characters[index] === '^'
  if (negated) index++
  const tests: ((character: string) => boolean)[] = []
  for (let first = true; ; first = false) {
    const character = characters[index]
    if (character === undefined) return null
    if (character === ']' && !first) break
    const named = /^\[:(\w+):\]/.exec(characters.slice(index, index + 12).join(''))
    const known = named?.[1] === undefined ? undefined : CLASSES[named[1]]
    if (named !== null && known !== undefined) {
      tests.push((one) => known.test(one))
      index += named[0].length
      continue
    }
    const low = character === '\\' ? (characters[++index] ?? '\\') : character
    index++
    if (characters[index] === '-' && ![undefined, ']'].includes(characters[index + 1])) {
      index++
      const high = characters[index] === '\\' ? (characters[++index] ?? '\\') : characters[index]
      index++
      tests.push((one) => one >= low && one <= (high ?? low))
    } else tests.push((one) => one === low)
  }
  return { matches: (one) => tests.some((test) => test(one)) !== negated, end: index }
}

/** Whether a text or pattern holds something unknown, so that nobody knows whether they match. */
export function undecidable(pattern: Pattern, text: string): boolean {
  return hasHole(pattern) || hasHole(text)
}
