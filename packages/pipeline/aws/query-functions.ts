import { UnknownError } from '@grade4/unknown'
import { type Json, Unmodelled } from '../twin/json.js'
import { equal, isArray, isObject, QueryError, valuesOf } from './query-values.js'

type Key = (element: Json) => Json
type Arg = Json | Key
type Kind = 'any' | 'number' | 'string' | 'array' | 'object' | 'numbers' | 'strings' | 'key'

interface FunctionModel {
  /** What each argument may be. */
  readonly takes: readonly (readonly Kind[])[]
  /** The last argument may come again and again. */
  readonly variadic?: true
  run(values: readonly Json[], key: Key): Json
}

const first = (values: readonly Json[]): Json => values[0] ?? null
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const list = (value: Json | undefined): readonly Json[] =>
  value !== undefined && isArray(value) ? value : []
const number = (value: Json): number => (typeof value === 'number' ? value : 0)

const ORDERED: readonly Kind[] = ['numbers', 'strings']

/** The functions of jmespath.py 1.0. */
const FUNCTIONS = new Map<string, FunctionModel>([
  ['abs', { takes: [['number']], run: (values) => Math.abs(number(first(values))) }],
  ['ceil', { takes: [['number']], run: (values) => Math.ceil(number(first(values))) }],
  ['floor', { takes: [['number']], run: (values) => Math.floor(number(first(values))) }],
  [
    'avg',
    {
      takes: [['numbers']],
      run: (values) => {
        const all = list(values[0]).map(number)
        return all.length === 0 ? null : all.reduce((sum, one) => sum + one, 0) / all.length
      },
    },
  ],
  [
    'sum',
    {
      takes: [['numbers']],
      run: (values) =>
        list(values[0])
          .map(number)
          .reduce((sum, one) => sum + one, 0),
    },
  ],
  [
    'not_null',
    {
      takes: [['any']],
      variadic: true,
      run: (values) => values.find((one) => one !== null) ?? null,
    },
  ],
  [
    'to_array',
    {
      takes: [['any']],
      run: (values) => (isArray(first(values)) ? first(values) : [first(values)]),
    },
  ],
  [
    'to_string',
    {
      takes: [['any']],
      run: (values) => {
        const value = first(values)
        return typeof value === 'string' ? value : JSON.stringify(value)
      },
    },
  ],
  [
    'to_number',
    {
      takes: [['any']],
      run: (values) => {
        const value = first(values)
        if (typeof value === 'number') return value
        const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
        return Number.isNaN(parsed) ? null : parsed
      },
    },
  ],
  [
    'contains',
    {
      takes: [['array', 'string'], ['any']],
      run: ([subject, search = null]) => {
        if (typeof subject !== 'string') return list(subject).some((one) => equal(one, search))
        if (typeof search !== 'string')
          throw new QueryError('contains() on a string takes a string')
        return subject.includes(search)
      },
    },
  ],
  [
    'length',
    {
      takes: [['string', 'array', 'object']],
      run: (values) => {
        const value = first(values)
        if (typeof value === 'string') return [...value].length
        return isObject(value) ? valuesOf(value).length : list(value).length
      },
    },
  ],
  [
    'starts_with',
    { takes: [['string'], ['string']], run: ([a, b]) => text(a).startsWith(text(b)) },
  ],
  ['ends_with', { takes: [['string'], ['string']], run: ([a, b]) => text(a).endsWith(text(b)) }],
  [
    'reverse',
    {
      takes: [['array', 'string']],
      run: ([value]) =>
        typeof value === 'string' ? [...value].reverse().join('') : list(value).toReversed(),
    },
  ],
  [
    'join',
    { takes: [['string'], ['strings']], run: ([by, all]) => list(all).map(text).join(text(by)) },
  ],
  ['map', { takes: [['key'], ['array']], run: (values, key) => list(values[0]).map(key) }],
  ['max', { takes: [ORDERED], run: ([all]) => list(all).toSorted(order).at(-1) ?? null }],
  ['min', { takes: [ORDERED], run: ([all]) => list(all).toSorted(order)[0] ?? null }],
  ['sort', { takes: [ORDERED], run: ([all]) => list(all).toSorted(order) }],
  ['sort_by', { takes: [['array'], ['key']], run: ([all], key) => sortedBy(list(all), key) }],
  [
    'max_by',
    {
      takes: [['array'], ['key']],
      run: ([all], key) => {
        // Of equals the first, as Python's max.
        const sorted = sortedBy(list(all).toReversed(), key)
        return sorted.at(-1) ?? null
      },
    },
  ],
  [
    'min_by',
    { takes: [['array'], ['key']], run: ([all], key) => sortedBy(list(all), key)[0] ?? null },
  ],
  [
    'merge',
    {
      takes: [['object']],
      variadic: true,
      run: (values) => Object.assign({}, ...values.filter(isObject)),
    },
  ],
  [
    'keys',
    {
      takes: [['object']],
      run: ([value]) => {
        if (value === undefined || !isObject(value)) return null
        valuesOf(value)
        return Object.keys(value)
      },
    },
  ],
  [
    'values',
    {
      takes: [['object']],
      run: ([value]) => (value !== undefined && isObject(value) ? valuesOf(value) : null),
    },
  ],
  ['type', { takes: [['any']], run: (values) => typeName(first(values)) }],
])

