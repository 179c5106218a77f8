import type { Reason } from '@grade4/unknown'
import type { Effect, Reach } from '../trace.js'

/** What running a step came to, before `continue-on-error`. */
export interface StepResult {
  /** Why it failed; `null` when it did not, as far as one knows. */
  readonly failure: string | null
  readonly outputs: ReadonlyMap<string, string>
  /** Why it may have other outputs; `null` when it has none. */
  readonly others: Reason | null
  readonly effects: readonly Effect[]
  readonly unknown: { readonly reason: Reason; readonly reach: Reach } | null
  /** The script that ran; `null` for actions. */
  readonly script: string | null
}

/** A step that failed before it did anything. */
export function failedStep(failure: string): StepResult {
  return {
    failure,
    outputs: new Map(),
    others: null,
    effects: [],
    unknown: null,
    script: null,
  }
}
