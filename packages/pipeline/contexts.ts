import { data } from '@actions/expressions'
import { byLog, type Form, type Reason } from '@grade4/unknown'
import type { Context, Scope } from './expressions/evaluate.js'
import {
  asText,
  mapping,
  NOTHING,
  OpenMapping,
  text,
  texts,
  type Value,
} from './expressions/values.js'
import type { Given, JobRecord, JobRun, StepRecord } from './jobs/job-run.js'
import {
  EVENT,
  type Facts,
  GITHUB,
  GITHUB_VARIABLES,
  JOB,
  PERHAPS_SET,
  type Plain,
  type Row,
  type Rows,
  RUNNER,
  type RunnerFacts,
  STRATEGY,
  VARIABLES,
} from './known.js'
import { settingsContexts } from './settings.js'
import type { Job } from './workflow/model.js'
import type { Push } from './world.js'

// The contexts of expressions and the environment of scripts, read from the table in known.ts.

/** Where a row is read: in a push, and in a job's run where that has begun. */
interface Place {
  readonly push: Push
  readonly run: JobRun | null
}

function factsOf(push: Push, job: Job): Facts {
  const { workflow, github } = push.world.input
  return {
    repository: github.repository,
    workflowName: workflow.name,
    job: job.id.split(' / ').at(-1) ?? job.id,
    hasStrategy: job.strategy !== null,
  }
}

function runnerFactsOf(run: JobRun): RunnerFacts {
  return {
    ...factsOf(run.push, run.job),
    runner: run.runner,
    status: run.failed ? 'failure' : 'success',
    mayAskForToken: run.permissions.idToken,
  }
}

/** The value of a key that is not known: the same hole wherever it is read. */
function holeOf({ push, run }: Place, key: string, form?: Form, perStep = false): string {
  const there = perStep ? run?.ofStep : key.startsWith('github.') ? push.unknown : run?.unknown
  const hole = there?.get(key) ?? push.world.holes.hole(because(key), form)
  there?.set(key, hole)
  return hole
}

function because(key: string): Reason {
  return byLog(`the value of ${key} is not known before a run`)
}

/** The value of a row by its key, such as `github.sha`. */
function rowValue<F>(place: Place, key: string, row: Row<F>, facts: F): Value {
  if (row.is === 'mapping') {
    const entries = rowValues(place, key, row.rows, facts)
    return row.isOpen
      ? new OpenMapping(entries, (name) => holeOf(place, `${key}.${name}`))
      : mapping(entries)
  }
  const value = row.is === 'known' ? row.value(facts) : undefined
  if (value !== undefined) return plain(value)
  const form = typeof row.form === 'function' ? row.form(facts) : row.form
  const [same, perStep] = row.is === 'unknown' ? [row.as, row.perStep] : []
  return text(holeOf(place, same ?? key, form, perStep))
}

function plain(value: Plain): Value {
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'number':
      return new data.NumberData(value)
    case 'boolean':
      return new data.BooleanData(value)
    default:
      return new data.Null()
  }
}

/** The values of rows; those of steps only where a step runs. */
function rowValues<F>(place: Place, context: string, rows: Rows<F>, facts: F): [string, Value][] {
  return Object.entries(rows).flatMap(([key, row]): [string, Value][] => {
    const isThere = place.run !== null || !isPerStep(row)
    return isThere ? [[key, rowValue(place, `${context}.${key}`, row, facts)]] : []
  })
}

function isPerStep<F>(row: Row<F>): boolean {
  return row.is === 'unknown' && row.perStep === true
}

/** A value of `github` as a text; `key`: `sha`, `repository` … */
export function githubText(push: Push, job: Job, key: string): string {
  const row = GITHUB[key]
  return row === undefined
    ? ''
    : asText(rowValue({ push, run: null }, `github.${key}`, row, factsOf(push, job)))
}

/** The folder that a job's scripts start in, and that checkout fills. */
export function workspaceOf(push: Push): string {
  const name = push.world.input.github.repository?.name ?? 'repository'
  return `/home/runner/work/${name}/${name}`
}

/** The event file: what a push certainly holds; what else it holds is not known. */
export function eventText(push: Push, job: Job): string {
  const place = { push, run: null }
  const event = rowValue(
    place,
    'github.event',
    { is: 'mapping', rows: EVENT, isOpen: false },
    factsOf(push, job),
  )
  return `${JSON.stringify(jsonOf(event), null, 2)}\n`
}

function jsonOf(value: Value): unknown {
  switch (value.kind) {
    case data.Kind.Dictionary:
      return Object.fromEntries(value.pairs().map(({ key, value: inner }) => [key, jsonOf(inner)]))
    case data.Kind.Number:
      return value.number()
    case data.Kind.Boolean:
      return value.value
    case data.Kind.String:
      return value.coerceString()
    default:
      return null
  }
}

/** A row that scripts have as a variable. */
interface Variable {
  readonly name: string
  readonly key: string
  readonly row: Row<RunnerFacts>
}

function variablesOf(context: string, rows: Rows<RunnerFacts>, prefix = ''): Variable[] {
  return Object.entries(rows).map(([key, row]) => {
    return {
      name: prefix === '' ? key : `${prefix}_${key.toUpperCase()}`,
      key: `${context}.${key}`,
      row,
    }
  })
}

