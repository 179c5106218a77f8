import stringWidth from 'string-width'
import type { Location } from '../../checks/verdict.js'
import { hang, longestEnd, longestStart } from './layout.js'
import type { Screen } from './screen.js'

/** Of a very long line, what stands further before the column is never shown: UTF-16 units. */
const MOST_BEFORE = 500

/**
 * A place in a file: `file:line:column`, the line itself when it is at hand, a caret below the column.
 * Of a line too wide for the screen the part around the caret is shown, between ellipses.
 */
export function sourceLine(screen: Screen, location: Location, indent: number): string[] {
  const { paint, symbols } = screen
  const place = `${screen.safe(location.file)}:${location.line}:${location.column}`
  const where = hang(screen, { indent, mark: '', text: place, paintText: paint.faint })
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
