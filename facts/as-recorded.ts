import {
  type Effect,
  isSameStep,
  type JobTrace,
  type PipelineTrace,
  type RunTrace,
  type ScheduleTrace,
  type StepTrace,
} from '@grade4/pipeline'
import { Holes, type Reason, unknown } from '@grade4/unknown'
import { type Disagreement, partsOf } from './compare-run.js'

/** A disagreement that decides, and why what the step did is not known. */
export interface Doubt {
  readonly of: Disagreement
  readonly reason: Reason
}

/**
 * The trace without what GitHub's record contradicts: what those steps did is not known, nor what comes of the
 * steps that the simulation did not reach for them, nor the state of the images after them.
 */
export function asRecorded(trace: PipelineTrace, doubts: readonly Doubt[]): PipelineTrace {
  if (doubts.length === 0) return trace
  const schedules = trace.schedules.map((schedule) => ({
    ...schedule,
    worlds: schedule.worlds.map((world) => worldAsRecorded(world, doubts, trace.account)),
  }))
  return { ...trace, schedules }
}

type World = ScheduleTrace['worlds'][number]

function worldAsRecorded(world: World, doubts: readonly Doubt[], account: string): World {
  const holes = new Holes(world.reasons)
  const [first, second] = world.runs.map((run) => new RecordedRun(run, doubts, holes))
  if (first === undefined || second === undefined) return world
  const runs = [first.trace(null, account), second.trace(first.doubtAtEnd, account)] as const
  return { ...world, runs, reasons: holes.reasons }
}

/** One push, while it is rewritten. */
class RecordedRun {
  readonly #run: RunTrace
  /** Why a step is in doubt. */
  readonly #doubts = new Map<StepTrace, Reason>()
  /** Jobs that are not taken to have stopped, and why. */
  readonly #lifted = new Map<string, Reason>()
  readonly #holes: Holes

  constructor(run: RunTrace, doubts: readonly Doubt[], holes: Holes) {
    this.#run = run
    this.#holes = holes
    for (const { of, reason } of doubts) this.#doubt(of, reason)
  }

  #doubt(of: Disagreement, reason: Reason): void {
    for (const step of this.#run.steps) {
      const isIt = of.step === null ? step.step.job === of.job : isSameStep(step.step, of.step)
      if (!isIt || !saysThat(step, of)) continue
      for (const part of partsOf(step, this.#run.steps)) this.#doubts.set(part, reason)
    }
    const stops = [...this.#doubts.keys()].some(
      ({ step, outcome }) => step.job === of.job && outcome !== 'success' && outcome !== 'skipped',
    )
    if (stops || of.step === null) this.#lift(of.job, reason)
  }

  /** What the job, and those that wait for it, did not reach: GitHub's run went on. */
  #lift(job: string, reason: Reason): void {
    if (this.#lifted.has(job)) return
    this.#lifted.set(job, reason)
    for (const step of this.#run.steps) {
      const held = step.outcome === 'unreached' || step.cause?.kind === 'needed-job'
      if (step.step.job === job && held) this.#doubts.set(step, reason)
    }
    for (const { job: other, needs } of this.#run.jobs) {
      if (needs.some((need) => job === need || job.startsWith(`${need} (`))) {
        this.#lift(other, reason)
      }
    }
  }

  /** Why the state of the images is not known any more when the run ends; `null`: it is. */
  get doubtAtEnd(): Reason | null {
    return [...this.#doubts].find(([step]) => changesImages(step))?.[1] ?? null
  }

  /**
   * `before`: why the state of the images is not known when the run begins.
   * `account`: the graded one, which tags may have from elsewhere than from a step that puts it out.
   */
  trace(before: Reason | null, account: string): RunTrace {
    let state = before
    const outputs = new Map<string, string>()
    const steps = this.#run.steps.map((step) => {
      const reason = this.#doubts.get(step)
      if (reason === undefined) {
        const effects = step.effects.map((each) => withoutTags(inState(each, state), outputs))
        return { ...step, effects }
      }
      for (const value of Object.values(step.outputs)) {
        if (value !== '' && !value.includes(account)) outputs.set(value, this.#holes.hole(reason))
      }
      if (changesImages(step)) state ??= reason
      return inDoubt(step, reason)
    })
    const jobs = this.#run.jobs.map((job) => (this.#lifted.has(job.job) ? goingWell(job) : job))
    const end = state === null ? this.#run.end : unknown(state.because, state.remedy)
    return { ...this.#run, jobs, steps, end }
  }
}

/** Whether the simulation says of a step in this push what the disagreement is about. */
function saysThat({ outcome, forgiven }: StepTrace, { step, simulated }: Disagreement): boolean {
  if (step === null) return true
  if (simulated !== 'success') return outcome === simulated && !forgiven
  return outcome === 'success' || forgiven
}

/** A step that may have done anything. Where it assumes a role, whether AWS let it is not known. */
function inDoubt(step: StepTrace, reason: Reason): StepTrace {
  const signsIn = step.action?.name === 'aws-actions/configure-aws-credentials'
  return {
    ...step,
    outcome: 'success',
    forgiven: false,
    cause: null,
    effects: signsIn ? [{ kind: 'role-unknown', role: '', reason }] : [],
    outputs: {},
    // Like a look that failed: what comes after it may have gone otherwise.
    unknown: { reason: { ...reason, lacks: 'evidence' }, reach: 'anything' },
    stoppedBy: null,
  }
}

/** What did not run, or not to its end, may have done anything; what ran is known by its effects. */
function changesImages({ outcome, effects }: StepTrace): boolean {
  return outcome !== 'success' || effects.some(({ kind }) => OF_IMAGES.has(kind))
}

const OF_IMAGES: ReadonlySet<Effect['kind']> = new Set([
  'untagged',
  'image-deleted',
  'delete-ambiguous',
  'pushed',
  'tagged',
  'repository-created',
  'repository-deleted',
  'raw-docker',
])

function inState(effect: Effect, state: Reason | null): Effect {
  return effect.kind === 'push-begins' && state !== null
    ? { ...effect, before: unknown(state.because, state.remedy) }
    : effect
}

/** A build whose tags hold outputs that are in doubt: what stands for each, by its value. */
function withoutTags(effect: Effect, outputs: ReadonlyMap<string, string>): Effect {
  if (effect.kind !== 'build') return effect
  const known = (tag: string) =>
    [...outputs].reduce((text, [value, hole]) => text.replaceAll(value, hole), tag)
  return { ...effect, tags: effect.tags.map(known) }
}

function goingWell(job: JobTrace): JobTrace {
  return { ...job, result: 'success', stoppedBy: null, cause: null }
}
