import type { Reason } from '@grade4/unknown'
import type { Cause, Effect, Reach, SoughtCommand, StepRef } from '../trace.js'

/** What running a step came to, before `continue-on-error`. */
export interface StepResult {
  /** Why it failed; `null` when it did not, as far as one knows. */
  readonly failure: Cause | null
  readonly outputs: ReadonlyMap<string, string>
  /** Why it may have other outputs; `null` when it has none. */
  readonly others: Reason | null
  readonly effects: readonly Effect[]
  readonly unknown: { readonly reason: Reason; readonly reach: Reach } | null
  readonly holds: readonly SoughtCommand[]
  /** The step of a composite action that it failed by; `null`: it failed by itself, or did not. */
  readonly stoppedBy: StepRef | null
}

/** A step that did nothing, and went well. */
export const NOTHING_DONE: StepResult = {
  failure: null,
  outputs: new Map(),
  others: null,
  effects: [],
  unknown: null,
  holds: [],
  stoppedBy: null,
}

/** A step that failed before it did anything. */
export function failedStep(kind: Cause['kind'], message: string): StepResult {
  return { ...NOTHING_DONE, failure: { kind, message } }
}
