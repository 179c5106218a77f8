/** Escaped in a basic regular expression, plain in an extended one, and the other way round. */
const TURNED = new Set('(){}|+?')

/** A bracket expression, `[^]a-z[:digit:]]`. */
const BRACKETS = /\[\^?\]?(?:\[([:.=]).*?\1\]|[^\]])*\]/y

/**
 * A basic regular expression of GNU grep as an extended one, which just-bash reads without mistakes.
 * Source: GNU grep manual, "Basic vs Extended Regular Expressions".
 */
export function extendedRegex(basic: string): string {
  let extended = ''
  /** Whether an expression begins here: a star stands for itself, and a caret for the beginning. */
  let begins = true
  for (let at = 0; at < basic.length; ) {
    const brackets = bracketsAt(basic, at)
    const token = brackets ?? (basic[at] === '\\' ? basic.slice(at, at + 2) : basic.charAt(at))
    at += token.length
    const ends = at === basic.length || /^\\[)|]/.test(basic.slice(at))
    extended += brackets ?? turned(token, begins, ends)
    begins = token === '\\(' || token === '\\|' || (begins && token === '^')
  }
  return extended
}

function turned(token: string, begins: boolean, ends: boolean): string {
  const [first = '', second] = token
  if (second !== undefined) return TURNED.has(second) ? second : token
  const isPlain =
    TURNED.has(first) ||
    (first === '*' && begins) ||
    (first === '^' && !begins) ||
    (first === '$' && !ends)
  return isPlain ? `\\${first}` : first
}

/** GNU's marks of a word's edges, which just-bash does not know, as the one it does. */
export function withWordEdges(regex: string): string {
  return regex.replace(/\\[\s\S]/g, (escaped) => (/[<>]/.test(escaped) ? '\\b' : escaped))
}

function bracketsAt(text: string, at: number): string | null {
  BRACKETS.lastIndex = at
  return BRACKETS.exec(text)?.[0] ?? null
}
