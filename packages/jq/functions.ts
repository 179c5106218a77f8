import { applied, type Env, type Filter, made, nothing, pathsOf, valuesOf } from './filters.js'
import {
  closed,
  compared,
  isList,
  isObject,
  type Json,
  notFollowed,
  numberOf,
  objectOf,
  TYPES,
  typeOf,
  valuesIn,
  written,
} from './json.js'
import { number, split } from './operators.js'
import { JqError, partAt, partsOf, withoutPart } from './paths.js'
import { matches } from './regex.js'

/** Functions that jq itself defines in its own language, and that are followed by doing so. */
export const DEFINED: Readonly<Record<string, string>> = {
  'not()': 'if . then false else true end',
  'keys()': 'keys_unsorted | sort',
  'first(f)': 'limit(1; f)',
  'ltrimstr(f)':
    'f as $x | if type == "string" and ($x | type) == "string" and startswith($x) then .[$x | length:] else . end',
  'rtrimstr(f)':
    'f as $x | if type == "string" and ($x | type) == "string" and endswith($x) then .[:length - ($x | length)] else . end',
  'select(f)': 'if f then . else empty end',
  'map(f)': '[.[] | f]',
  'map_values(f)': '.[] |= f',
  'recurse()': '..',
  'values()': 'select(. != null)',
  'add()': 'reduce .[] as $x (null; . + $x)',
  'any()': 'any(.)',
  'any(f)': 'any(.[]; f)',
  'any(f; g)': 'first((f | g | select(.) | true), false)',
  'all()': 'all(.)',
  'all(f)': 'all(.[]; f)',
  'all(f; g)': 'first((f | g | select(not) | false), true)',
  'first()': '.[0]',
  'last()': '.[-1]',
  'last(f)': 'reduce f as $x (null; $x)',
  'to_entries()': '[keys_unsorted[] as $key | {key: $key, value: .[$key]}]',
  'with_entries(f)': 'to_entries | map(f) | from_entries',
  'paths()': 'path(..) | select(length > 0)',
  'sort()': 'sort_by(.)',
  'unique()': 'unique_by(.)',
  'unique_by(f)': '[group_by(f)[] | .[0]]',
  'min()': 'min_by(.)',
  'max()': 'max_by(.)',
  'max_by(f)': 'sort_by(f) | .[-1]',
  'min_by(f)': 'sort_by(f) | .[0]',
  'index(f)': 'indices(f) | .[0]',
  'rindex(f)': 'indices(f) | .[-1]',
  'test(f)': 'test(f; "")',
  'flatten()': 'flatten(1000)',
  'fromdateiso8601()': 'fromdate',
  'todateiso8601()': 'todate',
  ...Object.fromEntries(TYPES.map((type) => [`${type}s()`, `select(type == "${type}")`])),
}

type Apply = (input: Json, argument: Json, env: Env, second: Json) => Json

function text(value: Json): string {
  if (typeOf(value) !== 'string') throw new JqError()
  return String(value)
}

function numeric(value: Json): number {
  if (typeOf(value) !== 'number') throw new JqError()
  return Number(value)
}

function list(value: Json): readonly Json[] {
  typeOf(value)
  if (!isList(value)) throw new JqError()
  return value
}

const asText = (value: Json): string => (typeof value === 'string' ? value : written(value))

const parts = (value: Json): Json[] => partsOf(value).map(([, part]) => part)

