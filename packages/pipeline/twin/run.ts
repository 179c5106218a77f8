import type { Answer } from './answer.js'
import type { Caller, Session } from './caller.js'
import type { EcrState } from './ecr-state.js'
import type { EcsState } from './ecs-state.js'
import type { Json } from './json.js'
import type { Manifests } from './manifests.js'

/** What operations work on. */
export interface Backends {
  readonly ecr: EcrState
  readonly ecs: EcsState
  readonly manifests: Manifests
  /** A password for a session to the registries of a region. */
  readonly password: (session: Session, region: string) => string
}

/** What an operation does. `params`: its input as JSON. */
export type Run = (
  on: Backends,
  params: unknown,
  caller: Caller,
  session: Session,
) => Promise<Answer<Json>>
