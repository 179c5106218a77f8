import { parse, type ScriptNode } from 'just-bash'
import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'
import { guardWords, removeGuards, withoutGuards } from './guarded-words.js'

const LONGEST = 100_000

/** Work of parsing, in units of the budget: for each character, and for each open bracket's way to the end. */
const CHARACTER = 10
const BRACKET = 0.4

/** What just-bash 3.4.2 takes for the beginning of a comment. */
const MISREAD = [
  { pattern: /\$\((?!\()[^)]*\$#|`[^`]*\$#/, what: '$#' },
  {
    pattern: /\$\((?!\()[^()\n]*"[^"()\n]*\$\([^()\n]*"(?:[^"()\n]*[ \t])?#/,
    what: '# in quotes in quotes',
  },
]

/** A text that the parser cannot read. */
export class Unreadable extends Error {}

/**
 * Parses a text of shell. The parser looks for the end of each bracket, so many open ones take it
 * long: that is counted before it begins.
 * Throws `Unreadable`; `UnknownError` when it would take too long.
 */
export function parseShell(text: string, budget: Budget): ScriptNode {
  if (text.length > LONGEST) throw cannotFollow('the script is too long for the grader')
  const brackets = text.match(/[[{(]/g)?.length ?? 0
  budget.work(text.length * CHARACTER + brackets * text.length * BRACKET)
  for (const { pattern, what } of MISREAD) {
    if (pattern.test(text)) throw new Unreadable(`${what} stands in a command substitution`)
  }
  try {
    const guarded = guardWords(text, budget)
    return guarded === text ? parse(text) : removeGuards(parse(guarded))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const known = [
      'ParseException',
      'LexerError',
      'ArithmeticError',
      'ExecutionLimitError',
      'RangeError',
    ]
    if (!known.includes(error.name)) throw error
    throw new Unreadable(withoutGuards(error.message.split('\n')[0] ?? ''))
  }
}
