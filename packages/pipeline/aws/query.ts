import {
  type JSONValue,
  type registerFunction,
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
import type { Json } from '../twin/call.js'
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
    return interpreter(spend).search(query, value)
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

type Interpreter = typeof TreeInterpreter
type Visit = Interpreter['visit']
type Operand = ReturnType<Visit>

/** The library's interpreter, corrected and counted: one for each query, since the library has one for everybody. */
function interpreter(spend: Spend): Interpreter {
  const own = TreeInterpreter.withScope({})
  const theirs: Visit = own.visit.bind(own)
  own.visit = (node, value) => {
    const result = visited(own, theirs, node, value)
    spend(10 + weigh(result))
    return result
  }
  own.runtime._functionTable = { ...own.runtime._functionTable }
  for (const { name, takes, run } of CORRECTED) {
    own.runtime.registerFunction(name, (args) => run(args, own), takes, { override: true })
  }
  return own
}

/** What jmespath.py answers where the library would not, and else what the library does. */
function visited(own: Interpreter, theirs: Visit, ...[node, value]: Parameters<Visit>): Operand {
  const visit = (part: typeof node) => own.visit(part, value)
  switch (node.type) {
    case 'Field':
      return isObject(value) && Object.hasOwn(value, node.name) ? (value[node.name] ?? null) : null
    case 'Subexpression':
      return own.visit(node.right, visit(node.left))
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

type Library = Parameters<typeof registerFunction>
type Arguments = Parameters<Library[1]>[0]
type Signature = Library[2]

/** A function that answers otherwise than the library's. */
interface Corrected {
  readonly name: string
  readonly takes: Signature
  run(args: Arguments, own: Interpreter): JSONValue
}

/** `takes`: the types of its arguments. */
function correct(
  name: string,
  takes: readonly Signature[number]['types'][],
  run: Corrected['run'],
): Corrected {
  return { name, takes: takes.map((types) => ({ types })), run }
}

const listOf = (value: Arguments[number] | undefined) => (Array.isArray(value) ? value : [])

const ORDERED = [TYPE_ARRAY_NUMBER, TYPE_ARRAY_STRING]
const KEYED = [[TYPE_ARRAY], [TYPE_EXPREF]]

const CORRECTED: readonly Corrected[] = [
  correct('sort', [ORDERED], ([list]) => listOf(list).toSorted(order)),
  correct('min', [ORDERED], ([list]) => listOf(list).toSorted(order)[0] ?? null),
  correct('max', [ORDERED], ([list]) => listOf(list).toSorted(order).at(-1) ?? null),
  correct('sort_by', KEYED, ([list, key], own) => sortedBy(own, listOf(list), key)),
  correct('min_by', KEYED, ([list, key], own) => sortedBy(own, listOf(list), key)[0] ?? null),
  // Of equals the first.
  correct(
    'max_by',
    KEYED,
    ([list, key], own) => sortedBy(own, listOf(list).toReversed(), key).at(-1) ?? null,
  ),
  correct('contains', [[TYPE_ARRAY, TYPE_STRING], [TYPE_ANY]], ([subject, part = null]) => {
    if (typeof subject === 'string' && typeof part !== 'string') throw new QueryError('no string')
    // In Python true is 1, and lists are compared part by part.
    const isNumber =
      typeof part === 'number' && listOf(subject).every((one) => one !== true && one !== false)
    if (part !== null && typeof part !== 'string' && !isNumber) throw notFollowed()
    return typeof subject === 'string'
      ? subject.includes(String(part))
      : listOf(subject).some((one) => one === part)
  }),
  // Of an answer with parts that are not known, neither is whether AWS sends them at all.
  correct('keys', [[TYPE_OBJECT]], ([object]) => entriesOf(object).map(([key]) => key)),
  correct('length', [[TYPE_ARRAY, TYPE_OBJECT, TYPE_STRING]], ([value]) =>
    typeof value === 'string'
      ? [...value].length
      : Array.isArray(value)
        ? value.length
        : entriesOf(value).length,
  ),
  {
    name: 'merge',
    takes: [{ types: [TYPE_OBJECT], variadic: true }],
    run: (objects) => Object.fromEntries(objects.flatMap(entriesOf)),
  },
]

function sortedBy(own: Interpreter, list: readonly JSONValue[], key: unknown): JSONValue[] {
  if (!isExpression(key)) throw notFollowed()
  const keyOf = own.runtime.createKeyFunction(key, [TYPE_NUMBER, TYPE_STRING])
  const keyed = list.map((element) => ({ element, key: keyOf(element) }))
  return keyed.toSorted((a, b) => order(a.key, b.key)).map(({ element }) => element)
}

function isExpression(value: unknown): value is Query {
  return isObject(value) && value.expref === true
}

function entriesOf(value: unknown): [string, JSONValue][] {
  if (!isObject(value)) throw notFollowed()
  return Object.entries(value)
}
