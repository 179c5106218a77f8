import { isList, isObject, isTrue, type Json, notFollowed, objectOf, typeOf } from './json.js'
import { JqError, partAt, partsOf, type Step, withPart } from './paths.js'

/** A value on its way through a program, and the path to it; `null` for one that was made. */
export interface At {
  readonly value: Json
  readonly path: readonly Step[] | null
}

/** What a program knows besides its input. */
export interface Env {
  readonly variables: Readonly<Record<string, Json>>
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
  /** A text for the message of an error of jq's own, which is not known. */
  readonly message: () => string
  /** Counts units of work, of some 20 to 40 nanoseconds each; throws when there are too many. */
  readonly work: (units: number) => void
}

/** A part of a program: what it makes of a value, one result after the other. */
export type Filter = (at: At, env: Env) => Iterable<At>

/** Units of work for one result. */
const STEP = 40

export const made = (value: Json): At => ({ value, path: null })

/** What a filter gives where no paths are wanted. */
export function* valuesOf(filter: Filter, value: Json, env: Env): Generator<Json> {
  for (const one of filter(made(value), env)) {
    env.work(STEP)
    yield one.value
  }
}

/** The paths that a filter leads to. */
export function pathsOf(filter: Filter, value: Json, env: Env): (readonly Step[])[] {
  return Array.from(filter({ value, path: [] }, env), ({ path }) => {
    env.work(STEP)
    if (path === null) throw notFollowed('a path to what is made')
    return path
  })
}

export const identity: Filter = (at) => [at]

export const nothing: Filter = () => []

export const literal =
  (value: Json): Filter =>
  () => [made(value)]

/** `f | g`. */
export const pipe = (first: Filter, then: Filter): Filter =>
  function* (at, env) {
    for (const one of first(at, env)) {
      env.work(STEP)
      yield* then(one, env)
    }
  }

/** `f, g`. */
export const comma = (first: Filter, then: Filter): Filter =>
  function* (at, env) {
    yield* first(at, env)
    yield* then(at, env)
  }

/** `.[]`: every part. */
export const each: Filter = function* ({ value, path }, env) {
  for (const [step, part] of partsOf(value)) {
    env.work(STEP)
    yield { value: part, path: path && [...path, step] }
  }
}

/** `f[g]`: both see the same input. `isOptional`: with a `?` behind it, which passes over what has no such part. */
export const index = (of: Filter, by: Filter, isOptional = false): Filter =>
  function* (at, env) {
    for (const { value, path } of of(at, env)) {
      for (const step of valuesOf(by, at.value, env)) {
        const there: Filter = () => {
          const next = typeof step === 'number' ? step : String(step)
          return [{ value: partAt(value, step), path: path && [...path, next] }]
        }
        yield* (isOptional ? attempt(there, nothing) : there)(at, env)
      }
    }
  }

/** `f[g:h]`; not where a path is wanted. */
export const slice = (of: Filter, from: Filter, to: Filter): Filter =>
  function* (at, env) {
    for (const { value, path } of of(at, env)) {
      for (const end of valuesOf(to, at.value, env)) {
        for (const start of valuesOf(from, at.value, env)) {
          const isPlain = [start, end].every((one) => one === null || Number.isInteger(one))
          if (path !== null || !isPlain) throw notFollowed('this use of a part of a list')
          const bounds = [Number(start ?? 0), end === null ? undefined : Number(end)] as const
          if (typeOf(value) === 'string') yield made([...String(value)].slice(...bounds).join(''))
          else if (isList(value)) yield made(value.slice(...bounds))
          else if (value === null) yield made(null)
          else throw new JqError()
        }
      }
    }
  }

/** `[f]`. */
export const collect =
  (filter: Filter): Filter =>
  (at, env) => [made([...valuesOf(filter, at.value, env)])]

/** `f?`, `try f catch g`: what f gives before it stops with an error, and what g makes of the error. */
export const attempt = (filter: Filter, otherwise: Filter): Filter =>
  function* (at, env) {
    try {
      yield* filter(at, env)
    } catch (error) {
      if (!(error instanceof JqError)) throw error
      yield* otherwise(made(env.message()), env)
    }
  }

/** `f // g`: what is true of f, else g. */
export const alternative = (first: Filter, otherwise: Filter): Filter =>
  function* (at, env) {
    let found = false
    const refused: Filter = () => {
      throw notFollowed('an error before //')
    }
    for (const one of attempt(first, refused)(at, env)) {
      if (!isTrue(one.value)) continue
      found = true
      yield one
    }
    if (!found) yield* otherwise(at, env)
  }

