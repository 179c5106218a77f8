import { surelyDiffer } from '@grade4/unknown'
import type { Budget } from '../budget.js'

/**
 * A shell pattern: a text in which a backslash makes the next character an ordinary one.
 * Built by expansion, which knows what was quoted.
 */
export type Pattern = string

/** What matches one character; `null` is `*`, which matches any number of them. */
type Piece = ((character: string) => boolean) | null

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

/** Whether a pattern without wildcards surely does not match a text, whatever is not known of the two stands for. */
export function surelyDiffers(pattern: Pattern, text: string): boolean {
  return !hasWildcards(pattern) && surelyDiffer(unquotedPattern(pattern), text)
}

/** Whether a pattern matches a whole text. Time: length of the pattern times length of the text. */
export function matchesPattern(pattern: Pattern, text: string, budget: Budget): boolean {
  const characters = [...text]
  return walk(compile(pattern), characters, 0, budget, (end) => end === characters.length)
}

/** Ends of the matches of a pattern that begin at a position, ascending. For `${x#p}`, `${x/p/r}` and their kin. */
export function matchEnds(
  pattern: Pattern,
  characters: readonly string[],
  from: number,
  budget: Budget,
): number[] {
  const ends: number[] = []
  walk(compile(pattern), characters, from, budget, (end) => {
    ends.push(end)
    return false
  })
  return ends
}

/** Walks all states at once, so that no pattern takes exponential time. */
function walk(
  pieces: readonly Piece[],
  characters: readonly string[],
  from: number,
  budget: Budget,
  accept: (end: number) => boolean,
): boolean {
  let states = closure(pieces, [0])
  let spent = pieces.length
  for (let position = from; ; position++) {
    spent += states.size + 1
    const character = characters[position]
    const matched = states.has(pieces.length) && accept(position)
    const ended = matched || character === undefined || states.size === 0
    if (ended || spent > LOT) {
      budget.work(spent * STATE)
      spent = 0
    }
    if (ended) return matched
    const next: number[] = []
    for (const state of states) {
      const piece = pieces[state]
      if (piece === null) next.push(state)
      else if (piece?.(character ?? '')) next.push(state + 1)
    }
    states = closure(pieces, next)
  }
}

/** The states, and those that a `*` may match nothing to get to. */
function closure(pieces: readonly Piece[], states: readonly number[]): Set<number> {
  const all = new Set<number>()
  for (let state of states) {
    all.add(state)
    while (pieces[state] === null) all.add(++state)
  }
  return all
}

const PIECE = /\\(.)|(\*+)|(\?)|\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]|(.)/gsu

function compile(pattern: Pattern): Piece[] {
  return [...pattern.matchAll(PIECE)].map(
    ([, quoted, many, any, negation, inner, plain]): Piece => {
      if (many !== undefined) return null
      if (any !== undefined) return () => true
      if (inner === undefined) return (character) => character === (quoted ?? plain)
      const holds = bracket(inner)
      return (character) => holds(character) === (negation === '')
    },
  )
}

const ITEM = /\[:(\w+):\]|(?:\\(.)|(.))(?:-(?:\\(.)|([^\]])))?/gsu

/** What stands between brackets: characters, ranges, classes. */
function bracket(inner: string): (character: string) => boolean {
  const tests = [...inner.matchAll(ITEM)].map(([, named, quotedLow, low, quotedHigh, high]) => {
    const known = CLASSES[named ?? '']
    if (known !== undefined) return (one: string) => known.test(one)
    const from = quotedLow ?? low ?? ''
    const to = quotedHigh ?? high ?? from
    return (one: string) => from <= one && one <= to
  })
  return (character) => tests.some((test) => test(character))
}
