import {
  type Effect,
  type JobTrace,
  type PipelineTrace,
  REPOSITORY,
  type RunTrace,
  type StepTrace,
} from '@grade4/pipeline'
import type { Holes, Reason } from '@grade4/unknown'

/** An effect of some kind, with the step it is of. */
export interface At<Kind extends Effect['kind']> {
  readonly effect: Extract<Effect, { kind: Kind }>
  readonly step: StepTrace
  /** Place among the run's steps, from 0. */
  readonly at: number
}

/** A build of docker/build-push-action. */
export type BuildAt = At<'build'>

/** One push of the trace, as the judges ask about it. */
export class RunReading {
  readonly trace: PipelineTrace
  readonly account: string
  readonly region: string
  readonly run: RunTrace
  readonly holes: Holes
  /** The push before it; `null` for the first. */
  readonly previous: RunReading | null

  constructor(
    trace: PipelineTrace,
    run: RunTrace,
    holes: Holes,
    previous: RunReading | null = null,
  ) {
    this.trace = trace
    this.account = trace.account
    this.region = trace.region
    this.run = run
    this.holes = holes
    this.previous = previous
  }

  get steps(): readonly StepTrace[] {
    return this.run.steps
  }

  /** `111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40` */
  get image(): string {
    return `${this.account}.dkr.ecr.${this.region}.amazonaws.com/${REPOSITORY}`
  }

  /** Effects of a kind with their steps, in order. */
  effects<Kind extends Effect['kind']>(kind: Kind): At<Kind>[] {
    return this.steps.flatMap((step, at) =>
      step.effects.flatMap((effect) => (isOf(effect, kind) ? [{ effect, step, at }] : [])),
    )
  }

  /** The push that is graded: the last one to the graded repository; else the last one. */
  get pushBuild(): BuildAt | null {
    const pushes = this.effects('build').filter(({ effect }) => effect.pushes === true)
    const toRepository = pushes.filter(({ effect }) =>
      effect.tags.some((tag) => tag.startsWith(`${this.image}:`)),
    )
    return toRepository.at(-1) ?? pushes.at(-1) ?? null
  }

  /** Builds that do not push, before the graded push. */
  get buildsBeforePush(): BuildAt[] {
    const end = this.pushBuild?.at ?? this.steps.length
    return this.effects('build').filter(({ effect, at }) => effect.pushes === false && at < end)
  }

  /** The job of a step. */
  jobOf({ step }: StepTrace): JobTrace | undefined {
    return this.run.jobs.find(({ job }) => job === step.job)
  }

  /** Whether the run never got to a step: its job stopped before, or was skipped as a whole. */
  isNotReached(step: StepTrace): boolean {
    return step.outcome === 'unreached' || this.jobOf(step)?.result === 'skipped'
  }

  /** Whether a step works in a region only since its job assumed the role there: its script names none. */
  hasRegionOfRole({ step, holds }: StepTrace, region: string): boolean {
    return (
      !holds.includes('--region') &&
      this.effects('role-taken').some(
        (taken) => taken.step.step.job === step.job && taken.effect.region === region,
      )
    )
  }

  /** How a message names a step, as its first words. */
  name(step: StepTrace): string {
    return `S${this.mention(step).slice(1)}`
  }

  /** How a message names a step in its middle. */
  mention({ step: { name, job } }: StepTrace): string {
    return this.run.jobs.length > 1 ? `step "${name}" of job ${job}` : `step "${name}"`
  }

  /** Why the first step or job is not known that may have done anything; `null` when there is none. */
  get outOfSight(): Reason | null {
    const step = this.steps.find(({ unknown }) => unknown?.reach === 'anything')
    return (
      step?.unknown?.reason ??
      this.run.jobs.find(({ unknown }) => unknown !== null)?.unknown ??
      null
    )
  }

  /**
   * Why it is not known whether a job has signed in to AWS or to ECR before a step: the first step of the job before
   * it that could not be followed and that may be what signs in. `null` when there is none.
   */
  hiddenSignIn(step: StepTrace): Reason | null {
    const hidden = this.steps
      .slice(0, this.steps.indexOf(step))
      .find(
        (other) =>
          other.step.job === step.step.job &&
          other.outcome === 'success' &&
          other.unknown !== null &&
          other.unknown.reach !== 'nothing',
      )
    return hidden?.unknown?.reason ?? null
  }
}

/** Whether a step runs an action, by lower-case `owner/name`. */
export function uses(step: StepTrace, action: string): boolean {
  return step.action?.name === action
}

/**
 * Whether a call lacks the credentials or the region that its step has from the job: its script left them behind, as
 * `env -i` and `sudo` do.
 */
export function isLeftBehind({ signedIn }: StepTrace, { code }: { code: string }): boolean {
  return signedIn && (code === 'NoCredentials' || code === 'NoRegion')
}

function isOf<Kind extends Effect['kind']>(
  effect: Effect,
  kind: Kind,
): effect is Extract<Effect, { kind: Kind }> {
  return effect.kind === kind
}
