import type { Reason } from '@grade4/unknown'
import { workspaceOf } from '../contexts.js'
import type { JobRun } from '../jobs/job-run.js'
import type { Location } from '../location.js'
import type { Cause, Effect } from '../trace.js'
import { CALL_NEEDS_MS, whyUncertain } from '../way-to-aws.js'

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

/** Why it is not certain that a call of the action reaches the student's account; `null` where it is. */
export function whyActionUncertain(
  { run, env }: ActionCall,
  client: 'action' | 'docker',
  service: string,
  needsMs = CALL_NEEDS_MS,
): Promise<Reason | null> {
  const { machine, push, job, runner } = run
  if (client === 'docker' && (job.container !== null || runner.system === 'other')) {
    return Promise.resolve(NO_DOCKER)
  }
  return whyUncertain({
    client,
    machine,
    environment: env,
    service,
    directory: workspaceOf(push),
    timeLeftMs: machine.deadline - push.world.clock.now(),
    needsMs,
  })
}

const NO_DOCKER: Reason = {
  because: 'the job does not run on a Linux machine itself, and what docker it finds is not known',
  remedy: 'Let the job run on ubuntu-latest, or let the course staff grade this step by hand.',
}

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
