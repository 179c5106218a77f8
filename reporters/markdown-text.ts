import type { Code, InlineCode, PhrasingContent } from 'mdast'
import { safeCode, safeText } from './safe-text.js'

/**
 * A word that GitHub makes something of wherever it stands in running text: a link, a mention, a reference to
 * an issue, a formula. Escaping does not help against it, since it looks for these after the escapes are gone.
 */
const MAGIC = /:\/\/|www\.|mailto:|xmpp:|[@$]|#\d/i

/** What stands between blanks, an expression of GitHub's together with what it touches. */
const WORDS = /((?:\$\{\{[^}]*\}\}|[^ ])+)/

/** Text from outside as running text that says what it says and does nothing. */
export function prose(text: string): PhrasingContent[] {
  const words = safeText(text).split(WORDS)
  return words
    .filter((word) => word !== '')
    .map((word) => (MAGIC.test(word) ? inlineCode(word) : { type: 'text', value: word }))
}

/** A value from outside as code in a line. */
export function inlineCode(value: string): InlineCode {
  return { type: 'inlineCode', value: safeText(value).trim() || ' ' }
}

/** Lines from outside as a block of code; the printer makes the fence longer than any inside. */
export function codeBlock(lines: readonly string[], lang: string | null = null): Code {
  return { type: 'code', lang, value: lines.map((line) => safeCode(line)).join('\n') }
}
