import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type ParsedNode,
} from 'yaml'
import type { Range, YamlEntry, YamlNode, YamlScalar } from './tree.js'

/** How many parser events and how many levels a node stands for once its aliases are expanded. */
interface Extent {
  readonly events: number
  readonly depth: number
}

/** Why GitHub would refuse a document although its syntax is right; `range`: where, when known. */
export class Refused extends Error {
  readonly range: Range | undefined

  constructor(message: string, range?: Range) {
    super(message)
    this.range = range
  }
}

type Contents = ParsedNode | null

/** Builds the tree of a parsed document, with its aliases resolved. */
export class TreeBuilder {
  readonly #document: Document.Parsed
  readonly #counter: LineCounter
  /** Nodes by anchor, as they stand where the walk is: YAML lets a later anchor take the name. */
  readonly #anchors = new Map<string, YamlNode | 'open'>()
  readonly #extents = new Map<YamlNode, Extent>()

  constructor(document: Document.Parsed, counter: LineCounter) {
    this.#document = document
    this.#counter = counter
  }

  /** The tree, and what it comes to once its aliases are expanded. Throws `Refused`. */
  build(): { readonly root: YamlNode; readonly extent: Extent } {
    const root = this.#node(this.#document.contents)
    return { root, extent: this.#extents.get(root) ?? { events: 2, depth: 0 } }
  }

  #node(node: Contents): YamlNode {
    if (node === null) return this.#emptyScalar(null)
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source)
      if (target === 'open') {
        throw new Refused(`The alias '${node.source}' refers to itself`, this.#range(node))
      }
      if (target === undefined) {
        throw new Refused(`Unresolved alias: ${node.source}`, this.#range(node))
      }
      return target
    }
    const anchor = node.anchor
    if (anchor !== undefined) this.#anchors.set(anchor, 'open')
    const built = this.#collectionOrScalar(node)
    if (anchor !== undefined) this.#anchors.set(anchor, built)
    return built
  }

  #collectionOrScalar(node: ParsedNode): YamlNode {
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#node(item))
      return this.#measured({ kind: 'sequence', items, range: this.#range(node) }, items)
    }
    if (isMap(node)) {
      const entries: YamlEntry[] = node.items.map((pair) => {
        const key = this.#key(pair.key)
        const empty = pair.value === null
        return { key, value: empty ? this.#emptyScalar(key.range) : this.#node(pair.value) }
      })
      const values = entries.map((entry) => entry.value)
      return this.#measured({ kind: 'mapping', entries, range: this.#range(node) }, values)
    }
    return this.#measured(this.#scalar(node), [])
  }

  #key(node: Contents): YamlScalar {
    if (node === null) return { ...this.#emptyScalar(null), value: '' }
    const key = this.#node(node)
    if (key.kind !== 'scalar') throw new Refused('Expected a scalar value as key', key.range)
    return { ...key, value: key.value === null ? '' : String(key.value) }
  }

  #scalar(node: ParsedNode): YamlScalar {
    const range = this.#range(node)
    const raw: unknown = isScalar(node) ? node.value : null
    const token = node.srcToken
    const source = token !== undefined && 'source' in token ? token.source : ''
    const header =
      token?.type === 'block-scalar'
        ? token.props.find((prop) => prop.type === 'block-scalar-header')
        : undefined
    return {
      kind: 'scalar',
      value: primitive(raw, source),
      range,
      source,
      blockHeader: header !== undefined && 'source' in header ? header.source : null,
    }
  }

  #measured<Node extends YamlNode>(node: Node, children: readonly YamlNode[]): Node {
    let events = 2
    let depth = 0
    for (const child of children) {
      const extent = this.#extents.get(child)
      events += 1 + (extent?.events ?? 1)
      depth = Math.max(depth, extent?.depth ?? 0)
    }
    this.#extents.set(node, { events, depth: node.kind === 'scalar' ? 0 : depth + 1 })
    return node
  }

  #emptyScalar(near: Range | null): YamlScalar {
    const start = near === null ? { line: 1, column: 1 } : near.end
    const range = { start, end: start }
    return { kind: 'scalar', value: null, range, source: '', blockHeader: null }
  }

  #range(node: { range?: readonly [number, number, number] | null | undefined }): Range {
    const [start, end] = node.range ?? [0, 0]
    return {
      start: position(this.#counter.linePos(start)),
      end: position(this.#counter.linePos(end)),
    }
  }
}

function primitive(value: unknown, source: string): YamlScalar['value'] {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value
    default:
      return value === null || value === undefined ? null : source
  }
}

function position(at: { line: number; col: number }): Range['start'] {
  return { line: at.line, column: at.col }
}
