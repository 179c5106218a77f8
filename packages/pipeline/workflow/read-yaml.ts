import { Composer, type CST, LineCounter, Parser } from 'yaml'
import { adapt, MOST_LEXEMES } from './generous-yaml.js'
import type { SourceFile, WorkflowProblem } from './problem.js'
import type { Position, YamlNode } from './tree.js'
import { MOST_LEVELS, Refused, TreeBuilder } from './tree-builder.js'

/** A YAML text as a tree, or why GitHub would refuse it, or why the grader will not read it. */
export type YamlReading =
  | { readonly state: 'read'; readonly root: YamlNode }
  | { readonly state: 'invalid'; readonly problems: readonly WorkflowProblem[] }
  | { readonly state: 'unknown'; readonly because: string }

/** Source: actions/runner, `ParseOptions.MaxFileSize`. */
const MOST_CHARACTERS = 1_048_576

/**
 * Reads YAML as GitHub does: values of YAML 1.2's core schema, anchors and aliases but no merge keys,
 * one document, and GitHub's limits on size, depth and expansion, applied before anything is expanded.
 */
export function readYaml(written: string, file: SourceFile): YamlReading {
  if (written.length > MOST_CHARACTERS) {
    return invalid(file.problem('Maximum object size exceeded', undefined))
  }
  const adapted = adapt(written)
  if (adapted === null) {
    const most = MOST_LEXEMES.toLocaleString('en-US')
    return { state: 'unknown', because: `it has more than ${most} YAML tokens` }
  }
  const { text, added } = adapted
  const counter = new LineCounter()
  const place = (offset: number): Position => {
    const { line, col } = counter.linePos(offset)
    return { line, column: Math.max(1, col - (added.get(line) ?? 0)) }
  }
  const tokens = [...new Parser(counter.addNewLine).parse(text)]
  const tooDeep = deeperThan(MOST_LEVELS, tokens)
  if (tooDeep !== null) {
    return invalid(file.problem('Maximum object depth exceeded', place(tooDeep)))
  }
  const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false, schema: 'core' })
  const [document, second] = composer.compose(tokens, true, text.length)
  if (document === undefined || document.errors.length > 0) {
    const errors = document?.errors ?? []
    return invalid(...errors.map(({ message, pos }) => file.problem(message, place(pos[0]))))
  }
  if (second !== undefined) {
    return invalid(file.problem('Expected stream end parse event', place(second.range[0])))
  }
  try {
    return { state: 'read', root: new TreeBuilder(place).build(document.contents) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return invalid(file.problem(error.message, error.range?.start))
  }
}

function invalid(...problems: WorkflowProblem[]): YamlReading {
  return { state: 'invalid', problems }
}

/** Where the nesting of collections first goes beyond so many levels; found without recursion. */
function deeperThan(most: number, tokens: readonly CST.Token[]): number | null {
  let found: number | null = null
  const stack = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { token, depth } = next
    if (token.type === 'document' && token.value) stack.push({ token: token.value, depth })
    if (!('items' in token)) continue
    if (depth >= most) {
      found = Math.min(found ?? token.offset, token.offset)
      continue
    }
    for (const { key, value } of token.items) {
      if (key) stack.push({ token: key, depth: depth + 1 })
      if (value) stack.push({ token: value, depth: depth + 1 })
    }
  }
  return found
}
