import type { Reason } from '@grade4/unknown'
import type { JobRun } from '../jobs/job-run.js'
import type { Location } from '../location.js'
import type { Cause, Effect } from '../trace.js'

/** A `uses:` step as its action sees it. */
export interface ActionCall {
  readonly run: JobRun
  /** Major version that the ref names; `null` for branches and commits, which count as the newest. */
  readonly major: number | null
  /** Tag, branch or commit. */
  readonly ref: string
  /** Inputs that were given, expanded, by lower-case name. */
  readonly inputs: ReadonlyMap<string, string>
  /** Where each of them stands. */
  readonly places: ReadonlyMap<string, Location>
  /** The step's environment. */
  readonly env: Readonly<Record<string, string>>
  emit(effect: Effect): void
}

/** How an action ended and what it left for later steps. */
export interface ActionResult {
  /** Why it failed; `null` when it did not. */
  readonly failure: Cause | null
  readonly outputs: Readonly<Record<string, string>>
  /** Why it may have other outputs than these; `null` when it has none. */
  readonly others: Reason | null
  /** Environment variables for later steps of the job. */
  readonly exports: Readonly<Record<string, string>>
  readonly masks: readonly string[]
  /** Why what it did is not known; `null` when it is. */
  readonly unknown: Reason | null
}

/** What one action does, as far as the pipeline is concerned. */
export type Action = (call: ActionCall) => Promise<ActionResult>

/** An action that went well, with whatever else is given. */
export function succeeded(result: Partial<Omit<ActionResult, 'failure'>> = {}): ActionResult {
  return {
    failure: null,
    outputs: {},
    others: null,
    exports: {},
    masks: [],
    unknown: null,
    ...result,
  }
}

/** An action that failed, and why: as in `Cause`. */
export function failed(kind: Cause['kind'], message: string): ActionResult {
  return { ...succeeded(), failure: { kind, message } }
}

/** An input as actions read it: trimmed, empty when it was not given. */
export function input({ inputs }: ActionCall, name: string): string {
  return (inputs.get(name.toLowerCase()) ?? '').trim()
}
