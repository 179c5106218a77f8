import { byHand, type Holes, UnknownError } from '@grade4/unknown'
import type { Json, JsonObject } from '../twin/json.js'

/** The most parts of an answer that are printed: a query may repeat one without end. */
const MOST_PARTS = 100_000

/** A value with holes for its parts that are not known. Throws `UnknownError` for one with too many parts. */
export function withHoles(value: Json, holes: Holes): Json {
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
export function jsonText(value: Json): string {
  if (isObject(value) && Object.keys(value).length === 0) return ''
  return `${JSON.stringify(value, null, 4)}\n`
}

/**
 * `--output text`: one line an object with its plain values by sorted key, then what is nested,
 * each line headed by its key in capitals; a plain list on one line, separated by tabs.
 */
export function plainText(value: Json): string {
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
export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A plain value as Python prints it. */
function scalar(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
