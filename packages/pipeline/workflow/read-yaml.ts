import { type Document, LineCounter, parseDocument } from 'yaml'
import { GITHUB_LIMITS, GRADER_LIMITS, isTooLong, measure } from './limits.js'
import type { SourceFile, WorkflowProblem } from './problem.js'
import type { YamlNode } from './tree.js'
import { Refused, TreeBuilder } from './tree-builder.js'

/** A YAML text as a tree, or why GitHub would refuse it, or why the grader will not read it. */
export type YamlReading =
  | { readonly state: 'read'; readonly root: YamlNode }
  | { readonly state: 'invalid'; readonly problems: readonly WorkflowProblem[] }
  | { readonly state: 'unknown'; readonly because: string }

/**
 * Reads YAML as GitHub does: YAML 1.2 core values, anchors and aliases but no merge keys, and
 * GitHub's limits on size, depth and expansion, applied before anything is expanded.
 */
export function readYaml(text: string, file: SourceFile): YamlReading {
  if (text.length > GITHUB_LIMITS.characters) {
    return invalid(file.problem('Maximum object size exceeded', undefined))
  }
  if (isTooLong(text)) {
    return { state: 'unknown', because: 'it has more than 150,000 YAML tokens' }
  }
  const counter = new LineCounter()
  const shape = measure(text)
  if (shape.aliases > GRADER_LIMITS.aliases) {
    return { state: 'unknown', because: `it has ${shape.aliases} aliases` }
  }
  if (shape.tooDeepAt !== null) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      counter.addNewLine(at + 1)
    }
    const at = counter.linePos(shape.tooDeepAt)
    const start = at.line === 0 ? { line: 1, column: shape.tooDeepAt + 1 } : position(at)
    return invalid(file.problem('Maximum object depth exceeded', start))
  }
  const document = parseDocument(text, {
    lineCounter: counter,
    // The library's code frames take quadratic time; only the first line would be used.
    prettyErrors: false,
    keepSourceTokens: true,
    uniqueKeys: false,
    schema: 'core',
  })
  if (document.errors.length > 0) {
    return invalid(
      ...document.errors.map((error) => {
        const at = counter.linePos(error.pos[0])
        return file.problem(firstLine(error.message), position(at))
      }),
    )
  }
  return expand(document, counter, file)
}

function expand(document: Document.Parsed, counter: LineCounter, file: SourceFile): YamlReading {
  try {
    const { root, extent } = new TreeBuilder(document, counter).build()
    if (extent.events > GITHUB_LIMITS.events) throw new Refused('Maximum events exceeded')
    if (extent.depth > GITHUB_LIMITS.depth) throw new Refused('Maximum object depth exceeded')
    return extent.events > GRADER_LIMITS.events
      ? { state: 'unknown', because: `it expands to ${extent.events} YAML nodes` }
      : { state: 'read', root }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return invalid(file.problem(error.message, error.range?.start))
  }
}

function invalid(...problems: WorkflowProblem[]): YamlReading {
  return { state: 'invalid', problems }
}

function position(at: { line: number; col: number }): { line: number; column: number } {
  return { line: at.line, column: at.col }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message
}
