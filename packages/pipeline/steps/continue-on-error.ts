import type { Scope } from '../expressions/evaluate.js'
import { expandNode } from '../expressions/template.js'
import type { StepRef } from '../trace.js'
import type { YamlNode } from '../workflow/tree.js'
import type { World } from '../world.js'

/**
 * Whether the `continue-on-error` of a step or job (`where`) is true; a choice where its value is not known.
 * Throws `ExpressionFailure`.
 */
export function continuesOnError(
  world: World,
  written: YamlNode | null,
  scope: Scope,
  where: string,
  step: StepRef | null,
): boolean {
  const value = expandNode(written, scope)
  const [reason] = world.holes.reasonsIn(value ?? '')
  if (reason === undefined) return value === 'true'
  return world.choices.take(`${where}/continue-on-error`, step, reason)
}
