import { hasHole } from '@grade4/unknown'
import type { Effect, PipelineTrace, RunTrace, StepTrace } from './trace.js'

/** The cluster and the service that a call names, each a name or an ARN. */
export interface NamedService {
  readonly cluster: string
  readonly service: string
}

/** What main.yml names of the account, as its steps come to name it; `null`: nothing, or it is not known what. */
export interface Named {
  /** Of the first step that assumes a role: its ARN, or a bare name. */
  readonly role: string | null
  /** Of the last `aws ecs update-service`. */
  readonly service: NamedService | null
}

/** What the steps of a pipeline name, whether AWS let them have it or not. */
export function namedIn(trace: PipelineTrace): Named {
  const pushes = trace.schedules.flatMap(({ worlds }) => worlds.map(({ runs: [first] }) => first))
  return {
    role: firstOf(pushes, ({ steps }) => named(steps, roleOf)[0]),
    service: firstOf(pushes, ({ steps }) => named(steps, serviceOf).at(-1)),
  }
}

/** What the first push names that names any: the one whose jobs run in the order of the file. */
function firstOf<T>(pushes: readonly RunTrace[], of: (push: RunTrace) => T | undefined): T | null {
  return pushes.map(of).find((name) => name !== undefined) ?? null
}

function named<T>(steps: readonly StepTrace[], read: (effect: Effect) => T | null): T[] {
  return steps.flatMap(({ effects }) => effects.flatMap((effect) => read(effect) ?? []))
}

function roleOf(effect: Effect): string | null {
  switch (effect.kind) {
    case 'role-taken':
      return effect.roleArn
    case 'role-refused':
    case 'role-unknown':
      return known(effect.role)
    default:
      return null
  }
}

/** The role, or its bare name where nothing else of its ARN is known. */
function known(role: string): string | null {
  const name = role.slice(role.lastIndexOf('/') + 1)
  return [role, name].find((text) => text !== '' && !hasHole(text)) ?? null
}

function serviceOf(effect: Effect): NamedService | null {
  if (effect.kind !== 'redeploy-asked') return null
  const { cluster, service } = effect
  return hasHole(`${cluster}${service}`) ? null : { cluster, service }
}
