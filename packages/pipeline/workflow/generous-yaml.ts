import { CST, Lexer } from 'yaml'

/** A text that the `yaml` library reads as GitHub reads the one it was made from. */
export interface Adapted {
  readonly text: string
  /** How many spaces were put before a line, by its number; lines count from 1. */
  readonly added: ReadonlyMap<number, number>
}

/** More parts than this take the grader seconds to read; GitHub may still accept the file. */
export const MOST_LEXEMES = 150_000

/**
 * GitHub reads YAML with YamlDotNet, which takes what the `yaml` library does not: quoted texts and
 * lists in brackets that go on at any column, and comments right behind a bracket or a quote. Spaces
 * that change nothing else are put where the library wants them. `null`: more than `MOST_LEXEMES`.
 * Source: YamlDotNet's `Scanner`, which follows libyaml.
 */
export function adapt(written: string): Adapted | null {
  const added = new Map<number, number>()
  let text = written
  let budget = MOST_LEXEMES
  for (;;) {
    const reading = readUntilGap(text, budget)
    if (reading === null) return null
    const { gap, lexemes } = reading
    if (gap === null) return { text, added }
    const before = text.slice(0, gap.at)
    if (gap.kind === 'comment') {
      text = `${before} ${text.slice(gap.at)}`
      budget -= lexemes
      continue
    }
    const rest = text.slice(gap.at).split('\n')
    budget -= lexemes + rest.length
    if (budget < 0) return null
    const last = lastLineOf(rest)
    if (last === null) return { text, added }
    const above = before.split('\n')
    const spaces = (above.at(-1)?.length ?? 0) + 1
    for (let line = 1; line <= last; line += 1) {
      rest[line] = `${' '.repeat(spaces)}${rest[line] ?? ''}`
      const number = above.length + line
      added.set(number, (added.get(number) ?? 0) + spaces)
    }
    text = before + rest.join('\n')
  }
}

/** Where the library stops short: at a comment, or at a text or list that goes on too far left. */
interface Gap {
  readonly kind: 'comment' | 'continued'
  readonly at: number
}

function readUntilGap(
  text: string,
  most: number,
): { readonly lexemes: number; readonly gap: Gap | null } | null {
  let lexemes = 0
  const brackets: number[] = []
  for (const { type, source, at } of lexemesOf(text)) {
    lexemes += 1
    if (lexemes > most) return null
    const behind = type === 'comment' && /[[\]{},"']/.test(text.charAt(at - 1))
    if (behind) return { lexemes, gap: { kind: 'comment', at } }
    if (OPENING.has(type)) brackets.push(at)
    if (CLOSING.has(type)) brackets.pop()
    if (type === CUT || isCutShort(source, type)) {
      return { lexemes, gap: { kind: 'continued', at: brackets[0] ?? at } }
    }
  }
  return { lexemes, gap: null }
}

/** The line, from 0, on which the text or list ends that begins the first; `null` when it never ends. */
function lastLineOf(lines: readonly string[]): number | null {
  const indented = lines.join('\n ')
  let open = 0
  for (const { type, source, at } of lexemesOf(indented)) {
    if (type === CUT || isCutShort(source, type)) return null
    if (OPENING.has(type)) open += 1
    if (CLOSING.has(type)) open -= 1
    if (open > 0 || type === MARK) continue
    const whole = indented.slice(0, at + source.length)
    // The marks between documents end everything.
    return /\n (?:---|\.\.\.)\s/.test(whole) ? null : whole.split('\n').length - 1
  }
  return null
}

const OPENING = new Set(['flow-seq-start', 'flow-map-start'])
const CLOSING = new Set(['flow-seq-end', 'flow-map-end'])
const CUT = 'flow-error-end'
const MARK = 'mark'

interface Lexeme {
  readonly type: string
  readonly source: string
  readonly at: number
}

/** The library's lexemes; marks of its own are not part of the text. */
function* lexemesOf(text: string): Generator<Lexeme> {
  let at = 0
  let scalar = false
  for (const source of new Lexer().lex(text)) {
    const type: string = scalar ? 'scalar-text' : (CST.tokenType(source) ?? 'text')
    scalar = type === 'scalar'
    const mark = scalar || type === 'doc-mode' || type === CUT
    yield { type: scalar || type === 'doc-mode' ? MARK : type, source: mark ? '' : source, at }
    if (!mark) at += source.length
  }
}

function isCutShort(source: string, type: string): boolean {
  if (type === 'single-quoted-scalar') return !/^'(?:[^']|'')*'$/.test(source)
  return type === 'double-quoted-scalar' && !/^"(?:[^"\\]|\\[\s\S])*"$/.test(source)
}
