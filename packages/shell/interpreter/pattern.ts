import { cannotFollow, surelyDiffer } from '@grade4/unknown'
import { RE2JS, RE2JSException } from 're2js'
import type { Budget } from '../budget.js'

/**
 * A shell pattern: a text in which a backslash makes the next character an ordinary one.
 * Built by expansion, which knows what was quoted.
 */
export type Pattern = string

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

/** Whether a pattern matches a whole text. */
export function matchesPattern(pattern: Pattern, text: string, budget: Budget): boolean {
  if (!hasWildcards(pattern)) return unquotedPattern(pattern) === text
  return search(regexOf(pattern, '.*'), pattern, text, budget).matches()
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`: a text without the shortest or the longest match at an end of it. */
export function trimmed(
  text: string,
  operator: '#' | '##' | '%' | '%%',
  pattern: Pattern,
  budget: Budget,
): string {
  const isLongest = operator.length === 2
  const regex = operator.startsWith('#')
    ? `^${regexOf(pattern, isLongest ? '.*' : '.*?')}(?P<rest>.*)$`
    : `^(?P<rest>${isLongest ? '.*?' : '.*'})${regexOf(pattern, '.*')}$`
  const match = search(regex, pattern, text, budget)
  return match.find() ? (match.group('rest') ?? '') : text
}

/**
 * `${x/p/r}`, `${x//p/r}`, `${x/#p/r}`, `${x/%p/r}`: a text with its first match, each match, or a match at an end of
 * it replaced. `replacement`: what takes the place of a match.
 */
export function replaced(
  text: string,
  operator: '/' | '//' | '/#' | '/%',
  pattern: Pattern,
  replacement: (match: string) => string,
  budget: Budget,
): string {
  if (pattern === '' && /^\/+$/.test(operator)) return text
  const regex = regexOf(pattern, '.*')
  const anchored = operator === '/#' ? `^${regex}` : operator === '/%' ? `${regex}$` : regex
  const match = search(anchored, pattern, text, budget)
  let result = ''
  let from = 0
  while (match.find()) {
    if (match.start() === match.end() && pattern !== '') continue
    result = budget.value(
      result + text.slice(from, match.start()) + replacement(match.group() ?? ''),
    )
    from = match.end()
    if (operator !== '//') break
  }
  return result + text.slice(from)
}

/** Work of one character of a text with one of a pattern, in units of the budget. */
const STEP = 8

/**
 * A search that takes no exponential time. Throws `UnknownError` for what is no regular expression.
 * `pattern`: what it was written as.
 */
export function search(regex: string, pattern: Pattern, text: string, budget: Budget) {
  budget.work((text.length + 10) * (pattern.length + 1) * STEP)
  try {
    return RE2JS.compile(regex, RE2JS.DOTALL).matcher(text)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw cannotFollow(`the grader does not follow the pattern ${pattern} in the script`)
  }
}

const PIECE = /\\(.)|(\*+)|(\?)|\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]|(.)/gsu

/** A pattern in the language of RE2. `star`: what matches any text, as much of it or as little as there can be. */
function regexOf(pattern: Pattern, star: '.*' | '.*?'): string {
  const pieces = [...pattern.matchAll(PIECE)].map(
    ([, quoted, many, any, negation, inner, plain]) => {
      if (many !== undefined) return star
      if (any !== undefined) return '.'
      if (inner === undefined) return escaped(quoted ?? plain ?? '')
      const items = inner.replace(/\[:\w+:\]|\\(.)|[[\]]/gsu, (item, one?: string) =>
        item.startsWith('[:') ? item : escaped(one ?? item),
      )
      return `[${negation === '' ? '' : '^'}${items}]`
    },
  )
  return `(?:${pieces.join('')})`
}

function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&')
}
