import type { Reason } from '@grade4/unknown'
import { runnerEnvironment, stepScope } from '../contexts.js'
import { expandEntries } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import type { Cause, Effect, Reach, SoughtCommand, StepRef } from '../trace.js'
import type { Step } from '../workflow/model.js'

/** A step that is about to run. */
export interface StepCall<Kind extends Step = Step> {
  readonly run: JobRun
  readonly step: Kind
  readonly ref: StepRef
  /** The job's environment with the step's own `env:` on top. */
  readonly env: ReadonlyMap<string, string>
}

/** The job's environment with the step's own `env:` on top. Throws `ExpressionFailure`. */
export function stepEnvironment(run: JobRun, step: Step): Map<string, string> {
  const env = new Map([...run.env, ...run.frame.env])
  const scope = stepScope(run, new Map(env))
  for (const { key, value } of expandEntries(step.env, scope)) env.set(key, value)
  return env
}

/** What a process of the step finds in its environment: the runner's own variables too. */
export function processEnvironment(
  run: JobRun,
  env: ReadonlyMap<string, string>,
): Record<string, string> {
  const environment = runnerEnvironment(run)
  for (const [name, value] of env) {
    // main.yml can't change these. Source: GitHub Docs, "Variables reference".
    const isFixed = /^(GITHUB|RUNNER)_/.test(name) && Object.hasOwn(environment, name)
    if (!isFixed) environment[name] = value
  }
  environment.PATH = [...run.addedPath, environment.PATH ?? ''].join(':')
  return environment
}

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
