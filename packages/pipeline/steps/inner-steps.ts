import { posix } from 'node:path'
import type { StepRef } from '../trace.js'
import { readActionReference } from '../workflow/action-reference.js'
import type { Step } from '../workflow/model.js'
import type { World } from '../world.js'

/** The runner goes no deeper. Source: actions/runner, `Constants.CompositeActionsMaxDepth`. */
export const DEEPEST = 9

/** The steps of the composite action that a step would be; empty where that is not known. */
export async function stepsInside(
  world: World,
  ref: StepRef,
  step: Step,
): Promise<readonly Step[]> {
  if (step.kind !== 'uses' || depthOf(ref) > DEEPEST) return []
  if (readActionReference(step.uses).kind !== 'local') return []
  const folder = posix.relative('/', posix.resolve('/', step.uses))
  const loaded = await world.files.action(folder)
  if (loaded.state !== 'found' || loaded.value.state !== 'composite') return []
  const { steps } = loaded.value.action
  for (let count = 0; count < steps.length; count += 1) world.effort.step()
  return steps
}

/** How many actions a step is inside of, its own included. */
export function depthOf({ within }: StepRef): number {
  return within === null ? 1 : 1 + depthOf(within)
}
