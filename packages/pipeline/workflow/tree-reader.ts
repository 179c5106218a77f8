import type { ObjectReader } from '@actions/workflow-parser/templates/object-reader'
import {
  BooleanToken,
  type LiteralToken,
  MappingToken,
  NullToken,
  NumberToken,
  SequenceToken,
  StringToken,
} from '@actions/workflow-parser/templates/tokens/index'
import type { YamlNode, YamlScalar } from './tree.js'

type Event =
  | { readonly type: 'literal'; readonly scalar: YamlScalar }
  | { readonly type: 'sequence' | 'mapping'; readonly node: YamlNode }
  | { readonly type: 'sequence-end' | 'mapping-end' }

/** Feeds the tree to GitHub's parser in place of its own YAML reader, which crashes on odd keys. */
export class TreeReader implements ObjectReader {
  readonly #fileId: number
  readonly #events: Iterator<Event>
  #next: IteratorResult<Event>

  constructor(root: YamlNode, fileId: number) {
    this.#fileId = fileId
    this.#events = events(root)
    this.#next = this.#events.next()
  }

  allowLiteral(): LiteralToken | undefined {
    const event = this.#take('literal')
    return event?.type === 'literal' ? literal(event.scalar, this.#fileId) : undefined
  }

  allowSequenceStart(): SequenceToken | undefined {
    const event = this.#take('sequence')
    if (event === null || !('node' in event)) return undefined
    return new SequenceToken(this.#fileId, event.node.range, undefined)
  }

  allowSequenceEnd(): boolean {
    return this.#take('sequence-end') !== null
  }

  allowMappingStart(): MappingToken | undefined {
    const event = this.#take('mapping')
    if (event === null || !('node' in event)) return undefined
    return new MappingToken(this.#fileId, event.node.range, undefined)
  }

  allowMappingEnd(): boolean {
    return this.#take('mapping-end') !== null
  }

  validateStart(): void {}

  validateEnd(): void {
    if (this.#next.done !== true) throw new Error('Expected end of reader')
  }

  #take(type: Event['type']): Event | null {
    const next = this.#next
    if (next.done === true || next.value.type !== type) return null
    this.#next = this.#events.next()
    return next.value
  }
}

function* events(node: YamlNode): Generator<Event> {
  if (node.kind === 'scalar') {
    yield { type: 'literal', scalar: node }
    return
  }
  yield { type: node.kind, node }
  if (node.kind === 'sequence') {
    for (const item of node.items) yield* events(item)
    yield { type: 'sequence-end' }
    return
  }
  for (const { key, value } of node.entries) {
    yield { type: 'literal', scalar: key }
    yield* events(value)
  }
  yield { type: 'mapping-end' }
}

function literal(scalar: YamlScalar, fileId: number): LiteralToken {
  const { value, range } = scalar
  switch (typeof value) {
    case 'number':
      return new NumberToken(fileId, range, value, undefined)
    case 'boolean':
      return new BooleanToken(fileId, range, value, undefined)
    case 'string':
      return new StringToken(
        fileId,
        range,
        value,
        undefined,
        scalar.source,
        scalar.blockHeader ?? undefined,
      )
    default:
      return new NullToken(fileId, range, undefined)
  }
}
