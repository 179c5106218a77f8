import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { withLinks } from './links.js'
import type { Screen, Style } from './screen.js'

/**
 * Safe text in lines of at most `width` cells, broken at spaces; a word that is wider breaks anywhere.
 * No line ends in a space; empty text gives no lines.
 */
export function wrap(text: string, width: number): string[] {
  // Most texts fit, and wrap-ansi is slow: it builds an expression for every word.
  const wrapped = stringWidth(text) <= width ? text : wrapAnsi(text, width, { hard: true })
  return wrapped
    .split('\n')
    .flatMap((line) => breakAnywhere(line, width))
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** wrap-ansi brings an older string-width, to which some marks have no width: such lines are left too wide. */
function breakAnywhere(line: string, width: number): string[] {
  const lines: string[] = []
  let rest = [...line]
  while (stringWidth(rest.join('')) > width) {
    const start = longestStart(rest, width) || rest.slice(0, 1).join('')
    lines.push(start)
    rest = rest.slice([...start].length)
  }
  return [...lines, rest.join('')]
}

/** As many of the first characters as fit in `width` cells. */
export function longestStart(characters: readonly string[], width: number): string {
  let kept = ''
  for (const character of characters) {
    if (stringWidth(kept + character) > width) break
    kept += character
  }
  return kept
}

/** As many of the last characters as fit in `width` cells. */
export function longestEnd(characters: readonly string[], width: number): string {
  let kept = ''
  for (const character of characters.toReversed()) {
    if (stringWidth(character + kept) > width) break
    kept = character + kept
  }
  return kept
}

/**
 * Text made harmless and wrapped under a mark (a bullet, a label) that stands on its first line only. `indent`: cells
 * before the mark. `mark`: safe and plain, with the spaces that follow it.
 */
export function hang(
  screen: Screen,
  indent: number,
  mark: string,
  text: string,
  paint: { readonly mark?: Style; readonly text?: Style } = {},
): string[] {
  const { mark: paintMark = plain, text: paintText = plain } = paint
  const markWidth = stringWidth(mark)
  const rest = ' '.repeat(indent + markWidth)
  const safe = screen.safe(text)
  const lines = wrap(safe, screen.columns - indent - markWidth)
  return (screen.links ? withLinks(lines, safe) : lines).map((line, index) =>
    index === 0
      ? `${' '.repeat(indent)}${paintMark(mark)}${paintText(line)}`
      : `${rest}${paintText(line)}`,
  )
}

/** Text made harmless and wrapped, `indent` cells from the left. */
export function paragraph(screen: Screen, indent: number, text: string, paint?: Style): string[] {
  return hang(screen, indent, '', text, paint === undefined ? {} : { text: paint })
}

/** A count with its noun, `1 check`, `2 checks`. */
export function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`
}

function plain(text: string): string {
  return text
}
