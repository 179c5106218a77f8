import { Holes } from '@grade4/unknown'

/** How `safeText` writes. */
export interface SafeTextOptions {
  /** `false`: everything outside ASCII is shown by its code. Default `true`. */
  readonly unicode?: boolean
  /** Longest text given back, in code points. Default 1,000. */
  readonly limit?: number
}

const LINE_BREAKS = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g

/**
 * What glues an emoji together: joiners between two pictures, the choice of text or emoji form, the key
 * around a digit. Terminals disagree on the width of the glued ones, so the parts are shown side by side.
 */
const EMOJI_GLUE =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])(?:\uFE0F?\u200D(?=\p{Extended_Pictographic})|[\uFE0E\uFE0F])|(?<=[\d#*])\uFE0F?\u20E3/gu

/**
 * What acts on a terminal or can't be seen: controls (ESC among them), format characters (bidi, zero-width,
 * tags), lone surrogates, private use, unassigned, fillers and variation selectors, blanks that aren't the
 * space, the key that widens the digit before it.
 */
const UNSAFE = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|\u20E3|(?! )\p{Zs}/gu

/** More marks on one letter than any script needs; stacked higher they paint over the lines above. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu

const NOT_ASCII = /[^ -~]/gu

/**
 * Text from outside made harmless for a terminal, on one line.
 *
 * Line breaks become spaces. What a terminal would obey or nobody could see is shown by its code,
 * `<U+200B>`, so that two names that only look alike are told apart. Marks of unknown values read
 * `(unknown)`. Longer text ends in `…` (`...` in ASCII). Applying it again changes nothing.
 */
export function safeText(text: string, options: SafeTextOptions = {}): string {
  const { unicode = true, limit = 1000 } = options
  const ellipsis = unicode ? '…' : '...'
  const visible = Holes.show(cut(text, limit, ellipsis))
    .replace(LINE_BREAKS, ' ')
    .replace(EMOJI_GLUE, '')
    .replace(UNSAFE, codeOf)
  const plain = unicode
    ? visible.replace(STACKED_MARKS, `$1${ellipsis}`)
    : visible.replaceAll('…', ellipsis).replace(NOT_ASCII, codeOf)
  return cut(plain, limit, ellipsis)
}

/** Lines from outside made harmless for a terminal, each by itself. */
export function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => safeText(line))
    .join('\n')
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/** At most `limit` code points, the ellipsis included. */
function cut(text: string, limit: number, ellipsis: string): string {
  if (text.length <= limit) return text
  // Two code units make a code point at most: the rest of a huge text need not be looked at.
  const points = [...text.slice(0, 2 * limit + 2)]
  if (points.length <= limit) return text
  return points.slice(0, limit - ellipsis.length).join('') + ellipsis
}

/** A line of code made harmless, with the blanks before it. */
export function safeCode(
  text: string,
  look: { readonly unicode: boolean } = { unicode: true },
): string {
  const indentation = /^ */.exec(text)?.[0] ?? ''
  return indentation + safeText(text.slice(indentation.length), look)
}

const LONGEST_CELL = 10_000

/** A spreadsheet takes a cell that begins so, blanks aside, for a formula. Source: OWASP, CSV injection. */
const FORMULA = /^\s*[=+\-@\t\r\0]/

/**
 * Text from outside as a spreadsheet may open it: on one line, controls shown by their codes, and an
 * apostrophe before what would be a formula.
 */
export function safeCell(text: string): string {
  const shown = safeText(text, { limit: LONGEST_CELL })
  return FORMULA.test(text) || FORMULA.test(shown) ? `'${shown}` : shown
}
