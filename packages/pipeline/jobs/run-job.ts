import {
  byHand,
  Holes,
  isUnknown,
  type Reason,
  reasonOf,
  type Unknown,
  unknownFor,
} from '@grade4/unknown'
import { jobScope, stepScope } from '../contexts.js'
import { conditionOf, whyFalse } from '../expressions/condition.js'
import { ExpressionFailure, type Scope } from '../expressions/evaluate.js'
import { expand, expandEntries, nodeValue } from '../expressions/template.js'
import { asText } from '../expressions/values.js'
import { continuesOnError } from '../steps/continue-on-error.js'
import { recordUnrun } from '../steps/record-step.js'
import { runStep } from '../steps/run-step.js'
import { timeLimitMs } from '../steps/time-limit.js'
import type { Cause, JobTrace, StepTrace } from '../trace.js'
import type { Job } from '../workflow/model.js'
import { child, textOf } from '../workflow/tree.js'
import type { Push } from '../world.js'
import { type JobRecord, JobRun, type JobSetting } from './job-run.js'
import { type Leg, legsOf } from './matrix.js'
import { obstacleTo } from './obstacle.js'
import { Outputs } from './outputs.js'
import { permissionsOf } from './permissions.js'
import { runnerOf } from './runner.js'

/** Runs a job, all legs of its matrix, and gives what the jobs that need it see of it. */
export async function runJob(
  push: Push,
  job: Job,
  home: Home,
  needs: ReadonlyMap<string, JobRecord>,
  earlier: readonly JobRecord[],
): Promise<JobRecord> {
  try {
    const scope = statusOf(jobScope(push, needs, null, job, home.given.contexts), earlier)
    if (!runs(push, job.id, job, scope)) return await skip(push, job, whySkipped(job, needs, scope))
    if (job.uses !== null) return outOfSight(push, job, otherWorkflow(job.id, job.uses))
    const legs = legsOf(job.strategy, scope)
    if (isUnknown(legs)) return outOfSight(push, job, legs)
    let record: JobRecord | null = null
    for (const leg of legs) record = combined(record, await runLeg(push, job, home, needs, leg))
    return record ?? (await skip(push, job, { kind: 'matrix', message: 'its matrix is empty' }))
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    const cause: Cause = { kind: 'expression', message: error.message }
    const hasBegun = push.steps.some(({ step }) => step.job.replace(/ \(.*/s, '') === job.id)
    return hasBegun ? ended(push, job, 'failure', cause) : await neverBegins(push, job, cause)
  }
}

/** Where a job stands: its file, and what that is given by the job that calls it. */
type Home = Pick<JobSetting, 'workflow' | 'given'>

/** Whether the condition of a job holds; a choice where that is not known. Throws `ExpressionFailure`. */
export function runs(push: Push, id: string, job: Job, scope: Scope): boolean {
  const holds = conditionOf(job.if, scope)
  return typeof holds === 'boolean' ? holds : push.world.choices.take(`job ${id}`, null, holds)
}

/** `success()` and `failure()` of a job ask about every job before it, not only those it names. */
export function statusOf(scope: Scope, earlier: readonly JobRecord[]): Scope {
  const results = earlier.map(({ result }) => result)
  return {
    ...scope,
    status: {
      succeeded: results.every((result) => result === 'success'),
      failed: results.includes('failure'),
    },
  }
}

/** Why a job is skipped. */
export function whySkipped(job: Job, needs: ReadonlyMap<string, JobRecord>, scope: Scope): Cause {
  if (textOf(job.if) !== null) return { kind: 'condition', message: whyFalse(job.if, scope) }
  const [bad] = [...needs].filter(([, { result }]) => result !== 'success')
  const message = `the job ${bad?.[0]}, which it needs, did not succeed`
  return { kind: 'needed-job', message }
}

/** A job that does not run, with its steps, so that one can tell what would have done the work. */
export async function skip(push: Push, job: Job, cause: Cause): Promise<JobRecord> {
  const failed = push.jobs.find(
    ({ job: label, result }) =>
      result === 'failure' &&
      job.needs.some((need) => label === need || label.startsWith(`${need} (`)),
  )
  const held = push.steps.find(isHeldBy(job))
  const outcome = failed === undefined && held === undefined ? 'skipped' : 'unreached'
  for (const step of job.steps) {
    const stoppedBy = failed?.stoppedBy ?? held?.stoppedBy ?? null
    await recordUnrun(push, job.id, step, { outcome, cause, stoppedBy })
  }
  return ended(push, job, 'skipped', cause)
}

/** A job that fails before its first step, with its steps. */
export async function neverBegins(push: Push, job: Job, cause: Cause): Promise<JobRecord> {
  for (const step of job.steps) {
    await recordUnrun(push, job.id, step, { outcome: 'unreached', cause, stoppedBy: null })
  }
  return ended(push, job, 'failure', cause)
}

/** Steps of a needed job which themselves wait for a step that failed. */
function isHeldBy(job: Job): (step: StepTrace) => boolean {
  return ({ step, outcome }) => outcome === 'unreached' && job.needs.includes(step.job)
}

async function runLeg(
  push: Push,
  job: Job,
  { workflow, given }: Home,
  needs: ReadonlyMap<string, JobRecord>,
  leg: Leg,
): Promise<JobRecord> {
  const scope = jobScope(push, needs, leg.matrix, job, given.contexts)
  const label = leg.label === '' ? job.id : `${job.id} (${leg.label})`
  const found = runnerOf(job.runsOn, scope, push.world.input.startedAt.getTime())
  if (found.state === 'unknown') return outOfSight(push, job, found)
  if (found.state === 'absent') {
    const at = job.runsOn === null ? job.location : workflow.file.location(job.runsOn.range)
    const cause: Cause = { kind: 'no-runner', message: found.why }
    return await neverBegins(push, { ...job, id: label, location: at }, cause)
  }
  const obstacle = obstacleTo(job)
  if (obstacle?.state === 'unknown') return outOfSight(push, job, obstacle)
  if (obstacle !== null) {
    const cause: Cause = { kind: 'no-action', message: obstacle.why }
    return await neverBegins(push, { ...job, id: label, location: obstacle.at }, cause)
  }
  const run = new JobRun(push, {
    job,
    label,
    matrix: leg.matrix,
    runner: found.runner,
    workflow,
    given,
    permissions: permissionsOf(workflow, job, given.permissions ?? undefined),
    environment: environmentOf(job, scope),
    needs,
    runStep,
  })
  for (const { key, value } of expandEntries(workflow.env, scope)) run.env.set(key, value)
  for (const { key, value } of expandEntries(job.env, scope)) run.env.set(key, value)
  run.masks.add(push.world.input.view.account)
  run.machine.deadline = push.world.clock.now() + timeLimitMs(job.timeoutMinutes, scope)
  await run.runSteps(job.steps)
  return conclude(run, scope)
}

function environmentOf(job: Job, scope: Scope): string | null {
  const node = child(job.environment, 'name') ?? job.environment
  const name = node === null ? '' : asText(nodeValue(node, scope))
  return name === '' ? null : name
}

function conclude(run: JobRun, scope: Scope): JobRecord {
  const forgiven =
    run.failed &&
    continuesOnError(run.push.world, run.job.continueOnError, scope, `job ${run.label}`, null)
  const result = run.failed && !forgiven ? 'failure' : 'success'
  const lastFailure = run.push.steps.findLast(({ step }) => step === run.stoppedBy)
  const outputs = new Outputs(outputsOf(run))
  trace(run.push, run.job, {
    job: run.label,
    name: nameOf(run, scope),
    result,
    stoppedBy: run.stoppedBy,
    cause: lastFailure?.cause ?? null,
  })
  return { result, outputs }
}

/** GitHub shows so many characters of a name that has the values of a matrix behind it. */
const LONGEST_NAME = 100

/** A name that is no expression has the values of the matrix behind it, as an id has. */
function nameOf({ job, label }: JobRun, scope: Scope): string {
  const written = job.name
  if (written === null || !written.includes('${{')) {
    const name = (written ?? job.id) + label.slice(job.id.length)
    return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 3)}...` : name
  }
  try {
    return Holes.show(expand(written, scope))
  } catch (error) {
    if (error instanceof ExpressionFailure) return written
    throw error
  }
}

/** The job's outputs; one that holds a secret is dropped, as the runner does. */
function outputsOf(run: JobRun): Map<string, string> {
  const outputs = new Map<string, string>()
  for (const { key, value } of expandEntries(run.job.outputs, stepScope(run, run.env))) {
    if ([...run.masks].some((mask) => value.includes(mask))) continue
    outputs.set(key, value)
  }
  return outputs
}

function combined(before: JobRecord | null, leg: JobRecord): JobRecord {
  if (before === null) return leg
  return {
    result: before.result === 'failure' ? 'failure' : leg.result,
    outputs: new Outputs(
      new Map([...before.outputs.known, ...leg.outputs.known]),
      before.outputs.others ?? leg.outputs.others,
    ),
  }
}

/** A job that ends without its steps. */
function ended(
  push: Push,
  job: Job,
  result: JobTrace['result'],
  cause: Cause | null,
  unknown: Reason | null = null,
): JobRecord {
  const name = job.name ?? job.id
  trace(push, job, { job: job.id, name, result, stoppedBy: null, cause, unknown })
  return { result, outputs: new Outputs(new Map(), unknown) }
}

/** A job that the grader can't look into: it is taken to go well. */
export function outOfSight(push: Push, job: Job, reason: Unknown): JobRecord {
  return ended(push, job, 'success', null, reasonOf(reason))
}

function otherWorkflow(id: string, uses: string): Unknown {
  const because = `the job ${id} is a workflow of its own, ${uses}, which the grader does not have`
  return unknownFor(byHand(because, 'this job'))
}

function trace(
  push: Push,
  job: Job,
  rest: Pick<JobTrace, 'job' | 'name' | 'result' | 'stoppedBy' | 'cause'> & {
    readonly unknown?: Reason | null
  },
): void {
  push.jobs.push({ unknown: null, needs: job.needs, location: job.location, ...rest })
}
