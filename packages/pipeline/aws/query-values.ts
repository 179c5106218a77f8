import { UnknownError } from '@grade4/unknown'
import { type Json, type JsonObject, Unmodelled } from '../twin/json.js'

/** The command line stops with a JMESPath error. */
export class QueryError extends Error {}

export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !isArray(value) && !(value instanceof Unmodelled)
  )
}

/** The values of an object, all of them known. */
export function valuesOf(value: JsonObject): Json[] {
  for (const one of Object.values(value)) {
    if (one instanceof Unmodelled) throw new UnknownError(one.reason)
  }
  return Object.values(value)
}

/** Deep equality; a part without a model makes it unanswerable. */
export function equal(left: Json, right: Json): boolean {
  for (const one of [left, right]) {
    if (one instanceof Unmodelled) throw new UnknownError(one.reason)
  }
  if (isArray(left) && isArray(right)) {
    return (
      left.length === right.length && left.every((one, index) => equal(one, right[index] ?? null))
    )
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left)
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && equal(left[key] ?? null, right[key] ?? null))
    )
  }
  return left === right
}

/** What JMESPath takes for false. */
export function isFalse(value: Json): boolean {
  if (value instanceof Unmodelled) throw new UnknownError(value.reason)
  if (isArray(value)) return value.length === 0
  if (isObject(value)) return Object.keys(value).length === 0
  return value === null || value === false || value === ''
}
