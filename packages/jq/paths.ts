import {
  closed,
  isList,
  isObject,
  type Json,
  notFollowed,
  objectOf,
  othersIn,
  typeOf,
} from './json.js'

/** A step of a path: an object's key or a list's index. */
export type Step = string | number

/** An error of a jq program, which `try` and `?` catch. */
export class JqError extends Error {}

/** The part of a value at a step; null where it holds none. Throws `JqError` where it can hold none. */
export function partAt(value: Json, step: Json): Json {
  const [type, kind] = [typeOf(value), typeOf(step)]
  if (type === 'null' && (kind === 'string' || kind === 'number')) return null
  if (isObject(value) && typeof step === 'string')
    return Object.hasOwn(value, step) ? (value[step] ?? null) : othersIn(value)
  if (isList(value) && typeof step === 'number') return value.at(Math.floor(step)) ?? null
  if (kind === 'object' || kind === 'array')
    throw notFollowed('an index that is a list or an object')
  throw new JqError()
}

/** Every part of a list or an object, with the step to it. */
export function partsOf(value: Json): (readonly [Step, Json])[] {
  typeOf(value)
  if (isList(value)) return [...value.entries()]
  if (isObject(value)) return Object.entries(closed(value))
  throw new JqError()
}

/** The longest list that a step may make. */
const LONGEST = 10_000

/** The value with the part at a path changed; what is missing on the way is made. Throws `JqError`. */
export function withPart(value: Json, path: readonly Step[], change: (part: Json) => Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return change(value)
  const part = withPart(partAt(value, step), rest, change)
  if (typeof step === 'string')
    return objectOf(Object.entries({ ...(isObject(value) ? value : {}), [step]: part }))
  const list = isList(value) ? [...value] : []
  const at = step < 0 ? list.length + step : step
  if (at < 0) throw new JqError()
  if (at > LONGEST || !Number.isInteger(at)) throw notFollowed(`the index ${step}`)
  return Array.from({ length: Math.max(list.length, at + 1) }, (_, nth) =>
    nth === at ? part : (list[nth] ?? null),
  )
}

/** The value without the part at a path. */
export function withoutPart(value: Json, [step, ...rest]: readonly Step[]): Json {
  if (step === undefined || value === null) return null
  const part = partAt(value, step)
  if (isList(value)) {
    const at = Number(step) < 0 ? value.length + Number(step) : Number(step)
    if (at < 0 || at >= value.length) return value
    return rest.length === 0 ? value.toSpliced(at, 1) : value.with(at, withoutPart(part, rest))
  }
  const object = isObject(value) ? value : {}
  if (!Object.hasOwn(object, step)) return closed(object)
  if (rest.length > 0) return { ...object, [step]: withoutPart(part, rest) }
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== step))
}
