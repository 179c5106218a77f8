import { runnerEnvironment, stepScope } from '../contexts.js'
import { expandEntries } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import type { Step } from '../workflow/model.js'

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
  const own = runnerEnvironment(run)
  const path = env.get('PATH') ?? own.PATH ?? ''
  // main.yml can't change these. Source: GitHub Docs, "Variables reference".
  const fixed = Object.entries(own).filter(([name]) => /^(GITHUB|RUNNER)_/.test(name))
  return {
    ...own,
    ...Object.fromEntries([...env, ...fixed]),
    PATH: [...run.addedPath, path].join(':'),
  }
}
