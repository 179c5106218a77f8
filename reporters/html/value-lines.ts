import { diffWordsWithSpace } from 'diff'
import type { Element } from 'hast'
import { h } from 'hastscript'
import { safeText } from '../safe-text.js'

/** What two values have to share for their difference to be worth marking. */
const SHARED_WORD = /\w{2}/

/**
 * A value, a line each, with what the other one does not have marked; a value of several lines (a block of tags)
 * keeps them. Nothing is marked where the two have no word in common. `other`: `null` where there is none.
 */
export function valueLines(value: string, other: string | null): Element[] {
  const own = shown(value)
  const pieces = other === null ? [] : diffWordsWithSpace(shown(other), own)
  const kept = pieces.filter(({ removed }) => !removed)
  if (!kept.some(({ added, value: text }) => !added && SHARED_WORD.test(text))) {
    return own.split('\n').map((line) => h('code', line))
  }
  const lines: (Element | string)[][] = [[]]
  for (const { added, value: text } of kept) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push(added ? h('mark', part) : part)
    }
  }
  return lines.map((line) => h('code', line))
}

function shown(value: string): string {
  const lines = value.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  return lines.length === 0 ? '(empty)' : lines.map((line) => safeText(line)).join('\n')
}
