import { byHand, type Holes, type Unknown, UnknownError } from '@grade4/unknown'
import type { Env } from './filters.js'
import { valuesOf } from './filters.js'
import {
  isTrue,
  type Json,
  NoJson,
  UnknownValue,
  valuesIn,
  withSortedKeys,
  written,
} from './json.js'
import { JqError } from './paths.js'
import { programOf } from './program.js'

export { Cursor } from './cursor.js'
export { FUNCTIONS } from './functions.js'

/** A run of jq. */
export interface JqCall {
  readonly program: string
  /** What it reads, as one text; `null`: nothing, `-n`. */
  readonly input: string | null
  /** `-s`, `-R`, `-r`, `-j`, `-e` and `-S`. */
  readonly options: ReadonlySet<string>
  /** What stands before what is nested, for each level; `''`: all on one line. */
  readonly indent: string
  /** By their names: texts, or JSON. */
  readonly variables: ReadonlyMap<
    string,
    { readonly text: string; readonly kind: 'text' | 'value' | 'values' }
  >
  readonly environment: Readonly<Record<string, string>>
  readonly holes: Holes
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
  /** Counts units of work, of some 20 to 40 nanoseconds each; throws when there are too many. */
  readonly work: (units: number) => void
}

/** What it prints, and its exit status. `assumed`: what that is where a value is what a program expects. */
export interface JqResult {
  readonly out: string
  readonly status: number | (Unknown & { readonly assumed?: 0 })
}

/** Runs jq as version 1.7 does. Where that is not known, its output ends in a hole, and its status is unknown. */
export function runJq(call: JqCall): JqResult {
  let out = ''
  let status = 0
  let last: Json | undefined
  try {
    const program = programOf(call.program)
    const env = envOf(call)
    try {
      for (const input of inputsOf(call)) {
        try {
          for (const value of valuesOf(program, input, env)) {
            const text = printed(value, call)
            call.work(text.length)
            out += text
            last = value
          }
        } catch (error) {
          if (!(error instanceof JqError)) throw error
          status = 5
        }
      }
    } catch (error) {
      if (!(error instanceof NoJson)) throw error
      status = 2
    }
    if (status === 0 && call.options.has('e'))
      status = last === undefined ? 4 : isTrue(last) ? 0 : 1
    return { out, status }
  } catch (error) {
    if (error instanceof UnknownError) return unknown(call.holes.hole(error.reason))
    if (error instanceof UnknownValue) {
      const result = unknown(call.holes.holeLike(error.text))
      return call.options.has('e')
        ? result
        : { ...result, status: { ...result.status, assumed: 0 } }
    }
    throw error
  }
  function unknown(hole: string) {
    return { out: out + hole, status: call.holes.unknown(hole) }
  }
}

function* inputsOf({ input, options }: JqCall): Generator<Json> {
  if (input === null) yield null
  else if (options.has('R')) {
    if (options.has('s')) yield input
    else yield* input.split('\n').filter((line, at, { length }) => at < length - 1 || line !== '')
  } else if (options.has('s')) yield [...valuesIn(input)]
  else yield* valuesIn(input)
}

function envOf({ variables, environment, holes, now, work }: JqCall): Env {
  const values = [...variables].map(([name, { text, kind }]): [string, Json] => {
    if (kind === 'text') return [name, text]
    const known = [...valuesIn(text)]
    return [name, kind === 'values' ? known : (known[0] ?? null)]
  })
  const message = () => holes.hole(byHand('the script prints a message of jq'))
  return { variables: { ENV: environment, ...Object.fromEntries(values) }, now, message, work }
}

function printed(value: Json, { options, indent }: JqCall): string {
  const end = options.has('j') ? '' : '\n'
  if (typeof value === 'string' && (options.has('r') || options.has('j'))) return value + end
  return written(options.has('S') ? withSortedKeys(value) : value, indent) + end
}
