import {
  type Cause,
  isSameStep,
  type JobTrace,
  type PipelineTrace,
  placeOf,
  type RunTrace,
  type StepRef,
  type StepTrace,
} from '@grade4/pipeline'
import type { RunJob } from '../evidence/github/actions.js'
import { alignSteps } from './align-steps.js'
import { isOpen, mayShow } from './shown-name.js'

/** What became of a step or a job, as far as it can be compared. */
export type Conclusion = 'success' | 'failure' | 'skipped'

/** A step, or a whole job, of which the simulation says something else than GitHub's record. */
export interface Disagreement {
  /** As in `StepRef.job`. */
  readonly job: string
  /** `null`: the job as a whole. */
  readonly step: StepRef | null
  /** A failure that continue-on-error forgives is a success, as GitHub has it. */
  readonly simulated: Conclusion
  readonly recorded: Conclusion
  /** Why the simulation fails or skips it; `null` where it does not. */
  readonly cause: Cause | null
  /**
   * What hangs on it is not known any more: the simulation fails or skips it by itself and GitHub does not, or
   * counts it for an effect and GitHub skips it. Rule: RUBRIC, "What really ran has the last word".
   */
  readonly decides: boolean
}

/** A run as GitHub recorded it, held against the simulation. */
export interface Comparison {
  /** How many of its jobs were found in main.yml. */
  readonly jobs: number
  readonly disagreements: readonly Disagreement[]
}

/**
 * Holds the recorded jobs of a run against the simulation. The two disagree about a step where all orders of
 * jobs and all that is assumed about what is not known contradict the record, in one of the two pushes.
 * What only follows from another step that failed, here or there, is no disagreement of its own.
 */
export function compareRun(trace: PipelineTrace, recorded: readonly RunJob[]): Comparison {
  const found = new Set<RunJob>()
  const disagreements = new Map<string, Disagreement>()
  for (const push of [0, 1] as const) {
    const runs = trace.schedules.flatMap(({ worlds }) => worlds.map((world) => world.runs[push]))
    const [first = [], ...others] = runs.map((run) => disagreementsIn(run, recorded, found))
    for (const each of first) {
      const same = others.every((other) => other.some((one) => keyOf(one) === keyOf(each)))
      if (same && !disagreements.has(keyOf(each))) disagreements.set(keyOf(each), each)
    }
  }
  return { jobs: found.size, disagreements: [...disagreements.values()] }
}

/** What tells the steps and jobs of a trace apart. */
function keyOf({ job, step }: Disagreement): string {
  return JSON.stringify([job, step && placeOf(step)])
}

/** A step with the steps of the composite action that it is. */
export function partsOf({ step }: StepTrace, steps: readonly StepTrace[]): StepTrace[] {
  const isPart = (ref: StepRef | null): boolean =>
    ref !== null && (isSameStep(ref, step) || isPart(ref.within))
  return steps.filter((each) => isPart(each.step))
}

function disagreementsIn(
  run: RunTrace,
  recorded: readonly RunJob[],
  found: Set<RunJob>,
): Disagreement[] {
  const records = recordsOf(run, recorded)
  for (const record of records.values()) found.add(record)
  const stepsOf = new Map<string, StepTrace[]>(run.jobs.map(({ job }) => [job, []]))
  for (const step of run.steps) stepsOf.get(step.step.job)?.push(step)
  return run.jobs.flatMap((job) => {
    const record = records.get(job.job)
    // A job that the grader can't look into says nothing.
    if (record === undefined || job.unknown !== null) return []
    const steps = stepsOf.get(job.job) ?? []
    if (neverBegan(job, steps)) return ofJobThatRan(job, record)
    if (record.conclusion === 'skipped') return ofSkippedJob(run, job, steps, records)
    return ofSteps(steps, record)
  })
}

/** Each job's record, by its name as GitHub shows it; the only job there is has whatever name. */
function recordsOf({ jobs }: RunTrace, recorded: readonly RunJob[]): Map<string, RunJob> {
  const [only] = recorded
  if (jobs.length === 1 && recorded.length === 1 && only !== undefined) {
    return new Map(jobs.map(({ job }) => [job, only]))
  }
  const left = new Map(recorded.map((record) => [record.name, record]))
  const find = (name: string) =>
    isOpen(name)
      ? [...left.values()].find((record) => mayShow(name, record.name))
      : left.get(name.trim())
  const records = new Map<string, RunJob>()
  for (const { job, name } of jobs) {
    // The name of a job that is skipped has no values of its matrix.
    const record = find(name) ?? find(job) ?? find(job.replace(/ \(.*\)$/s, ''))
    if (record === undefined) continue
    records.set(job, record)
    if (record.conclusion !== 'skipped') left.delete(record.name)
  }
  return records
}

