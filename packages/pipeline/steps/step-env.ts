import { pushFacts, stepScope, workspaceOf } from '../contexts.js'
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

/** Source: actions/runner-images, the PATH of the Ubuntu images. */
const RUNNER_PATH = [
  ...['/snap/bin', '/home/runner/.local/bin', '/opt/pipx_bin', '/home/runner/.cargo/bin'],
  ...['/home/runner/.config/composer/vendor/bin', '/usr/local/.ghcup/bin'],
  ...['/home/runner/.dotnet/tools', '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'],
  ...['/sbin', '/bin', '/usr/games', '/usr/local/games', '/snap/bin'],
].join(':')

/** What a process of the step finds in its environment: the runner's own variables too. */
export function processEnvironment(
  run: JobRun,
  env: ReadonlyMap<string, string>,
): Record<string, string> {
  const facts = Object.entries(pushFacts(run.push)).map(([key, value]) => [
    `GITHUB_${key.toUpperCase()}`,
    value,
  ])
  const path = env.get('PATH') ?? RUNNER_PATH
  return {
    CI: 'true',
    HOME: '/home/runner',
    USER: 'runner',
    LANG: 'C.UTF-8',
    GITHUB_ACTIONS: 'true',
    GITHUB_JOB: run.job.id,
    GITHUB_WORKSPACE: workspaceOf(run.push),
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: run.runner.architecture === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_TEMP: '/home/runner/work/_temp',
    ...Object.fromEntries(facts),
    ...Object.fromEntries(env),
    PATH: [...run.addedPath, path].join(':'),
  }
}
