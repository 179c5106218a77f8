import { Holes } from '@grade4/unknown'
import type { Scope } from '../expressions/evaluate.js'
import { ExpressionFailure } from '../expressions/failure.js'
import { expandEntries, expandNode } from '../expressions/template.js'
import { OpenMapping, text, texts, type Value } from '../expressions/values.js'
import { readActionReference } from './action-reference.js'
import { allSteps } from './advice.js'
import type { Job, RunStep, Step, UsesStep, Workflow } from './model.js'
import { child } from './tree.js'

const CREDENTIALS_ACTION = 'aws-actions/configure-aws-credentials'

/**
 * The role that main.yml's first credentials step names, as an ARN or a bare name; `null` when it
 * names none or the name is not known without a run. `account`: value of `secrets.AWS_ACCOUNT_ID`;
 * without it an ARN that is unknown only in its account gives the bare name.
 */
export function namedRole(workflow: Workflow, account: string | null): string | null {
  for (const { step, scope } of stepsWithScope(workflow, account)) {
    if (step.kind !== 'uses' || !isCredentialsStep(step)) continue
    const role = attempt(() => expandNode(child(step.with, 'role-to-assume'), scope))
    if (role === null || role === '') continue
    if (scope.holes.reasonsIn(role).length === 0) return role.trim()
    const name = role.trim().split('/').at(-1) ?? ''
    return name !== '' && scope.holes.reasonsIn(name).length === 0 ? name : null
  }
  return null
}

/** Whether a step is configure-aws-credentials, of any version. */
export function isCredentialsStep(step: UsesStep): boolean {
  const reference = readActionReference(step.uses)
  return reference.kind === 'repository' && reference.action === CREDENTIALS_ACTION
}

/**
 * The cluster and service that main.yml's last `aws ecs update-service` names, each a name or an ARN;
 * `null` when there is none, or when they are not known without a run.
 */
export function namedService(workflow: Workflow): { cluster: string; service: string } | null {
  let named: { cluster: string; service: string } | null = null
  for (const { step, scope, env } of stepsWithScope(workflow, null)) {
    if (step.kind !== 'run') continue
    const script = attempt(() => expandNode(step.run, scope))
    if (script === null) continue
    named = serviceIn(script, env, scope.holes) ?? named
  }
  return named
}

function serviceIn(script: string, env: Readonly<Record<string, string>>, holes: Holes) {
  const lines = script.replaceAll(/\\\r?\n/g, ' ').split('\n')
  for (const line of lines) {
    if (line.trimStart().startsWith('#') || !/\becs\s+update-service\b/.test(line)) continue
    const cluster = option(line, 'cluster', env) ?? 'default'
    const service = option(line, 'service', env)
    if (service === null || holes.reasonsIn(`${cluster}${service}`).length > 0) continue
    if (!/[`$]/.test(`${cluster}${service}`)) return { cluster, service }
  }
  return null
}

function option(line: string, name: string, env: Readonly<Record<string, string>>): string | null {
  const match = new RegExp(`--${name}[ =]\\s*("[^"]*"|'[^']*'|[^\\s;|&]+)`).exec(line)?.[1]
  if (match === undefined) return null
  const bare = match.replace(/^(["'])(.*)\1$/, '$2')
  return bare.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, plain) => {
    return env[String(braced ?? plain)] ?? String(whole)
  })
}

interface StepWithScope {
  readonly step: Step
  readonly scope: Scope
  /** The environment's known part. */
  readonly env: Readonly<Record<string, string>>
}

function* stepsWithScope(workflow: Workflow, account: string | null): Generator<StepWithScope> {
  const holes = new Holes()
  for (const job of workflow.jobs) {
    for (const step of allSteps(job.steps)) {
      if (step.kind !== 'run' && step.kind !== 'uses') continue
      const env = environment(workflow, job, step, account, holes)
      yield { step, env, scope: scopeWith(env, account, holes) }
    }
  }
}

function environment(
  workflow: Workflow,
  job: Job,
  step: RunStep | UsesStep,
  account: string | null,
  holes: Holes,
): Record<string, string> {
  const env: Record<string, string> = {}
  for (const level of [workflow.env, job.env, step.env]) {
    const scope = scopeWith({ ...env }, account, holes)
    for (const { key, value } of attempt(() => expandEntries(level, scope)) ?? []) env[key] = value
  }
  return env
}

function scopeWith(env: Record<string, string>, account: string | null, holes: Holes): Scope {
  const reason = (name: string) => ({
    because: `${name} is only known when the workflow runs`,
    remedy: 'Look at a run of the workflow.',
  })
  const open = (known: [string, Value][] = []) => new OpenMapping(known, holes, reason)
  const names = [
    'github',
    'steps',
    'needs',
    'job',
    'runner',
    'vars',
    'inputs',
    'matrix',
    'strategy',
  ]
  const secrets = account === null ? [] : [['AWS_ACCOUNT_ID', text(account)] as [string, Value]]
  return {
    holes,
    status: { succeeded: true, failed: false },
    contexts: new Map<string, Value>([
      ...names.map((name) => [name, open()] as const),
      ['env', texts(env)],
      ['secrets', open(secrets)],
    ]),
  }
}

/** What an expression gives; `null` when it fails, which the run on the twin reports. */
function attempt<T>(evaluate: () => T): T | null {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof ExpressionFailure) return null
    throw error
  }
}
