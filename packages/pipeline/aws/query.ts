import { UnknownError } from '@grade4/unknown'
import { compile, type JSONValue } from '@jmespath-community/jmespath'
import { type Json, Unmodelled } from '../twin/json.js'
import { callFunction } from './query-functions.js'
import { equal, isArray, isFalse, isObject, QueryError, valuesOf } from './query-values.js'

type Node = ReturnType<typeof compile>

/** What JMESPath community added, and the command line's own jmespath 1.0 does not know. */
const ADDED = new Set([
  'Arithmetic',
  'Unary',
  'LetExpression',
  'Variable',
  'Binding',
  'Root',
  'Ternary',
])

/** Parses a `--query`; `null` when the command line would refuse it. */
export function parseQuery(expression: string): Node | null {
  try {
    const tree = compile(expression, { enable_legacy_literals: true })
    const names = [...JSON.stringify(tree).matchAll(/"type":"(\w+)"/g)].map(([, name]) => name)
    return names.some((name) => name !== undefined && ADDED.has(name)) ? null : tree
  } catch (error) {
    if (error instanceof Error && /^(LexerError|ParserError)$/.test(error.name)) return null
    if (error instanceof Error && /^(Syntax error|Bad)/.test(error.message)) return null
    throw error
  }
}

/**
 * Evaluates a query as jmespath.py does; JMESPath community differs from it in a few places.
 * Throws `QueryError` where the command line would stop, `UnknownError` where nobody knows.
 */
export function runQuery(node: Node, value: Json): Json {
  return new Search().visit(node, value)
}

class Search {
  #steps = 0

  visit(node: Node, value: Json): Json {
    if (++this.#steps > 200_000) throw new QueryError('the query takes too long')
    switch (node.type) {
      case 'Identity':
      case 'Current':
        return value
      case 'Literal':
        return literal(node.value)
      case 'Field':
        return this.#field(value, node.name)
      case 'Subexpression':
      case 'IndexExpression':
      case 'Pipe':
        return this.visit(node.right, this.visit(node.left, value))
      case 'Index':
        return isArray(value) ? (value.at(node.value) ?? null) : null
      case 'Slice':
        return isArray(value) ? sliced(value, node.start, node.stop, node.step) : null
      case 'Flatten':
        return flattened(this.visit(node.child, value))
      case 'Projection':
        return this.#project(this.visit(node.left, value), node.right, null)
      case 'FilterProjection':
        return this.#project(this.visit(node.left, value), node.right, node.condition)
      case 'ValueProjection': {
        const base = this.visit(node.left, value)
        return isObject(base) ? this.#project(valuesOf(base), node.right, null) : null
      }
      case 'Comparator':
        return compared(node.name, this.visit(node.left, value), this.visit(node.right, value))
      case 'AndExpression': {
        const left = this.visit(node.left, value)
        return isFalse(left) ? left : this.visit(node.right, value)
      }
      case 'OrExpression': {
        const left = this.visit(node.left, value)
        return isFalse(left) ? this.visit(node.right, value) : left
      }
      case 'NotExpression': {
        const inner = this.visit(node.child, value)
        return inner !== 0 && isFalse(inner)
      }
      case 'MultiSelectList':
        return value === null ? null : node.children.map((child) => this.visit(child, value))
      case 'MultiSelectHash': {
        if (value === null) return null
        const pairs = node.children.map((child): [string, Json] => [
          child.name,
          this.visit(child.value, value),
        ])
        return Object.fromEntries(pairs)
      }
      case 'Function': {
        const args = node.children.map((child) =>
          child.type === 'ExpressionReference'
            ? (element: Json) => this.visit(child.child, element)
            : this.visit(child, value),
        )
        return callFunction(node.name, args)
      }
    }
    throw new QueryError(`an expression of kind ${node.type} stands where it may not`)
  }

  #field(value: Json, name: string): Json {
    if (!isObject(value) || !Object.hasOwn(value, name)) return null
    const field = value[name] ?? null
    if (field instanceof Unmodelled) throw new UnknownError(field.reason)
    return field
  }

  #project(base: Json, right: Node, condition: Node | null): Json {
    if (!isArray(base)) return null
    return base
      .filter((element) => condition === null || !isFalse(this.visit(condition, element)))
      .map((element) => this.visit(right, element))
      .filter((element) => element !== null)
  }
}

function literal(value: JSONValue): Json {
  return value
}

function flattened(value: Json): Json {
  return isArray(value) ? value.flat() : null
}

function sliced(
  value: readonly Json[],
  start: number | null,
  stop: number | null,
  step: number | null,
): Json {
  const by = step ?? 1
  if (by === 0) throw new QueryError('slice step cannot be 0')
  const size = value.length
  const low = by > 0 ? 0 : -1
  const high = by > 0 ? size : size - 1
  const bound = (given: number | null, otherwise: number) =>
    given === null ? otherwise : Math.min(high, Math.max(low, given < 0 ? given + size : given))
  const from = bound(start, by > 0 ? 0 : size - 1)
  const to = stop === null ? (by > 0 ? size : -1) : bound(stop, 0)
  const result: Json[] = []
  for (let index = from; by > 0 ? index < to : index > to; index += by) {
    const element = value[index]
    if (element !== undefined) result.push(element)
  }
  return result
}

function compared(operator: string, left: Json, right: Json): Json {
  if (operator === 'EQ') return equal(left, right)
  if (operator === 'NE') return !equal(left, right)
  const comparable = [left, right].every(
    (one) => typeof one === 'number' || typeof one === 'string',
  )
  if (!comparable || left === null || right === null) return null
  if (typeof left !== typeof right) throw new QueryError('a number and a string cannot be compared')
  switch (operator) {
    case 'LT':
      return left < right
    case 'LTE':
      return left <= right
    case 'GT':
      return left > right
    default:
      return left >= right
  }
}
