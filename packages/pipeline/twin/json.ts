import { UnknownError } from '@grade4/unknown'

/** An answer's body, as the service would send it. Parts of it may be unmodelled: see `partOfAnswer`. */
export type Json = null | boolean | number | string | Json[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json
}

/**
 * A part of an answer. AWS also sends fields that the twin has no model of: those that are `undefined` in `known`,
 * and those named. They are there, and reading one throws `UnknownError`. `what`: the part's name, for the reason.
 */
export function partOfAnswer(
  what: string,
  known: Readonly<Record<string, Json | undefined>>,
  named: readonly string[] = [],
): JsonObject {
  const part: JsonObject = {}
  for (const [name, value] of Object.entries(known)) {
    if (value === undefined) addUnmodelled(part, what, name)
    else part[name] = value
  }
  for (const name of named) addUnmodelled(part, what, name)
  return part
}

function addUnmodelled(part: JsonObject, what: string, name: string): void {
  Object.defineProperty(part, name, {
    enumerable: true,
    get: () => {
      throw new UnknownError({
        because: `the grader does not know what AWS answers for ${what}.${name}`,
        remedy: 'The course staff has to grade this part of the workflow by hand.',
      })
    },
  })
}

/** A moment as version 2 of the command line prints it. */
export function moment(date: Date): string {
  return date.toISOString().replace(/\.000Z$|Z$/, (end) => (end === 'Z' ? '000+00:00' : '+00:00'))
}
