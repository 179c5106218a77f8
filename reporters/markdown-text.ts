import type {
  AlignType,
  BlockContent,
  Code,
  Heading,
  InlineCode,
  List,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
} from 'mdast'
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { toMarkdown } from 'mdast-util-to-markdown'
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

/** Text of ours. */
export function text(value: string): PhrasingContent {
  return { type: 'text', value }
}

/** Text of ours that stands out. */
export function strong(value: string): PhrasingContent {
  return { type: 'strong', children: [text(value)] }
}

export function paragraph(...children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children }
}

export function heading(depth: Heading['depth'], ...children: PhrasingContent[]): Heading {
  return { type: 'heading', depth, children }
}

/** `spread`: with empty lines between the items and inside them. */
export function list(
  items: readonly (readonly BlockContent[])[],
  { ordered = false, spread = false }: { readonly ordered?: boolean; readonly spread?: boolean },
): List {
  return {
    type: 'list',
    ordered,
    spread,
    children: items.map((children) => ({ type: 'listItem', spread, children: [...children] })),
  }
}

/** A table of rows of cells, the header first. */
export function table(
  align: AlignType[],
  rows: readonly (readonly (readonly PhrasingContent[])[])[],
): Table {
  return {
    type: 'table',
    align,
    children: rows.map((cells) => ({
      type: 'tableRow',
      children: cells.map((children) => ({ type: 'tableCell', children: [...children] })),
    })),
  }
}

/** The text of a page, ending in a newline. */
export function printed(children: RootContent[]): string {
  return toMarkdown(
    { type: 'root', children },
    {
      bullet: '-',
      // What these print is also what they know to escape: the tilde, the bar.
      extensions: [gfmStrikethroughToMarkdown(), gfmTableToMarkdown({ tablePipeAlign: false })],
    },
  )
}
