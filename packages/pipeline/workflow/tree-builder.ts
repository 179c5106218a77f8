import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml'
import type { Position, Range, YamlNode, YamlScalar } from './tree.js'

/** GitHub's limits, aliases expanded. Source: actions/runner, `YamlObjectReader`, `ParseOptions`. */
const MOST_EVENTS = 50_000
export const MOST_LEVELS = 50

/** Why GitHub would refuse a document although its syntax is right; `range`: where, when known. */
export class Refused extends Error {
  readonly range: Range | undefined

  constructor(message: string, range?: Range) {
    super(message)
    this.range = range
  }
}

/** How many parser events and how many levels a node stands for once its aliases are expanded. */
interface Extent {
  readonly events: number
  readonly levels: number
}

/** Builds the tree of a parsed document, with its aliases resolved. */
export class TreeBuilder {
  readonly #place: (offset: number) => Position
  /** Nodes by anchor, as they stand where the walk is: YAML lets a later anchor take the name. */
  readonly #anchors = new Map<string, YamlNode | 'open'>()
  readonly #extents = new Map<YamlNode, Extent>()

  /** `place`: line and column of an offset in the text. */
  constructor(place: (offset: number) => Position) {
    this.#place = place
  }

  /** The tree. Throws `Refused`. */
  build(node: ParsedNode | null): YamlNode {
    if (node === null) return this.#nothing({ line: 1, column: 1 })
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
    const { anchor } = node
    if (anchor !== undefined) this.#anchors.set(anchor, 'open')
    const built = this.#content(node)
    if (anchor !== undefined) this.#anchors.set(anchor, built)
    return built
  }

  #content(node: Exclude<ParsedNode, { type: 'alias' }>): YamlNode {
    const range = this.#range(node)
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item))
      return this.#measured({ kind: 'sequence', items, range }, items)
    }
    if (isMap(node)) {
      const entries = node.items.map((pair) => {
        const key = this.#key(pair.key)
        const value = pair.value === null ? this.#nothing(key.range.end) : this.build(pair.value)
        return { key, value }
      })
      const parts = entries.flatMap(({ key, value }) => [key, value])
      return this.#measured({ kind: 'mapping', entries, range }, parts)
    }
    return this.#measured(scalarOf(node, range), [])
  }

  #key(node: ParsedNode | null): YamlScalar {
    const key = this.build(node)
    if (key.kind !== 'scalar') throw new Refused('Expected a scalar value as key', key.range)
    return { ...key, value: key.value === null ? '' : String(key.value) }
  }

  #measured<Node extends YamlNode>(node: Node, parts: readonly YamlNode[]): Node {
    const collection = node.kind === 'scalar' ? 0 : 1
    let events = 1 + collection
    let levels = 0
    for (const part of parts) {
      const extent = this.#extents.get(part)
      events += extent?.events ?? 1
      levels = Math.max(levels, extent?.levels ?? 0)
    }
    levels += collection
    if (events > MOST_EVENTS) throw new Refused('Maximum YAML nodes exceeded')
    if (levels > MOST_LEVELS) throw new Refused('Maximum object depth exceeded')
    this.#extents.set(node, { events, levels })
    return node
  }

  #nothing(at: Position): YamlScalar {
    const range = { start: at, end: at }
    return { kind: 'scalar', value: null, range, source: '' }
  }

  #range(node: { range?: readonly [number, number, number] | null | undefined }): Range {
    const [start, end] = node.range ?? [0, 0]
    return { start: this.#place(start), end: this.#place(end) }
  }
}

function scalarOf(node: ParsedNode, range: Range): YamlScalar {
  const token = node.srcToken
  const source = token !== undefined && 'source' in token ? token.source : ''
  return {
    kind: 'scalar',
    value: isScalar(node) ? typedValue(node, source, range) : null,
    range,
    source,
  }
}

/** What a plain scalar with a tag has to look like, by tag. */
const TAGGED: Readonly<Record<string, RegExp>> = {
  bool: /^(?:true|True|TRUE|false|False|FALSE)$/,
  null: /^(?:|null|Null|NULL|~)$/,
  int: /^(?:[-+]?\d+|0x[\da-fA-F]+|0o[0-7]+)$/,
  float:
    /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
}

/**
 * The value of a scalar. Explicit tags: a text of any kind, else a plain scalar that fits its tag.
 * Source: actions/runner, `YamlObjectReader.AllowLiteral`.
 */
function typedValue(
  { value, tag, type }: Scalar,
  source: string,
  range: Range,
): YamlScalar['value'] {
  const [, kind] = /^tag:yaml\.org,2002:(\w+)$/.exec(tag ?? '') ?? []
  if (tag !== undefined && kind !== 'str') {
    if (type !== 'PLAIN') {
      throw new Refused(`The scalar style '${type}' is not valid with the tag '${tag}'`, range)
    }
    const form = TAGGED[kind ?? '']
    if (form === undefined) throw new Refused(`Unexpected tag '${tag}'`, range)
    if (!form.test(source)) {
      throw new Refused(`The value '${source}' is invalid for the type '${tag}'`, range)
    }
    if (kind === 'float' && typeof value === 'string') return Number(source)
  }
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value
    default:
      return null
  }
}
