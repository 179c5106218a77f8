import type { Word } from 'unbash'
import { readWord } from '../script.js'
import type { Shell } from './shell.js'

/** The words that a word's braces stand for, read anew as bash does; the word itself where it has none. */
export function expandBraces(shell: Shell, word: Word): readonly Word[] {
  const { budget } = shell.host
  const braces = word.parts?.find((part) => part.type === 'BraceExpansion')
  if (braces === undefined) return [word]
  const inner = braces.text.slice(1, -1)
  const before = word.text.slice(0, braces.pos - word.pos)
  const behind = word.text.slice(braces.end - word.pos)
  const words: Word[] = []
  for (const alternative of sequence(shell, inner) ?? listed(shell, inner)) {
    const one = readWord(`${before}${alternative}${behind}`, budget)
    if (one !== null) words.push(...expandBraces(shell, one))
  }
  budget.words(words.length)
  return words
}

/** `a,b`: texts without braces, quotes and expansions in them. */
function listed(shell: Shell, inner: string): readonly string[] {
  if (/[{}'"\\$`]/.test(inner)) throw shell.refuse(`{${inner}}`)
  return inner.split(',')
}

/** `1..9`, or `1..9..2` with a step; `null` for what is none. */
function sequence(shell: Shell, inner: string): readonly string[] | null {
  if (!inner.includes('..')) return null
  const ends = /^(-?\d+)\.\.(-?\d+)(?:\.\.(\d+))?$/.exec(inner)
  if (ends === null || /(^|\.)-?0\d/.test(inner)) throw shell.refuse(`{${inner}}`)
  const [from = 0, to = 0, step = 1] = ends.slice(1).map((text) => Number(text ?? 1))
  const stride = Math.max(1, step)
  const count = Math.floor(Math.abs(to - from) / stride) + 1
  shell.host.budget.words(count)
  const direction = to < from ? -1 : 1
  return Array.from({ length: count }, (_, at) => String(from + direction * at * stride))
}
