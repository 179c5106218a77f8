/** The signs of the terminal report. Statuses differ in shape, so that colour is never needed. */
export interface Symbols {
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