/** Functions of values, by name and number of arguments. */
const VALUES: Readonly<Record<string, Apply>> = {
  'length/0': (input) => {
    const type = typeOf(input)
    if (type === 'boolean') throw new JqError()
    if (type === 'number') return Math.abs(Number(input))
    return type === 'string'
      ? [...String(input)].length
      : type === 'null'
        ? 0
        : partsOf(input).length
  },
  'keys_unsorted/0': (input) => partsOf(input).map(([step]) => step),
  'has/1': (input, step) => {
    if (typeOf(input) === 'null') throw notFollowed('has of null')
    const wanted = typeOf(input) === 'object' ? text(step) : numeric(step)
    if (isObject(input)) return Object.hasOwn(input, wanted) || Object.hasOwn(closed(input), wanted)
    return Number(wanted) >= 0 && Number(wanted) < list(input).length
  },
  'type/0': typeOf,
  'tostring/0': asText,
  'tojson/0': (input) => written(input),
  'fromjson/0': (input) => {
    const [value, ...others] = valuesIn(text(input))
    if (value === undefined || others.length > 0)
      throw notFollowed('fromjson of other than one value')
    return value
  },
  'tonumber/0': (input) => (typeOf(input) === 'number' ? input : numberOf(text(input))),
  'reverse/0': (input) => {
    if (!isList(input) && typeOf(input) !== 'number')
      throw notFollowed('reverse of other than a list')
    return list(input).toReversed()
  },
  'flatten/1': (input, depth) => {
    const flat = (items: readonly Json[], left: number): Json[] =>
      items.flatMap((item) => (isList(item) && left > 0 ? flat(item, left - 1) : [item]))
    if (numeric(depth) < 0) throw new JqError()
    return flat(parts(input), numeric(depth))
  },
  'from_entries/0': (input) =>
    objectOf(
      parts(input).map((entry) => {
        const key = partAt(entry, 'key') ?? partAt(entry, 'name')
        const isPlain = isObject(entry) && typeOf(key) === 'string' && Object.hasOwn(entry, 'value')
        if (!isPlain) throw notFollowed('from_entries of other than key and value')
        return [String(key), entry.value ?? null]
      }),
    ),
  'floor/0': (input) => number(Math.floor(numeric(input))),
  'ceil/0': (input) => number(Math.ceil(numeric(input))),
  'ascii_downcase/0': (input) => text(input).replace(/[A-Z]/g, (one) => one.toLowerCase()),
  'ascii_upcase/0': (input) => text(input).replace(/[a-z]/g, (one) => one.toUpperCase()),
  'startswith/1': (input, part) => text(input).startsWith(text(part)),
  'endswith/1': (input, part) => text(input).endsWith(text(part)),
  'split/1': (input, separator) => split(text(input), text(separator)),
  'join/1': (input, separator) => {
    const plain = parts(input).map((part) => {
      if (isList(part) || isObject(part)) throw new JqError()
      return part === null ? '' : asText(part)
    })
    return plain.length === 0 ? '' : plain.join(text(separator))
  },
  'contains/1': contains,
  'indices/1': indices,
  'test/2': (input, regex, env, flags) => matches(text(input), text(regex), text(flags), env),
  'now/0': (_input, _argument, { now }) => now() / 1000,
  'todate/0': (input) =>
    new Date(Math.floor(numeric(input)) * 1000).toISOString().replace('.000Z', 'Z'),
  'fromdate/0': (input) => {
    const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text(input))
    if (!isMoment || Number.isNaN(Date.parse(text(input))))
      throw notFollowed('fromdate of another text')
    return Date.parse(text(input)) / 1000
  },
  '@text/0': asText,
  '@json/0': (input) => written(input),
  '@base64/0': (input) => Buffer.from(text(asText(input))).toString('base64'),
  '@base64d/0': (input) => {
    const decoded = Buffer.from(text(input), 'base64')
    if (decoded.toString('base64') !== input) throw notFollowed('@base64d of other than base64')
    return decoded.toString()
  },
  '@uri/0': (input) => {
    if (/[!*'()]/.test(text(asText(input)))) throw notFollowed('@uri of marks')
    return encodeURIComponent(asText(input))
  },
  '@sh/0': (input) =>
    row(
      isList(input) ? input : [input],
      ' ',
      (value) => `'${value.replaceAll("'", "'\\''")}'`,
      'null',
    ),
  '@csv/0': (input) => row(list(input), ',', (value) => `"${value.replaceAll('"', '""')}"`, ''),
  '@tsv/0': (input) =>
    row(list(input), '\t', (value) => written(value).slice(1, -1).replaceAll('\\"', '"'), ''),
}

function row(
  values: readonly Json[],
  separator: string,
  quote: (value: string) => string,
  ofNull: string,
): string {
  const cells = values.map((value) => {
    if (isList(value) || isObject(value)) throw new JqError()
    return typeOf(value) === 'string'
      ? quote(String(value))
      : value === null
        ? ofNull
        : String(value)
  })
  return cells.join(separator)
}

function contains(whole: Json, part: Json): boolean {
  if (typeOf(whole) !== typeOf(part)) throw new JqError()
  if (isObject(whole) && isObject(part)) {
    return Object.entries(closed(part)).every(
      ([key, value]) => Object.hasOwn(closed(whole), key) && contains(whole[key] ?? null, value),
    )
  }
  if (isList(whole) && isList(part)) {
    return part.every((one) =>
      whole.some((other) => typeOf(one) === typeOf(other) && contains(other, one)),
    )
  }
  return typeof whole === 'string' ? whole.includes(String(part)) : compared(whole, part) === 0
}

/** Where a list has a value, or a text another one. */
function indices(whole: Json, part: Json): Json {
  if (typeOf(whole) === 'null') return null
  if (typeOf(whole) === 'string') {
    const [all, wanted] = [String(whole), text(part)]
    if (wanted === '') return null
    return Array.from({ length: all.length }, (_, at) => at).filter((at) =>
      all.startsWith(wanted, at),
    )
  }
  if (!isList(whole) || typeOf(part) === 'array') throw notFollowed('this use of index')
  return whole.flatMap((item, at) => (compared(item, part) === 0 ? [at] : []))
}

/** The items of a list with the keys that a filter gives for them, in their order. */
function keyed(key: Filter, value: Json, env: Env) {
  env.work(list(value).length * 100)
  const items = list(value).map((item) => ({ key: [...valuesOf(key, item, env)], item }))
  return items.toSorted((one, other) => compared(one.key, other.key))
}

/** Functions of filters. */
const FILTERS: Readonly<Record<string, (...filters: Filter[]) => Filter>> = {
  'empty/0': () => nothing,
  'path/1': (filter) => (at, env) => pathsOf(filter, at.value, env).map(made),
  'del/1': (filter) => (at, env) => {
    const paths = pathsOf(filter, at.value, env).toSorted((one, other) => compared(other, one))
    return [made(paths.reduce<Json>((whole, path) => withoutPart(whole, path), at.value))]
  },
  'sort_by/1': (key) => (at, env) => [made(keyed(key, at.value, env).map(({ item }) => item))],
  'group_by/1': (key) => (at, env) => {
    const groups: Json[][] = []
    let last: Json = null
    for (const one of keyed(key, at.value, env)) {
      if (compared(last, one.key) === 0) groups.at(-1)?.push(one.item)
      else groups.push([one.item])
      last = one.key
    }
    return [made(groups)]
  },
  'limit/2': (count, filter) =>
    function* (at, env) {
      for (const most of valuesOf(count, at.value, env)) {
        if (numeric(most) <= 0) throw notFollowed('a limit of nothing')
        let left = numeric(most)
        for (const one of filter(at, env)) {
          yield one
          if (--left <= 0) break
        }
      }
    },
}

/** The function of a name for these arguments. Throws `UnknownError` for one that is not followed. */
export function builtin(name: string, args: readonly Filter[]): Filter {
  const key = `${name}/${args.length}`
  const ofFilters = Object.hasOwn(FILTERS, key) ? FILTERS[key] : undefined
  if (ofFilters !== undefined) return ofFilters(...args)
  const ofValues = Object.hasOwn(VALUES, key) ? VALUES[key] : undefined
  if (ofValues === undefined) throw notFollowed(`the function ${name}`)
  return applied((input, [one = null, two = null], env) => ofValues(input, one, env, two), args)
}

/** The names of the functions and formats that are followed. */
export const FUNCTIONS: readonly string[] = [
  ...new Set(
    [DEFINED, VALUES, FILTERS].flatMap(Object.keys).map((key) => key.replace(/[/(].*/, '')),
  ),
]
