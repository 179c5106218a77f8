import { type CST, Lexer, Parser } from 'yaml'

/**
 * GitHub's own limits, which its published parser does not apply.
 * Source: actions/runner, `YamlObjectReader` and `TemplateMemory`.
 */
export const GITHUB_LIMITS = { characters: 1_048_576, depth: 50, events: 1_000_000 } as const

/** Beyond these GitHub may still accept a file, but reading it would take the grader seconds. */
export const GRADER_LIMITS = { events: 100_000, aliases: 2_000, lexemes: 150_000 } as const

/** How deep collections are nested, and how many aliases there are; counted without recursion. */
export interface Shape {
  readonly depth: number
  readonly aliases: number
  /** Where the nesting first goes beyond GitHub's limit, in characters from the beginning. */
  readonly tooDeepAt: number | null
}

/** Whether a YAML text has more parts than the grader reads. Stops counting when it has. */
export function isTooLong(text: string): boolean {
  let lexemes = 0
  for (const _ of new Lexer().lex(text)) {
    lexemes += 1
    if (lexemes > GRADER_LIMITS.lexemes) return true
  }
  return false
}

/** Measures a YAML text before anything that recurses or expands aliases sees it. */
export function measure(text: string): Shape {
  let depth = 0
  let aliases = 0
  let tooDeepAt: number | null = null
  const stack: { token: CST.Token; depth: number }[] = []
  for (const token of new Parser().parse(text)) stack.push({ token, depth: 0 })
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { token } = next
    if (token.type === 'alias') aliases += 1
    if (token.type === 'document' && token.value) stack.push({ token: token.value, depth: 0 })
    if (!('items' in token)) continue
    const here = next.depth + 1
    depth = Math.max(depth, here)
    if (here > GITHUB_LIMITS.depth && (tooDeepAt === null || token.offset < tooDeepAt)) {
      tooDeepAt = token.offset
    }
    for (const item of token.items) {
      if (item.key) stack.push({ token: item.key, depth: here })
      if (item.value) stack.push({ token: item.value, depth: here })
    }
  }
  return { depth, aliases, tooDeepAt }
}
