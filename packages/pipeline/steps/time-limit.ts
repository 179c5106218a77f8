import type { Scope } from '../expressions/evaluate.js'
import { expandNode } from '../expressions/template.js'
import type { YamlNode } from '../workflow/tree.js'

/**
 * What `timeout-minutes` of a step or a job lets it take, in milliseconds. Throws `ExpressionFailure`.
 * Source: actions/runner, `StepsRunner`: only what is above 0 limits it.
 */
export function timeLimitMs(timeoutMinutes: YamlNode | null, scope: Scope): number {
  const minutes = Number(expandNode(timeoutMinutes, scope) ?? 0)
  return minutes > 0 ? minutes * 60_000 : Number.POSITIVE_INFINITY
}
