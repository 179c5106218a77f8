import {
  type JSONValue,
  registerFunction,
  TreeInterpreter,
  TYPE_ANY,
  TYPE_ARRAY,
  TYPE_ARRAY_NUMBER,
  TYPE_ARRAY_STRING,
  TYPE_EXPREF,
  TYPE_NUMBER,
  TYPE_OBJECT,
  TYPE_STRING,
} from '@jmespath-community/jmespath'
import type { Json } from '../twin/json.js'
import { notFollowed, type Query, refuseSurprise } from './query-syntax.js'

// What the library answers otherwise than jmespath.py is corrected here, or not followed. jmespath-cases.json has what
// jmespath.py answers.

/** The command line stops with a JMESPath error. */
export class QueryError extends Error {}

/** Counts work; throws `UnknownError` when it is too much. */
type Spend = (units: number) => void

/**
 * Evaluates a query. Throws `QueryError` where the command line would stop, and `UnknownError` where the answer
 * depends on a part that is not known, or takes too much work.
 */
export function runQuery(query: Query, value: Json, spend: Spend): Json {
  try {
    work = spend
    return TreeInterpreter.search(query, value)
  } catch (error) {
    refuseSurprise(error)
    throw new QueryError(error instanceof Error ? error.message : '')
  }
}

/** The functions of jmespath.py that are followed. */
const FUNCTIONS = new Set([
  ...['abs', 'ceil', 'contains', 'ends_with', 'floor', 'join', 'keys', 'length', 'map', 'max'],
  ...['max_by', 'merge', 'min', 'min_by', 'not_null', 'reverse', 'sort', 'sort_by'],
  ...['starts_with', 'sum', 'to_array', 'to_string', 'type', 'values'],
])

/** They give numbers that only Python prints so. */
const NOT_FOLLOWED = new Set(['avg', 'to_number'])

type Visit = typeof TreeInterpreter.visit
type Operand = ReturnType<Visit>

let work: Spend = () => {}
const theirs: Visit = TreeInterpreter.visit.bind(TreeInterpreter)

TreeInterpreter.visit = (node, value) => {
  const result = ours(node, value)
  work(10 + weigh(result))
  return result
}

/** Answers as jmespath.py where the library would not. */
const ours: Visit = (node, value) => {
  const visit = (part: typeof node) => TreeInterpreter.visit(part, value)
  switch (node.type) {
    case 'Field':
      return isObject(value) && Object.hasOwn(value, node.name) ? (value[node.name] ?? null) : null
    case 'Subexpression':
      return TreeInterpreter.visit(node.right, visit(node.left))
    case 'Slice':
      return Array.isArray(value) ? theirs(node, value) : null
    case 'MultiSelectHash':
    case 'MultiSelectList':
      return value === null ? null : theirs(node, value)
    case 'Comparator':
      return /^(EQ|NE)$/.test(node.name)
        ? theirs(node, value)
        : compared(node.name, visit(node.left), visit(node.right))
    case 'Function':
      if (NOT_FOLLOWED.has(node.name)) throw notFollowed()
      if (!FUNCTIONS.has(node.name)) throw new QueryError(`Unknown function: ${node.name}()`)
  }
  return theirs(node, value)
}

/** How much there is to go through in a value: in what a query made, a part may stand many times. */
function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 1
  const known = WEIGHTS.get(value)
  if (known !== undefined) return known
  const parts = Object.values(Object.getOwnPropertyDescriptors(value)).map((part) => part.value)
  const weight = parts.reduce((sum: number, part: unknown) => sum + weigh(part), 1)
  WEIGHTS.set(value, weight)
  return weight
}

const WEIGHTS = new WeakMap<object, number>()

function compared(operator: string, left: Operand, right: Operand): boolean | null {
  const comparable = [left, right].every((one) => /^(number|string)$/.test(typeof one))
  if (!comparable) return null
  const sign = order(left, right)
  if (sign === 0) return operator.endsWith('E')
  return operator.startsWith('L') === sign < 0
}

/** Python's order of two numbers or two strings. */
function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left !== 'string' || typeof right !== 'string') throw new QueryError('no order')
  return left < right ? -1 : left > right ? 1 : 0
}

function isObject(value: unknown): value is Readonly<Record<string, JSONValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Run = Parameters<typeof registerFunction>[1]
type Arguments = Parameters<Run>[0]
type Types = Parameters<typeof registerFunction>[2][number]['types']

/** Replaces a function of the library. `takes`: the types of its arguments. */
function correct(name: string, takes: readonly Types[], run: (args: Arguments) => JSONValue): void {
  registerFunction(
    name,
    run,
    takes.map((types) => ({ types })),
    { override: true },
  )
}

const listOf = (value: Arguments[number] | undefined) => (Array.isArray(value) ? value : [])

const ORDERED = [TYPE_ARRAY_NUMBER, TYPE_ARRAY_STRING]
correct('sort', [ORDERED], ([list]) => listOf(list).toSorted(order))
correct('min', [ORDERED], ([list]) => listOf(list).toSorted(order)[0] ?? null)
correct('max', [ORDERED], ([list]) => listOf(list).toSorted(order).at(-1) ?? null)

const KEYED = [[TYPE_ARRAY], [TYPE_EXPREF]]
correct('sort_by', KEYED, ([list, key]) => sortedBy(listOf(list), key))
correct('min_by', KEYED, ([list, key]) => sortedBy(listOf(list), key)[0] ?? null)
// Of equals the first.
correct('max_by', KEYED, ([list, key]) => sortedBy(listOf(list).toReversed(), key).at(-1) ?? null)

function sortedBy(list: readonly JSONValue[], key: unknown): JSONValue[] {
  if (!isExpression(key)) throw notFollowed()
  const keyOf = TreeInterpreter.runtime.createKeyFunction(key, [TYPE_NUMBER, TYPE_STRING])
  const keyed = list.map((element) => ({ element, key: keyOf(element) }))
  return keyed.toSorted((a, b) => order(a.key, b.key)).map(({ element }) => element)
}

function isExpression(value: unknown): value is Query {
  return isObject(value) && value.expref === true
}

correct('contains', [[TYPE_ARRAY, TYPE_STRING], [TYPE_ANY]], ([subject, part = null]) => {
  if (typeof subject === 'string' && typeof part !== 'string') throw new QueryError('no string')
  // In Python true is 1, and lists are compared part by part.
  const isNumber =
    typeof part === 'number' && listOf(subject).every((one) => one !== true && one !== false)
  if (part !== null && typeof part !== 'string' && !isNumber) throw notFollowed()
  return typeof subject === 'string'
    ? subject.includes(String(part))
    : listOf(subject).some((one) => one === part)
})

// Of an answer with parts that are not known, neither is whether AWS sends them at all.
correct('keys', [[TYPE_OBJECT]], ([object]) => entriesOf(object).map(([key]) => key))
correct('length', [[TYPE_ARRAY, TYPE_OBJECT, TYPE_STRING]], ([value]) =>
  typeof value === 'string'
    ? [...value].length
    : Array.isArray(value)
      ? value.length
      : entriesOf(value).length,
)
registerFunction(
  'merge',
  (objects) => Object.fromEntries(objects.flatMap(entriesOf)),
  [{ types: [TYPE_OBJECT], variadic: true }],
  { override: true },
)

function entriesOf(value: unknown): [string, JSONValue][] {
  if (!isObject(value)) throw notFollowed()
  return Object.entries(value)
}
