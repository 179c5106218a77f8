import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'
import type { Part, WordNode, WordPart } from './ast.js'

/** The words that a word's braces stand for; the word itself where it has none. */
export function expandBraces(word: WordNode, budget: Budget): WordNode[] {
  if (leavesBraces(word)) {
    throw cannotFollow('the script has braces in a word like an assignment, which the grader lacks')
  }
  const at = word.parts.findIndex((part) => part.type === 'BraceExpansion')
  const braces = word.parts[at]
  if (braces?.type !== 'BraceExpansion') return [word]
  const before = word.parts.slice(0, at)
  const after = expandBraces({ type: 'Word', parts: word.parts.slice(at + 1) }, budget)
  const middles = alternatives(braces, budget)
  if (isPlainParameter(word.parts[at - 1]) && middles.some(([first]) => beginsLikeName(first))) {
    throw cannotFollow('the script has braces behind a variable, and may mean a longer name')
  }
  budget.words(middles.length * after.length)
  return middles.flatMap((middle) =>
    after.map(({ parts }): WordNode => ({ type: 'Word', parts: [...before, ...middle, ...parts] })),
  )
}

/**
 * Whether a word still holds what bash expands as braces. just-bash 3.4.2 leaves them alone in a word that looks
 * like an assignment; bash does so only before a command, not in its arguments.
 */
function leavesBraces({ parts }: WordNode): boolean {
  const text = parts.map((part) => (part.type === 'Literal' ? part.value : 'x')).join('')
  return /^\w+\+?=.*\{[^{}]*(,|\.\.)[^{}]*\}/s.test(text)
}

/** `$x{a,b}` is `$xa $xb` to bash, but `${x}{a,b}` is not; parsed they are the same. */
function isPlainParameter(part: WordPart | undefined): boolean {
  return part?.type === 'ParameterExpansion' && part.operation === null
}

function beginsLikeName(part: WordPart | undefined): boolean {
  return part?.type === 'Literal' && /^\w/.test(part.value)
}

function alternatives(braces: Part<'BraceExpansion'>, budget: Budget): WordPart[][] {
  return braces.items.flatMap((item): WordPart[][] => {
    if (item.type === 'Word') return expandBraces(item.word, budget).map(({ parts }) => parts)
    return range(item, budget).map((value): WordPart[] => [{ type: 'Literal', value }])
  })
}

function range(
  item: Extract<Part<'BraceExpansion'>['items'][number], { type: 'Range' }>,
  budget: Budget,
): string[] {
  const letters = typeof item.start === 'string' && typeof item.end === 'string'
  const first = letters ? String(item.start).charCodeAt(0) : Number(item.start)
  const last = letters ? String(item.end).charCodeAt(0) : Number(item.end)
  const step = Math.max(1, Math.abs(item.step ?? 1))
  const count = Math.floor(Math.abs(last - first) / step) + 1
  budget.words(count)
  const width = zeroPadded(item.startStr, item.endStr)
  return Array.from({ length: count }, (_, index) => {
    const value = first + (last < first ? -1 : 1) * index * step
    if (letters) return String.fromCharCode(value)
    return value < 0
      ? `-${String(-value).padStart(width - 1, '0')}`
      : String(value).padStart(width, '0')
  })
}

function zeroPadded(start = '', end = ''): number {
  const padded = [start, end].some((text) => /^-?0\d/.test(text))
  return padded ? Math.max(start.length, end.length) : 0
}
