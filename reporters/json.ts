import type { Report } from '../grading/report.js'
import type { Reporter } from './reporter.js'

/** Legal in JSON as they stand, but a terminal or an editor would act on them: C1, DEL, bidi, zero-width. */
const UNSAFE_IN_A_TERMINAL = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * The report itself: two-space JSON that `report.schema.json` describes.
 * Nothing is cut or replaced; characters that a terminal would obey are written as `\uXXXX`.
 */
export const json: Reporter = {
  name: 'json',
  render: (report) =>
    `${JSON.stringify(report, null, 2).replace(UNSAFE_IN_A_TERMINAL, escapeCharacter)}\n`,
}

/** The report on one line, ending in a newline, as JSON Lines wants it. */
export function jsonLine(report: Report): string {
  return `${JSON.stringify(report).replace(UNSAFE_IN_A_TERMINAL, escapeCharacter)}\n`
}

/** JSON has no code point escapes, so a character outside the basic plane is two escapes. */
function escapeCharacter(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