/** `if f then g else h end`. */
export const conditional = (condition: Filter, then: Filter, otherwise: Filter): Filter =>
  function* (at, env) {
    for (const value of valuesOf(condition, at.value, env)) {
      yield* isTrue(value) ? then(at, env) : otherwise(at, env)
    }
  }

/** `f and g`, `f or g`: g is looked at only where f does not decide. */
export const logical = (first: Filter, decides: boolean, then: Filter): Filter =>
  conditional(
    first,
    decides ? literal(true) : conditional(then, literal(true), literal(false)),
    decides ? conditional(then, literal(true), literal(false)) : literal(false),
  )

/** A function of values for each combination of what its arguments give; the last argument turns slowest. */
export const applied = (
  apply: (input: Json, args: readonly Json[], env: Env) => Json,
  args: readonly Filter[],
): Filter =>
  function* (at, env) {
    const combined = function* (count: number): Generator<readonly Json[]> {
      const last = args[count - 1]
      if (last === undefined) yield []
      else {
        for (const value of valuesOf(last, at.value, env)) {
          for (const before of combined(count - 1)) yield [...before, value]
        }
      }
    }
    for (const values of combined(args.length)) {
      env.work(STEP)
      yield made(apply(at.value, values, env))
    }
  }

/** `$name`. */
export const variable =
  (name: string): Filter =>
  (_at, { variables }) => {
    if (!Object.hasOwn(variables, name)) throw notFollowed(`the variable $${name}`)
    return [made(variables[name] ?? null)]
  }

function withVariable(env: Env, name: string, value: Json): Env {
  return { ...env, variables: { ...env.variables, [name]: value } }
}

/** `f as $name | g`. */
export const binding = (source: Filter, name: string, body: Filter): Filter =>
  function* (at, env) {
    for (const value of valuesOf(source, at.value, env))
      yield* body(at, withVariable(env, name, value))
  }

/** `reduce f as $name (g; h)`. */
export const reduction = (source: Filter, name: string, init: Filter, update: Filter): Filter =>
  function* (at, env) {
    for (const first of valuesOf(init, at.value, env)) {
      let state = first
      for (const value of valuesOf(source, at.value, env)) {
        const results = [...valuesOf(update, state, withVariable(env, name, value))]
        if (results.length !== 1) throw notFollowed('a reduce with other than one result')
        state = results[0] ?? null
      }
      yield made(state)
    }
  }

/** What a filter gives. Throws `UnknownError` where an error comes after some of it: then the order matters. */
function allOf(filter: Filter, value: Json, env: Env): Json[] {
  const all: Json[] = []
  const refused: Filter = () => {
    throw all.length > 0 ? notFollowed('an error after a value') : new JqError()
  }
  for (const one of valuesOf(attempt(filter, refused), value, env)) all.push(one)
  return all
}

/** `{f: g, …}`. */
export const object = (fields: readonly (readonly [Filter, Filter])[]): Filter =>
  function* (at, env) {
    const results = fields.flatMap((field) => field.map((one) => allOf(one, at.value, env)))
    const several = results.filter(({ length }) => length !== 1)
    if (several.length > 1) throw notFollowed('an object with several fields of several values')
    for (let nth = 0; nth < (several[0]?.length ?? 1); nth++) {
      const known = results.map((values) => (values.length === 1 ? values[0] : values[nth]) ?? null)
      const entries = fields.map((_, at): [string, Json] => {
        const key = known[2 * at] ?? null
        if (typeOf(key) !== 'string') throw new JqError()
        return [String(key), known[2 * at + 1] ?? null]
      })
      yield made(objectOf(entries))
    }
  }

/** `path |= f`. */
export const updated =
  (path: Filter, filter: Filter): Filter =>
  (at, env) => {
    const change = (part: Json): Json => {
      for (const value of valuesOf(filter, part, env)) return value
      throw notFollowed('an update to nothing')
    }
    return [
      made(
        pathsOf(path, at.value, env).reduce<Json>(
          (whole, one) => withPart(whole, one, change),
          at.value,
        ),
      ),
    ]
  }

/** `path = f`, `path += f` and its like: `combine` makes the new part of the old one and the value. */
export const assigned = (
  path: Filter,
  value: Filter,
  combine: (old: Json, given: Json, env: Env) => Json,
): Filter =>
  function* (at, env) {
    for (const given of valuesOf(value, at.value, env)) {
      const paths = pathsOf(path, at.value, env)
      yield made(
        paths.reduce<Json>(
          (whole, one) => withPart(whole, one, (old) => combine(old, given, env)),
          at.value,
        ),
      )
    }
  }

/** `..`: a value, and all within it. */
export const descent: Filter = function* (at, env) {
  yield at
  if (typeOf(at.value) === 'array' || isObject(at.value)) yield* pipe(each, descent)(at, env)
}
