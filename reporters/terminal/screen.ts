import { Chalk } from 'chalk'
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

/** Moments as the report writes them, in UTC, to the minute or the second. */
const IN_UTC = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: UTC|Z)(?!\w)/g

/** A text with its moments in the reader's zone: `2024-03-08 13:17:48 PST`. `timeZone`: an IANA name. */
export function withLocalTimes(text: string, timeZone: string): string {
  return text.replace(IN_UTC, (moment) => {
    const date = new Date(moment.replace(' UTC', 'Z').replace(' ', 'T'))
    if (Number.isNaN(date.getTime())) return moment
    const hasSeconds = /:\d\d:/.test(moment)
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
      ...(hasSeconds ? { second: '2-digit' } : {}),
      timeZoneName: 'short',
    }).formatToParts(date)
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      parts.find((one) => one.type === type)?.value ?? ''
    const time = [part('hour'), part('minute'), ...(hasSeconds ? [part('second')] : [])].join(':')
    return `${part('year')}-${part('month')}-${part('day')} ${time} ${part('timeZoneName')}`
  })
}
