import stringWidth from 'string-width'
import type { Finding, Location } from '../../checks/verdict.js'
import type { ReportCheck } from '../../grading/report.js'
import { waitLines } from '../blocked-checks.js'
import { hang, longestEnd, longestStart, paragraph } from './layout.js'
import type { Screen } from './screen.js'

/** Both labels are as wide as the longer one, so that the values stand under each other. */
const EXPECTED = 'expected  '
const ACTUAL = 'actual    '

/**
 * Findings below the row of their check: what was found, expected and actual, the place, what to do.
 * Several are bullets. `withHints`: false where the caller says what to do for many checks at once.
 */
export function findingLines(
  screen: Screen,
  findings: readonly Finding[],
  options: { readonly indent: number; readonly withHints: boolean },
): string[] {
  const mark = findings.length > 1 ? `${screen.symbols.bullet} ` : ''
  const indent = options.indent + mark.length
  return findings.flatMap((finding) => [
    ...hang(screen, options.indent, mark, finding.message),
    ...(finding.expected === null ? [] : valueLines(screen, EXPECTED, finding.expected, indent)),
    ...(finding.actual === null ? [] : valueLines(screen, ACTUAL, finding.actual, indent)),
    ...(finding.location === null ? [] : sourceLine(screen, finding.location, indent)),
    ...(finding.hint === null || !options.withHints ? [] : hintLines(screen, finding.hint, indent)),
  ])
}

/** What to do, after an arrow. */
export function hintLines(screen: Screen, hint: string, indent: number): string[] {
  const { advice } = screen.paint
  return hang(screen, indent, `${screen.symbols.arrow} `, hint, { mark: advice, text: advice })
}

/** A value after its label; a value of several lines (a block of tags) keeps them. */
function valueLines(screen: Screen, label: string, value: string, indent: number): string[] {
  const lines = value
    .split(/\r\n|\r|\n/)
    .map(screen.safe)
    .filter((line) => line.trim() !== '')
  if (lines.length === 0) lines.push('(empty)')
  const { faint } = screen.paint
  return lines.flatMap((line, index) =>
    hang(screen, indent, index === 0 ? label : ' '.repeat(label.length), line, { mark: faint }),
  )
}

/** The checks that one blocks, folded: `3 more wait on this (18 points): …`; nothing when there are none. */
export function blockedLines(
  screen: Screen,
  blocked: readonly ReportCheck[],
  indent: number,
): string[] {
  const { faint } = screen.paint
  const mark = `${screen.symbols.blocked} `
  return waitLines(blocked).flatMap((text) =>
    hang(screen, indent, mark, text, { mark: faint, text: faint }),
  )
}

/** Of a very long line, what stands further before the column is never shown: UTF-16 units. */
const MOST_BEFORE = 500

/**
 * A place in a file: `file:line:column`, the line itself when it is at hand, a caret below the column.
 * Of a line too wide for the screen the part around the caret is shown, between ellipses.
 */
export function sourceLine(screen: Screen, location: Location, indent: number): string[] {
  const { paint, symbols } = screen
  const place = `${location.file}:${location.line}:${location.column}`
  const where = paragraph(screen, indent, place, paint.faint)
  if (location.source === null) return where

  const number = String(location.line)
  const margin = ' '.repeat(indent + 2)
  const gutter = (label: string) =>
    `${margin}${paint.faint(`${label.padEnd(number.length)} ${symbols.gutter}`)}`
  const [line = ''] = location.source.split(/\r\n|\r|\n/)
  const width = screen.columns - margin.length - number.length - 3
  const shown = excerpt(screen, line, location.column, width)
  return [
    ...where,
    shown.text === '' ? gutter(number) : `${gutter(number)} ${shown.text}`,
    `${gutter('')} ${' '.repeat(shown.caretAt)}${paint.failed(symbols.caret)}`,
  ]
}

/** The line, or the part around the column, in at most `width` cells; `caretAt` counts cells from 0. */
function excerpt(
  screen: Screen,
  line: string,
  column: number,
  width: number,
): { text: string; caretAt: number } {
  const { ellipsis } = screen.symbols
  // Columns count UTF-16 units, and one may stand past the line's end.
  const start = Math.max(0, column - 1 - MOST_BEFORE)
  const before = [...screen.safe(line.slice(start, column - 1))]
  const after = [...screen.safe(line.slice(column - 1))]
  const whole = [...before, ...after].join('').trimEnd()
  const caretAt = stringWidth(before.join(''))
  if (stringWidth(whole) <= width && caretAt < width) return { text: whole, caretAt }

  const room = Math.floor(width / 2)
  const left =
    stringWidth(before.join('')) <= room
      ? before.join('')
      : ellipsis + longestEnd(before, room - stringWidth(ellipsis))
  const rightRoom = width - stringWidth(left)
  const right =
    stringWidth(after.join('')) <= rightRoom
      ? after.join('')
      : longestStart(after, rightRoom - stringWidth(ellipsis)) + ellipsis
  return { text: (left + right).trimEnd(), caretAt: stringWidth(left) }
}