const OF_GITHUB = variablesOf('github', GITHUB, 'GITHUB').filter(({ key }) =>
  GITHUB_VARIABLES.includes(key.slice('github.'.length)),
)
const OF_STEP = OF_GITHUB.filter(({ row }) => isPerStep(row))
const OF_JOB = [
  ...variablesOf('variable', VARIABLES),
  ...OF_GITHUB.filter(({ row }) => !isPerStep(row)),
  ...variablesOf('runner', RUNNER, 'RUNNER'),
]

const ofJobs = new WeakMap<JobRun, Readonly<Record<string, string>>>()

/** What a script finds in its environment before main.yml and the job's steps add to it; made anew for each. */
export function runnerEnvironment(run: JobRun): Record<string, string> {
  const ofJob = ofJobs.get(run) ?? textsOf(run, OF_JOB)
  ofJobs.set(run, ofJob)
  return Object.assign({ ...ofJob }, textsOf(run, OF_STEP))
}

function textsOf(run: JobRun, variables: readonly Variable[]): Record<string, string> {
  const [facts, place] = [runnerFactsOf(run), { push: run.push, run }]
  const texts: Record<string, string> = {}
  for (const { name, key, row } of variables) {
    const known = row.is === 'known' ? row.value(facts) : undefined
    if (typeof known === 'string') texts[name] = known
    else if (known !== null) texts[name] = asText(rowValue(place, key, row, facts))
  }
  return texts
}

/** The text of a variable that the runner or its image may set; `null`: certainly neither of them does. */
export function perhapsSet(run: JobRun, name: string): string | null {
  if (!PERHAPS_SET.test(name)) return null
  return holeOf({ push: run.push, run }, `variable.${name}`, 'absent')
}

/**
 * What an expression of a job's own keys can see: `needs` and `matrix`, no steps, no `env`. `given`: by the job
 * that calls its workflow.
 */
export function jobScope(
  push: Push,
  needs: ReadonlyMap<string, JobRecord>,
  matrix: data.Dictionary | null,
  job: Job,
  given: Given['contexts'] = [],
  run: JobRun | null = null,
): Scope & { readonly contexts: ReadonlyMap<string, Context> } {
  const results = [...needs.values()].map(({ result }) => result)
  const place = { push, run }
  const contexts: [string, Context][] = [
    ['github', () => mapping(rowValues(place, 'github', GITHUB, factsOf(push, job)))],
    ...settingsContexts(push, job),
    ['inputs', () => mapping([])],
    ['needs', () => needsContext(push, needs)],
    ['matrix', () => matrix ?? NOTHING],
    ['strategy', () => mapping(rowValues(place, 'strategy', STRATEGY, factsOf(push, job)))],
  ]
  return {
    holes: push.world.holes,
    contexts: new Map([...contexts, ...given]),
    status: {
      succeeded: results.every((result) => result === 'success'),
      failed: results.includes('failure'),
    },
  }
}

/** What an expression of a step can see. `env`: of workflow, job and step, and what steps added. */
export function stepScope(run: JobRun, env: ReadonlyMap<string, string>): Scope {
  const ofJob = ofSteps.get(run) ?? contextsOfSteps(run)
  ofSteps.set(run, ofJob)
  // Of the composite action that is run; a step of the job itself sees those of the workflow.
  const { inputs } = run.frame
  const contexts = {
    get: (name: string): Context | undefined => {
      if (name === 'env') return () => texts(Object.fromEntries(env))
      if (name === 'inputs' && inputs !== null) return () => texts(Object.fromEntries(inputs))
      return ofJob.get(name)
    },
  }
  return {
    holes: run.push.world.holes,
    contexts,
    status: { succeeded: !run.failed, failed: run.failed },
  }
}

const ofSteps = new WeakMap<JobRun, ReadonlyMap<string, Context>>()

/** The contexts that are made alike for each step of a job; what they hold is read when they are. */
function contextsOfSteps(run: JobRun): ReadonlyMap<string, Context> {
  const { contexts } = jobScope(run.push, run.needs, run.matrix, run.job, run.given.contexts, run)
  const place = { push: run.push, run }
  // Of the keys that a step changes each is a name of a file of its own.
  let github: { readonly ofStep: string | undefined; readonly value: Value } | undefined
  return new Map<string, Context>([
    ...contexts,
    [
      'github',
      () => {
        const ofStep = run.ofStep.get('github.env')
        if (github === undefined || github.ofStep !== ofStep)
          github = { ofStep, value: contexts.get('github')?.() ?? NOTHING }
        return github.value
      },
    ],
    [
      'steps',
      () => mapping([...run.steps].map(([id, record]) => [id, stepValue(run, record)] as const)),
    ],
    ['runner', () => mapping(rowValues(place, 'runner', RUNNER, runnerFactsOf(run)))],
    ['job', () => mapping(rowValues(place, 'job', JOB, runnerFactsOf(run)))],
  ])
}

function stepValue(run: JobRun, { outputs, outcome, conclusion }: StepRecord): Value {
  return mapping([
    ['outputs', outputs.value(run.push.world.holes)],
    ['outcome', text(outcome)],
    ['conclusion', text(conclusion)],
  ])
}

function needsContext(push: Push, needs: ReadonlyMap<string, JobRecord>): Value {
  return mapping(
    [...needs].map(([id, { result, outputs }]): [string, Value] => [
      id,
      mapping([
        ['result', text(result)],
        ['outputs', outputs.value(push.world.holes)],
      ]),
    ]),
  )
}
