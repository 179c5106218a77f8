import type { ObjectReader } from '@actions/workflow-parser/templates/object-reader'
import {
  BooleanToken,
  LiteralToken,
  MappingToken,
  NullToken,
  NumberToken,
  SequenceToken,
  StringToken,
} from '@actions/workflow-parser/templates/tokens/index'
import type { YamlNode, YamlScalar } from './tree.js'

/** What a tree consists of, in reading order; sequences and mappings are without their content. */
type Event = LiteralToken | SequenceToken | MappingToken | 'end of sequence' | 'end of mapping'

/** Feeds the tree to GitHub's parser in place of its own YAML reader, which crashes on odd keys. */
export class TreeReader implements ObjectReader {
  readonly #events: Iterator<Event, undefined>
  #next: Event | undefined

  constructor(root: YamlNode, fileId: number) {
    this.#events = events(root, fileId)
    this.#next = this.#events.next().value
  }

  allowLiteral(): LiteralToken | undefined {
    return this.#take((event) => (event instanceof LiteralToken ? event : undefined))
  }

  allowSequenceStart(): SequenceToken | undefined {
    return this.#take((event) => (event instanceof SequenceToken ? event : undefined))
  }

  allowSequenceEnd(): boolean {
    return this.#take((event) => event === 'end of sequence' || undefined) ?? false
  }

  allowMappingStart(): MappingToken | undefined {
    return this.#take((event) => (event instanceof MappingToken ? event : undefined))
  }

  allowMappingEnd(): boolean {
    return this.#take((event) => event === 'end of mapping' || undefined) ?? false
  }

  validateStart(): void {}

  validateEnd(): void {
    if (this.#next !== undefined) throw new Error('Expected end of reader')
  }

  /** What is asked for, if it comes next; then the reader moves on. */
  #take<Wanted>(as: (event: Event | undefined) => Wanted | undefined): Wanted | undefined {
    const wanted = as(this.#next)
    if (wanted !== undefined) this.#next = this.#events.next().value
    return wanted
  }
}

function* events(node: YamlNode, fileId: number): Generator<Event, undefined> {
  switch (node.kind) {
    case 'scalar':
      yield literal(node, fileId)
      return
    case 'sequence':
      yield new SequenceToken(fileId, node.range, undefined)
      for (const item of node.items) yield* events(item, fileId)
      yield 'end of sequence'
      return
    case 'mapping':
      yield new MappingToken(fileId, node.range, undefined)
      for (const { key, value } of node.entries) {
        yield literal(key, fileId)
        yield* events(value, fileId)
      }
      yield 'end of mapping'
  }
}

function literal({ value, range, source }: YamlScalar, fileId: number): LiteralToken {
  switch (typeof value) {
    case 'number':
      return new NumberToken(fileId, range, value, undefined)
    case 'boolean':
      return new BooleanToken(fileId, range, value, undefined)
    case 'string':
      return new StringToken(fileId, range, value, undefined, source)
    default:
      return new NullToken(fileId, range, undefined)
  }
}
