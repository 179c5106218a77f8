import { Chalk } from 'chalk'
import { withLocalTimes } from '../local-time.js'
import type { Look } from '../reporter.js'
import { safeCode, safeText } from '../safe-text.js'

/** The signs of the terminal report. Statuses differ in shape, so that colour is never needed. */
interface Symbols {
  readonly passed: string
  readonly failed: string
  readonly error: string
  readonly blocked: string
  readonly bullet: string
  /** Leads what to do. */
  readonly arrow: string
  readonly gutter: string
  readonly caret: string
  readonly ellipsis: string
  /** The bar's cells: points that are sure, undecided, missing. */
  readonly bar: { readonly sure: string; readonly undecided: string; readonly missing: string }
}

export const UNICODE: Symbols = {
  passed: '✔',
  failed: '✘',
  error: '?',
  blocked: '–',
  bullet: '•',
  arrow: '→',
  gutter: '│',
  caret: '^',
  ellipsis: '…',
  bar: { sure: '█', undecided: '▒', missing: '░' },
}

export const ASCII: Symbols = {
  passed: '+',
  failed: 'X',
  error: '?',
  blocked: '-',
  bullet: '*',
  arrow: '->',
  gutter: '|',
  caret: '^',
  ellipsis: '...',
  bar: { sure: '#', undecided: '?', missing: '.' },
}

/** How a text is painted. */
export type Style = (text: string) => string

/** Styles by what they say. Without colour each gives its text back unchanged. */
interface Paint {
  readonly heading: Style
  readonly passed: Style
  readonly failed: Style
  readonly error: Style
  /** What to do. */
  readonly advice: Style
  readonly strong: Style
  /** Ids, labels, line numbers. */
  readonly faint: Style
}

/** What the parts of the terminal report draw on. */
export interface Screen {
  /** Terminal cells, 40 to 120. */
  readonly columns: number
  readonly symbols: Symbols
  readonly paint: Paint
  /** Whether addresses are links. */
  readonly links: boolean
  /** Text of the report made harmless, on one line. */
  safe(text: string): string
  /** A line of code made harmless, its indentation kept. */
  safeCode(text: string): string
}

/** Narrower, the columns no longer fit; wider, the eye loses the line between title and points. */
const NARROWEST = 40
const WIDEST = 120

/** A screen for a look. Only the look decides about colour, never the environment. */
export function screenFor(look: Look): Screen {
  // 16 colours: those the reader's own theme has made legible.
  const chalk = new Chalk({ level: look.color ? 1 : 0 })
  const columns = Number.isFinite(look.columns) ? Math.floor(look.columns) : NARROWEST
  return {
    columns: Math.min(WIDEST, Math.max(NARROWEST, columns)),
    symbols: look.unicode ? UNICODE : ASCII,
    paint: {
      heading: chalk.bold.underline,
      passed: chalk.green,
      failed: chalk.bold.red,
      error: chalk.bold.yellow,
      advice: chalk.cyan,
      strong: chalk.bold,
      faint: chalk.dim,
    },
    links: look.links === true,
    safe: (text) =>
      withLocalTimes(safeText(text, { unicode: look.unicode }), look.timeZone ?? 'UTC'),
    safeCode: (text) => safeCode(text, { unicode: look.unicode }),
  }
}
