import { safeText } from './safe-text.js'

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
