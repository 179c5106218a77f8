import {
  cannotFollow,
  type Observed,
  type Unknown,
  UnknownError,
  unknownFor,
} from '@grade4/unknown'
import type { EcrState } from './ecr-state.js'
import type { EcsState } from './ecs-state.js'
import type { TwinEffect } from './effects.js'
import type { Manifests } from './manifests.js'

/** What an operation of the twin answers. */
export type Answer<T> =
  | { readonly state: 'answered'; readonly value: T }
  /** The service said no. `code`: its own error name; `message`: its own words. */
  | { readonly state: 'refused'; readonly code: string; readonly message: string }
  /** What the service would have answered is not known. */
  | Unknown

/** The service says no. `code`: its own error name; the message: its own words. */
export class Refusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** What something comes to that throws `Refusal` where the service says no, and `UnknownError`. */
export async function answerOf<T>(run: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { state: 'answered', value: await run() }
  } catch (error) {
    if (error instanceof UnknownError) return unknownFor(error.reason)
    if (!(error instanceof Refusal)) throw error
    return { state: 'refused', code: error.code, message: error.message }
  }
}

/** What was looked at; `null`: it is not there. Throws `UnknownError`. */
export function seen<T>(observed: Observed<T>): T | null {
  if (observed.state === 'unknown') throw new UnknownError(observed)
  return observed.state === 'found' ? observed.value : null
}

/** A role session that STS handed out. */
export interface Session {
  readonly roleArn: string
  /** Account of the role, 12 digits. */
  readonly account: string
  readonly expiresAt: Date
}

/** Who a step's environment says is calling. */
export type Credentials =
  | { readonly state: 'session'; readonly session: Session }
  | { readonly state: 'none' }
  | { readonly state: 'expired'; readonly session: Session }
  /** Keys that the run itself did not hand out: whose they are is not known. */
  | Unknown

/** Who calls, where to, and who hears of it. */
export interface Caller {
  readonly credentials: Credentials
  readonly region: string
  /** Gets each effect of the call, in order. */
  readonly emit: (effect: TwinEffect) => void
}

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
      const because = `the grader does not know what AWS answers for ${what}.${name}`
      throw cannotFollow(because, 'this part of the workflow')
    },
  })
}

/** A moment as version 2 of the command line prints it. */
export function moment(date: Date): string {
  return date.toISOString().replace(/\.000Z$|Z$/, (end) => (end === 'Z' ? '000+00:00' : '+00:00'))
}

/** What operations work on. */
export interface Backends {
  readonly ecr: EcrState
  readonly ecs: EcsState
  readonly manifests: Manifests
  /** A password for a session to the registries of a region. */
  readonly password: (session: Session, region: string) => string
}

/** What an operation does, and answers. `params`: its input as JSON. Throws `Refusal`, `UnknownError`. */
export type Run = (on: Backends, params: unknown, caller: Caller, session: Session) => Promise<Json>
