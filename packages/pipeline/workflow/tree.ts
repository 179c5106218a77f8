/** A place in main.yml. Lines and columns count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A stretch of main.yml; `end` is just past the last character. */
export interface Range {
  readonly start: Position
  readonly end: Position
}

/** A YAML scalar as GitHub reads it (YAML 1.2: `on` and `yes` are text). */
export interface YamlScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly range: Range
  /** The text as written, quotes and indentation included. */
  readonly source: string
}

/** A YAML sequence. */
export interface YamlSequence {
  readonly kind: 'sequence'
  readonly items: readonly YamlNode[]
  readonly range: Range
}

/** A YAML mapping, in file order. Keys that were not text have been made text, as GitHub does. */
export interface YamlMapping {
  readonly kind: 'mapping'
  readonly entries: readonly YamlEntry[]
  readonly range: Range
}

export interface YamlEntry {
  readonly key: YamlScalar
  readonly value: YamlNode
}

/** A node of main.yml with aliases resolved: the same node may stand at several places. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping

/** The scalar as text, the way GitHub turns numbers, booleans and nothing into strings. */
export function scalarText(scalar: YamlScalar): string {
  return scalar.value === null ? '' : String(scalar.value)
}

/** The value under a key, or `null` when the node is no mapping or has no such key. */
export function child(node: YamlNode | null, key: string): YamlNode | null {
  return entry(node, key)?.value ?? null
}

/** Key and value under a key, or `null`. */
export function entry(node: YamlNode | null, key: string): YamlEntry | null {
  if (node?.kind !== 'mapping') return null
  return node.entries.find((candidate) => scalarText(candidate.key) === key) ?? null
}

/** The text of a scalar node; `null` for anything else. */
export function textOf(node: YamlNode | null): string | null {
  return node?.kind === 'scalar' ? scalarText(node) : null
}

/** The items of a sequence; a scalar is a list of one. Empty for anything else. */
export function items(node: YamlNode | null): readonly YamlNode[] {
  if (node?.kind === 'sequence') return node.items
  return node?.kind === 'scalar' ? [node] : []
}

/** A scalar or a list of scalars as texts; empty for anything else. */
export function textsOf(node: YamlNode | null): string[] {
  return items(node).flatMap((item) => textOf(item) ?? [])
}
