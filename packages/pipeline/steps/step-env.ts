import { runnerEnvironment, stepScope } from '../contexts.js'
import { expandEntries } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import type { StepRef } from '../trace.js'
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
