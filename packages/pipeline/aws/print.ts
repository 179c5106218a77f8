import {
  byHand,
  cannotFollow,
  type Holes,
  hasHole,
  type Unknown,
  UnknownError,
} from '@grade4/unknown'
import type { Json, JsonObject } from '../twin/call.js'
import { AwsError, usage } from './errors.js'
import { QueryError, runQuery } from './query.js'
import { parseQuery, type Query } from './query-syntax.js'

/** How the command line prints an answer. */
export type Layout =
  | {
      readonly state: 'known'
      readonly query: Query | null
      readonly format: 'json' | 'text'
      /** Whether it follows all pages of an answer. */
      readonly paginate: boolean
    }
  /** It prints something, and why that is not known. */
  | Unknown

/** `format`: of `--output`, the environment or the configuration. Throws `AwsError` where the command line stops. */
export function layoutFor(
  globals: ReadonlyMap<string, string>,
  format: string,
  holes: Holes,
): Layout {
  const text = globals.get('--query') ?? null
  try {
    const query = text === null ? null : readQuery(text, holes)
    if (/^(table|yaml|yaml-stream|off)$/.test(format) || hasHole(format)) {
      throw cannotFollow('the grader does not lay out the answers of aws as tables or YAML')
    }
    if (format === 'json' || format === 'text') {
      return { state: 'known', query, format, paginate: !globals.has('--no-paginate') }
    }
  } catch (error) {
    if (error instanceof UnknownError) return { state: 'unknown', ...error.reason }
    throw error
  }
  throw usage(`argument --output: Found invalid choice '${format}'`)
}

function readQuery(text: string, holes: Holes): Query {
  if (hasHole(text)) throw new UnknownError(holes.reasonFor(text))
  const query = parseQuery(text)
  if (query !== null) return query
  throw new AwsError({ kind: 'unreadable', option: 'query', problem: `Bad value: ${text}` })
}

/** The parts of an answer that the command line gets at a time. */
const PAGE = 100

/**
 * What the command line prints of an answer. `pages`: the list that pages are cut from, `null` where there are none;
 * `spend` counts the work of a query. Throws `AwsError` for a query that stops.
 */
export function printed(
  answer: Json,
  pages: string | null,
  layout: Layout,
  holes: Holes,
  spend: (units: number) => void,
): string {
  try {
    if (layout.state === 'unknown') throw new UnknownError(layout)
    const { query, format, paginate } = layout
    if (!paginate && pagesOf(answer, pages).length > 1) {
      throw cannotFollow('the script asks aws for the first page only')
    }
    // Text is queried and printed page by page, everything else as a whole.
    const parts = format === 'text' ? pagesOf(answer, pages) : [answer]
    const values = parts.map((part) => (query === null ? part : runQuery(query, part, spend)))
    return values
      .map((value) => withHoles(value, holes))
      .map((value) => (format === 'json' ? jsonText(value) : plainText(value)))
      .join('')
  } catch (error) {
    if (error instanceof QueryError) {
      throw new AwsError({ kind: 'query', problem: error.message })
    }
    if (!(error instanceof UnknownError)) throw error
    return `${holes.hole(error.reason)}\n`
  }
}

/** Throws `UnknownError` where what is paged is not known. */
function pagesOf(answer: Json, pages: string | null): Json[] {
  const items = pages === null || !isObject(answer) ? null : answer[pages]
  if (pages === null || !Array.isArray(items) || items.length <= PAGE) return [answer]
  return Array.from({ length: Math.ceil(items.length / PAGE) }, (_, index) => ({
    [pages]: items.slice(index * PAGE, (index + 1) * PAGE),
  }))
}

/** The most parts of an answer that are printed: a query may repeat one without end. */
const MOST_PARTS = 100_000

/** A value with holes for its parts that are not known. Throws `UnknownError` for one with too many parts. */
function withHoles(value: Json, holes: Holes): Json {
  let parts = 0
  const copied = (part: Json): Json => {
    if (++parts > MOST_PARTS) throw new UnknownError(TOO_LONG)
    if (Array.isArray(part)) return part.map(copied)
    if (!isObject(part)) return part
    return Object.fromEntries(Object.keys(part).map((key) => [key, copied(read(part, key, holes))]))
  }
  return copied(value)
}

const TOO_LONG = byHand('the script asks aws for more than the grader prints')

function read(object: JsonObject, key: string, holes: Holes): Json {
  try {
    return object[key] ?? null
  } catch (error) {
    if (error instanceof UnknownError) return holes.hole(error.reason)
    throw error
  }
}

/** JSON as the command line prints it: four spaces, nothing at all for an empty object. */
function jsonText(value: Json): string {
  if (isObject(value) && Object.keys(value).length === 0) return ''
  return `${JSON.stringify(value, null, 4)}\n`
}

/**
 * `--output text`: one line an object with its plain values by sorted key, then what is nested,
 * each line headed by its key in capitals; a plain list on one line, separated by tabs.
 */
function plainText(value: Json): string {
  return linesOf(value, null, null)
    .map((fields) => `${fields.join('\t')}\n`)
    .join('')
}

/** `heading`: the key of what holds the value; `keys`: those of all objects in the same list. */
function linesOf(
  value: Json,
  heading: string | null,
  keys: readonly string[] | null,
): readonly (readonly string[])[] {
  if (Array.isArray(value)) return linesOfList(value, heading)
  return isObject(value) ? linesOfObject(value, heading, keys) : [[scalar(value)]]
}

function linesOfList(list: readonly Json[], heading: string | null): (readonly string[])[] {
  const objects = list.filter(isObject)
  if (objects.length > 0) {
    const keys = [...new Set(objects.flatMap(plainKeys))].sort()
    return list.flatMap((element) => linesOf(element, heading, keys))
  }
  const plain = list.filter(isPlain).map(scalar)
  const lines = heading === null ? [plain] : plain.map((one) => [heading.toUpperCase(), one])
  const nested = list.filter((one) => !isPlain(one)).flatMap((one) => linesOf(one, heading, null))
  return [...lines.filter(({ length }) => length > 0), ...nested]
}

function linesOfObject(
  object: JsonObject,
  heading: string | null,
  keys: readonly string[] | null,
): (readonly string[])[] {
  const shown = keys ?? plainKeys(object).sort()
  const fields = shown.map((key) => (Object.hasOwn(object, key) ? scalar(object[key] ?? null) : ''))
  const line = heading === null ? fields : [heading.toUpperCase(), ...fields]
  const nested = Object.keys(object)
    .filter((key) => !shown.includes(key))
    .sort()
    .flatMap((key) => linesOf(object[key] ?? null, key, null))
  return fields.length > 0 ? [line, ...nested] : nested
}

function plainKeys(object: JsonObject): string[] {
  return Object.keys(object).filter((key) => isPlain(object[key] ?? null))
}

function isPlain(value: Json): boolean {
  return !Array.isArray(value) && !isObject(value)
}

/** Whether a value is a JSON object. */
function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A plain value as Python prints it. */
function scalar(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
