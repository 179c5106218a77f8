import type { Reason } from '@grade4/unknown'

/** A part of an answer that the service gives and the twin has no model of. */
export class Unmodelled {
  readonly reason: Reason
  constructor(reason: Reason) {
    this.reason = reason
  }
}

/** An answer's body, as the service would send it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject | Unmodelled

/** A JSON object whose parts may be unmodelled. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** A field of an answer that the grader does not follow. `what`: its name, for the reason. */
export function unmodelled(what: string): Unmodelled {
  return new Unmodelled({
    because: `the grader does not know what AWS answers for ${what}`,
    remedy: 'Grade this part of the workflow by hand.',
  })
}

/** The named fields, each unmodelled: what AWS also sends along. */
export function unmodelledFields(owner: string, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, unmodelled(`${owner}.${name}`)]))
}

/** A moment as version 2 of the command line prints it. */
export function moment(date: Date): string {
  return date.toISOString().replace(/\.000Z$|Z$/, (end) => (end === 'Z' ? '000+00:00' : '+00:00'))
}
