import { data } from '@actions/expressions'
import { UnknownError } from '@grade4/unknown'
import { scalarText, type YamlNode, type YamlScalar } from '../workflow/tree.js'
import { ExpressionFailure, evaluate, type Scope } from './evaluate.js'
import { asText, boolean, mapping, NOTHING, reasonsOf, text, type Value } from './values.js'

/** A piece of a text: as it stands, or an expression in `${{ }}`. */
type Segment = { readonly literal: string } | { readonly expression: string }

const OPEN = '${{'
const CLOSE = '}}'

/**
 * Splits a text at its `${{ }}`. A `}}` inside quotes does not end one.
 * Source: actions/runner, `TemplateReader.ParseScalar`.
 */
export function segments(template: string): Segment[] {
  const found: Segment[] = []
  let rest = 0
  for (;;) {
    const open = template.indexOf(OPEN, rest)
    const close = open < 0 ? -1 : endOf(template, open + OPEN.length)
    if (close < 0) break
    if (open > rest) found.push({ literal: template.slice(rest, open) })
    found.push({ expression: template.slice(open + OPEN.length, close).trim() })
    rest = close + CLOSE.length
  }
  if (rest < template.length) found.push({ literal: template.slice(rest) })
  return found
}

function endOf(template: string, from: number): number {
  let quoted = false
  for (let at = from; at < template.length; at += 1) {
    if (template[at] === "'") quoted = !quoted
    else if (!quoted && template.startsWith(CLOSE, at)) return at
  }
  return -1
}

/** A text with its expressions replaced by their values. Throws `ExpressionFailure`. */
export function expand(template: string, scope: Scope): string {
  const parts = segments(template).map((segment) =>
    'literal' in segment ? segment.literal : asText(evaluate(segment.expression, scope)),
  )
  return parts.join('')
}

/** A scalar node as text, expanded; `null` for no node. Throws `ExpressionFailure`. */
export function expandNode(node: YamlNode | null, scope: Scope): string | null {
  if (node === null) return null
  if (node.kind !== 'scalar') throw new ExpressionFailure('Expected a scalar value')
  return expand(scalarText(node), scope)
}

/**
 * The entries of a mapping with expanded values, in file order; empty for no node. One expression may
 * stand for the whole of it. Throws `ExpressionFailure`, and `UnknownError` where that is not known.
 */
export function expandEntries(
  node: YamlNode | null,
  scope: Scope,
): { key: string; value: string; node: YamlNode }[] {
  if (node === null) return []
  if (node.kind !== 'mapping') {
    const whole = nodeValue(node, scope)
    const [unknown] = reasonsOf(whole, scope.holes)
    if (whole.kind === data.Kind.Dictionary) {
      return whole.pairs().map(({ key, value }) => ({ key, value: asText(value), node }))
    }
    if (unknown !== undefined) throw new UnknownError(unknown)
    throw new ExpressionFailure('Expected a mapping')
  }
  return node.entries.map(({ key, value }) => ({
    key: scalarText(key),
    value: expandNode(value, scope) ?? '',
    node: value,
  }))
}

/** The value of a node: a single expression keeps its type, lists and mappings become values. */
export function nodeValue(node: YamlNode | null, scope: Scope): Value {
  if (node === null) return NOTHING
  switch (node.kind) {
    case 'scalar':
      return scalarValue(node, scope)
    case 'sequence':
      return new data.Array(...node.items.map((item) => nodeValue(item, scope)))
    case 'mapping':
      return mapping(
        node.entries.map(({ key, value }) => [scalarText(key), nodeValue(value, scope)] as const),
      )
  }
}

function scalarValue({ value }: YamlScalar, scope: Scope): Value {
  if (value === null) return NOTHING
  if (typeof value === 'boolean') return boolean(value)
  if (typeof value === 'number') return new data.NumberData(value)
  const [only, ...more] = segments(value)
  return only !== undefined && more.length === 0 && 'expression' in only
    ? evaluate(only.expression, scope)
    : text(expand(value, scope))
}