function neverBegan({ result, stoppedBy }: JobTrace, steps: readonly StepTrace[]): boolean {
  const unrun = steps.every(({ outcome }) => outcome === 'unreached' || outcome === 'skipped')
  return result !== 'success' && stoppedBy === null && unrun
}

/** A job that never begins in the simulation; one that waits for another job follows from that one. */
function ofJobThatRan({ job, result, cause }: JobTrace, record: RunJob): Disagreement[] {
  const { conclusion } = record
  if (cause === null || cause.kind === 'needed-job' || conclusion !== 'success') return []
  return [{ job, step: null, simulated: result, recorded: conclusion, cause, decides: true }]
}

/** A job that runs in the simulation and that GitHub skipped, by itself: the jobs that it needs succeeded. */
function ofSkippedJob(
  run: RunTrace,
  { job, needs, result }: JobTrace,
  steps: readonly StepTrace[],
  records: ReadonlyMap<string, RunJob>,
): Disagreement[] {
  const needed = run.jobs.filter(({ job: other }) =>
    needs.some((need) => other === need || other.startsWith(`${need} (`)),
  )
  if (needed.some(({ job: other }) => records.get(other)?.conclusion !== 'success')) return []
  const decides = steps.some(countsForAnEffect)
  return [{ job, step: null, simulated: result, recorded: 'skipped', cause: null, decides }]
}

function ofSteps(all: readonly StepTrace[], record: RunJob): Disagreement[] {
  // GitHub records a composite action as one step.
  const steps = all
    .filter(({ step }) => step.within === null)
    .toSorted((one, other) => one.step.location.line - other.step.location.line)
  const pairs = alignSteps(
    steps.map(({ step }) => step.name),
    record.steps.map(({ name }) => name),
  )
  const brokeAt = record.steps.findIndex(({ conclusion }) => !isFine(conclusion))
  const disagreements: Disagreement[] = []
  // Whether a step runs after one that failed, here or there, follows from that.
  let stopped = false
  for (const [at, step] of steps.entries()) {
    const place = pairs[at] ?? -1
    const shown = record.steps[place]?.conclusion ?? null
    const afterBreak = brokeAt >= 0 && place > brokeAt
    const each = ofStep(step, () => partsOf(step, all), shown)
    if (each !== null && !stopped && !afterBreak) disagreements.push(each)
    stopped ||= step.outcome === 'failure' && !step.forgiven
  }
  return disagreements
}

function isFine(conclusion: string | null): boolean {
  return conclusion === 'success' || conclusion === 'skipped'
}

function ofStep(
  step: StepTrace,
  parts: () => readonly StepTrace[],
  shown: string | null,
): Disagreement | null {
  const simulated = conclusionOf(step)
  if (shown !== 'success' && shown !== 'failure' && shown !== 'skipped') return null
  if (simulated === shown) return null
  const { job } = step.step
  const found = { job, step: step.step, simulated, recorded: shown, cause: step.cause } as const
  switch (simulated) {
    case 'success':
      // What is not followed is taken to succeed.
      if (shown === 'failure' && parts().some(({ unknown }) => unknown !== null)) return null
      return {
        ...found,
        cause: null,
        decides: shown === 'skipped' && parts().some(countsForAnEffect),
      }
    case 'failure':
      return { ...found, decides: shown === 'skipped' || !parts().some(followsFromAccount) }
    case 'skipped':
      return { ...found, decides: shown === 'success' }
  }
}

function conclusionOf({ outcome, forgiven }: StepTrace): Conclusion {
  if (outcome === 'failure' && forgiven) return 'success'
  return outcome === 'unreached' ? 'skipped' : outcome
}

function countsForAnEffect({ effects, outputs }: StepTrace): boolean {
  return effects.length > 0 || Object.keys(outputs).length > 0
}

/** Error names of AWS that say what the job itself lacks, not what the account is like. */
const OF_THE_JOB = new Set([
  'NoCredentials',
  'NoRegion',
  'NoBasicAuthCredentials',
  'ExpiredTokenException',
])

/** What the credentials step itself gets wrong, whatever the account is like. */
const WRONG_INPUTS = new Set([
  'region',
  'no-token',
  'bare-name',
  'bad-arn',
  'session-name',
  'action',
])

/**
 * Whether a step fails by what the account or the repository is like now: it may have been otherwise when the
 * run was made. A script follows from that where the last thing that it did was refused.
 */
function followsFromAccount({ outcome, forgiven, cause, effects }: StepTrace): boolean {
  if (outcome !== 'failure' || forgiven) return false
  const last = effects.at(-1)
  switch (cause?.kind) {
    case 'script':
    case 'aws':
      return last?.kind === 'refused' ? !OF_THE_JOB.has(last.code) : cause.kind === 'aws'
    case 'role':
      return last?.kind === 'role-refused' && !WRONG_INPUTS.has(last.refusal.reason)
    default:
      return false
  }
}
