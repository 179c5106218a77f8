import type { Holes } from '@grade4/unknown'
import { type Json, type JsonObject, Unmodelled } from '../twin/json.js'
import { isArray, isObject } from './query-values.js'

/** JSON as the command line prints it: four spaces, nothing at all for an empty object. */
export function jsonText(value: Json, holes: Holes): string {
  if (isObject(value) && Object.keys(value).length === 0) return ''
  const text = JSON.stringify(
    value,
    (_, part: unknown) => (part instanceof Unmodelled ? holes.hole(part.reason) : part),
    4,
  )
  return `${text}\n`
}

/**
 * `--output text`: one line an object with its plain values by sorted key, then what is nested,
 * each line headed by its key in capitals; a plain list on one line, separated by tabs.
 */
export function plainText(value: Json, holes: Holes): string {
  const lines: string[] = []
  writeText(value, null, null, (fields) => lines.push(`${fields.join('\t')}\n`), holes)
  return lines.join('')
}

type Write = (fields: readonly string[]) => void

function writeText(
  value: Json,
  heading: string | null,
  keys: readonly string[] | null,
  write: Write,
  holes: Holes,
): void {
  if (isObject(value)) writeObject(value, heading, keys, write, holes)
  else if (isArray(value)) writeList(value, heading, write, holes)
  else write([scalar(value, holes)])
}

function writeList(
  value: readonly Json[],
  heading: string | null,
  write: Write,
  holes: Holes,
): void {
  if (value.some(isObject)) {
    const keys = [...new Set(value.filter(isObject).flatMap(plainKeys))].sort()
    for (const element of value) writeText(element, heading, keys, write, holes)
    return
  }
  const plain = value.filter(isPlain).map((one) => scalar(one, holes))
  if (heading !== null) for (const one of plain) write([heading.toUpperCase(), one])
  else if (plain.length > 0) write(plain)
  for (const nested of value) {
    if (!isPlain(nested)) writeText(nested, heading, null, write, holes)
  }
}

function writeObject(
  value: JsonObject,
  heading: string | null,
  keys: readonly string[] | null,
  write: Write,
  holes: Holes,
): void {
  const shown = keys ?? plainKeys(value).sort()
  const fields = shown.map((key) =>
    Object.hasOwn(value, key) ? scalar(value[key] ?? null, holes) : '',
  )
  if (fields.length > 0) write(heading === null ? fields : [heading.toUpperCase(), ...fields])
  for (const key of Object.keys(value).sort()) {
    if (!shown.includes(key)) writeText(value[key] ?? null, key, null, write, holes)
  }
}

function plainKeys(value: JsonObject): string[] {
  return Object.keys(value).filter((key) => isPlain(value[key] ?? null))
}

function isPlain(value: Json): boolean {
  return !isArray(value) && !isObject(value)
}

/** A plain value as Python prints it. */
function scalar(value: Json, holes: Holes): string {
  if (value instanceof Unmodelled) return holes.hole(value.reason)
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return isArray(value) || isObject(value) ? JSON.stringify(value) : String(value)
}
