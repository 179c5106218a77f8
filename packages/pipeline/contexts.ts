import { data } from '@actions/expressions'
import type { Reason } from '@grade4/unknown'
import type { Scope } from './expressions/evaluate.js'
import { boolean, mapping, OpenMapping, text, texts, type Value } from './expressions/values.js'
import { MAIN } from './graded.js'
import type { JobRecord, JobRun, StepRecord } from './jobs/job-run.js'
import { settingsContexts } from './settings.js'
import type { Job } from './workflow/model.js'
import type { Push } from './world.js'

/** What is made up about a push, and what follows from the repository: an ordinary commit to main. */
export function pushFacts(push: Push): Record<string, string> {
  const { repository } = push.world.input.github
  const owner = repository?.owner ?? push.world.holes.hole(NO_REPOSITORY)
  const name = repository?.name ?? push.world.holes.hole(NO_REPOSITORY)
  const sha = `${push.number}`.repeat(8).padEnd(40, 'c0ffee')
  return {
    actor: owner,
    event_name: 'push',
    ref: MAIN,
    ref_name: 'main',
    ref_type: 'branch',
    repository: `${owner}/${name}`,
    repository_owner: owner,
    run_attempt: '1',
    run_id: `9100000000${push.number}`,
    run_number: `${41 + push.number}`,
    server_url: 'https://github.com',
    api_url: 'https://api.github.com',
    sha,
    triggering_actor: owner,
  }
}

/** The folder that a job's scripts start in, and that checkout fills. */
export function workspaceOf(push: Push): string {
  const name = push.world.input.github.repository?.name ?? 'repository'
  return `/home/runner/work/${name}/${name}`
}

const NO_REPOSITORY: Reason = {
  because: 'no repository was named',
  remedy: 'Name it with --repo OWNER/NAME.',
}

const COMMIT_MESSAGE = 'Update the app'

/** The `github`, `vars`, `secrets` and `inputs` contexts, which hardly differ from job to job. */
export function workflowContexts(push: Push, job: Job): [string, Value][] {
  const { holes } = push.world
  const facts = pushFacts(push)
  const commit: [string, Value][] = [
    ['id', text(facts.sha ?? '')],
    ['message', text(COMMIT_MESSAGE)],
  ]
  const event: [string, Value][] = [
    ['ref', text(MAIN)],
    ['after', text(facts.sha ?? '')],
    ['created', boolean(false)],
    ['deleted', boolean(false)],
    ['forced', boolean(false)],
    ['head_commit', new OpenMapping(commit, holes, because('github.event'))],
    ['repository', new OpenMapping(repositoryOf(push, facts), holes, because('github.event'))],
    ['pull_request', new data.Null()],
    ['inputs', new data.Null()],
  ]
  const known: [string, Value][] = [
    ...Object.entries(facts).map(([key, value]): [string, Value] => [key, text(value)]),
    ['workspace', text(workspaceOf(push))],
    ['head_ref', text('')],
    ['base_ref', text('')],
    ['event', new OpenMapping(event, holes, because('github.event'))],
  ]
  return [
    ['github', new OpenMapping(known, holes, because('github'))],
    ...settingsContexts(push, job),
    ['inputs', mapping([])],
  ]
}

function repositoryOf(push: Push, facts: Readonly<Record<string, string>>): [string, Value][] {
  const fullName = facts.repository ?? ''
  return [
    ['full_name', text(fullName)],
    ['name', text(fullName.slice(fullName.indexOf('/') + 1))],
    ['default_branch', text(push.world.input.github.repository?.defaultBranch ?? 'main')],
  ]
}

function because(context: string): (key: string) => Reason {
  return (key) => ({
    because: `the value of ${context}.${key} can't be read`,
    remedy: 'Grade what depends on it by hand, with a log of a run.',
  })
}

/** What an expression of a job's own keys can see: `needs` and `matrix`, no steps, no `env`. */
export function jobScope(
  push: Push,
  needs: ReadonlyMap<string, JobRecord>,
  matrix: data.Dictionary | null,
  job: Job,
): Scope {
  const results = [...needs.values()].map(({ result }) => result)
  const contexts: [string, Value][] = [
    ...workflowContexts(push, job),
    ['needs', needsContext(push, needs)],
    ['matrix', matrix ?? new data.Null()],
    ['strategy', new OpenMapping([], push.world.holes, because('strategy'))],
  ]
  return {
    holes: push.world.holes,
    contexts: new Map(contexts),
    status: {
      succeeded: results.every((result) => result === 'success'),
      failed: results.includes('failure'),
    },
  }
}

/** What an expression of a step can see. `env`: of workflow, job and step, and what steps added. */
export function stepScope(run: JobRun, env: ReadonlyMap<string, string>): Scope {
  const { holes } = run.push.world
  const scope = jobScope(run.push, run.needs, run.matrix, run.job)
  const runner: [string, Value][] = [
    ['os', text('Linux')],
    ['arch', text(run.runner.architecture === 'arm64' ? 'ARM64' : 'X64')],
    ['temp', text('/home/runner/work/_temp')],
    ['environment', text('github-hosted')],
  ]
  const job: [string, Value][] = [['status', text(run.failed ? 'failure' : 'success')]]
  const steps = [...run.steps].map(([id, record]): [string, Value] => [id, stepValue(run, record)])
  return {
    holes,
    contexts: new Map([
      ...scope.contexts,
      ['env', texts(Object.fromEntries(env))],
      ['steps', mapping(steps)],
      ['runner', new OpenMapping(runner, holes, because('runner'))],
      ['job', new OpenMapping(job, holes, because('job'))],
      ...inputsOf(run),
    ]),
    status: { succeeded: !run.failed, failed: run.failed },
  }
}

/** Of the composite action that is run; a step of the job itself sees those of the workflow. */
function inputsOf({ frame: { inputs } }: JobRun): [string, Value][] {
  return inputs === null ? [] : [['inputs', texts(Object.fromEntries(inputs))]]
}

function stepValue(run: JobRun, { outputs, others, outcome, conclusion }: StepRecord): Value {
  return mapping([
    ['outputs', outputsValue(run.push, outputs, others)],
    ['outcome', text(outcome)],
    ['conclusion', text(conclusion)],
  ])
}

function needsContext(push: Push, needs: ReadonlyMap<string, JobRecord>): Value {
  return mapping(
    [...needs].map(([id, { result, outputs, others }]): [string, Value] => [
      id,
      mapping([
        ['result', text(result)],
        ['outputs', outputsValue(push, outputs, others)],
      ]),
    ]),
  )
}

function outputsValue(
  push: Push,
  outputs: ReadonlyMap<string, string>,
  others: Reason | null,
): Value {
  const known = [...outputs].map(([key, value]): [string, Value] => [key, text(value)])
  return others === null ? mapping(known) : new OpenMapping(known, push.world.holes, () => others)
}