/** Calls a function of a query. Throws `QueryError` as jmespath.py throws. */
export function callFunction(name: string, args: readonly Arg[]): Json {
  const model = FUNCTIONS.get(name)
  if (model === undefined) throw new QueryError(`Unknown function: ${name}()`)
  const enough = model.variadic
    ? args.length >= model.takes.length
    : args.length === model.takes.length
  if (!enough) throw new QueryError(`${name}() got ${args.length} arguments`)
  const values: Json[] = []
  let key: Key | null = null
  for (const [index, arg] of args.entries()) {
    const kinds = model.takes[Math.min(index, model.takes.length - 1)] ?? ['any']
    if (!kinds.some((kind) => isKind(arg, kind))) {
      throw new QueryError(`${name}() got a wrong argument`)
    }
    if (typeof arg === 'function') key = arg
    else values.push(arg)
  }
  return model.run(values, key ?? ((element) => element))
}

function isKind(arg: Arg, kind: Kind): boolean {
  if (typeof arg === 'function') return kind === 'key'
  if (arg instanceof Unmodelled) throw new UnknownError(arg.reason)
  switch (kind) {
    case 'any':
      return true
    case 'key':
      return false
    case 'array':
      return isArray(arg)
    case 'object':
      return isObject(arg)
    case 'numbers':
      return isArray(arg) && arg.every((one) => typeof one === 'number')
    case 'strings':
      return isArray(arg) && arg.every((one) => typeof one === 'string')
    case 'number':
      return typeof arg === 'number'
    case 'string':
      return typeof arg === 'string'
  }
}

function order(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  return text(left) < text(right) ? -1 : text(left) > text(right) ? 1 : 0
}

function sortedBy(all: readonly Json[], key: Key): Json[] {
  const keyed = all.map((element): { element: Json; value: Json } => ({
    element,
    value: key(element),
  }))
  const [one] = keyed
  const kind = typeof one?.value
  if (one !== undefined && kind !== 'string' && kind !== 'number') {
    throw new QueryError('a sort key is neither a string nor a number')
  }
  if (keyed.some(({ value }) => typeof value !== kind)) {
    throw new QueryError('sort keys are of different types')
  }
  return keyed
    .toSorted((left, right) => order(left.value, right.value))
    .map(({ element }) => element)
}

function typeName(value: Json): string {
  if (value === null) return 'null'
  if (isArray(value)) return 'array'
  return typeof value
}
