import {
  type Build,
  type Effect,
  type JobTrace,
  type PipelineTrace,
  REPOSITORY,
  type RunTrace,
  type StepRef,
  type StepTrace,
} from '@grade4/pipeline'
import type { Holes } from '@grade4/unknown'

/** A build of docker/build-push-action, with the step it was. */
export interface BuildAt {
  readonly build: Build
  readonly step: StepTrace
  /** Place among the run's steps, from 0. */
  readonly at: number
}

/** The tags of one build, in order. */
export interface TagsByTime {
  readonly first: readonly string[]
  /** Empty where the second push does not build. */
  readonly second: readonly string[]
  readonly atAnotherTime: readonly string[]
}

/** One push of the trace, as the judges ask about it. */
export class RunReading {
  readonly account: string
  readonly region: string
  readonly run: RunTrace
  /** 1 or 2. */
  readonly number: number
  readonly holes: Holes
  readonly #trace: PipelineTrace

  constructor(trace: PipelineTrace, run: RunTrace, number: number, holes: Holes) {
    this.#trace = trace
    this.account = trace.account
    this.region = trace.region
    this.run = run
    this.number = number
    this.holes = holes
  }

  get steps(): readonly StepTrace[] {
    return this.run.steps
  }

  /** `111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40` */
  get image(): string {
    return `${this.account}.dkr.ecr.${this.region}.amazonaws.com/${REPOSITORY}`
  }

  /** Builds in the order in which they ran. */
  get builds(): BuildAt[] {
    return this.steps.flatMap((step, at) =>
      step.effects.flatMap((effect) =>
        effect.kind === 'build' ? [{ build: effect, step, at }] : [],
      ),
    )
  }

  /** The builds of the same step: the legs of a matrix. */
  legs({ step }: BuildAt): BuildAt[] {
    const { line, column } = step.step.location
    return this.builds.filter(({ step: other }) => {
      const { location } = other.step
      return location.line === line && location.column === column
    })
  }

  /** The push that is graded: the last one to the graded repository; else the last one. */
  get pushBuild(): BuildAt | null {
    const pushes = this.builds.filter(({ build }) => build.pushes === true)
    const toRepository = pushes.filter(({ build }) =>
      build.tags.some((tag) => tag.startsWith(`${this.image}:`)),
    )
    return toRepository.at(-1) ?? pushes.at(-1) ?? null
  }

  /** Builds that do not push, before the graded push. */
  get buildsBeforePush(): BuildAt[] {
    const end = this.pushBuild?.at ?? this.steps.length
    return this.builds.filter(({ build, at }) => build.pushes === false && at < end)
  }

  /**
   * What decides whether a tag is a time: the tags of a step's build in the first push, in the second, and in
   * the first one made at another time. `null` where that does not build.
   */
  tagsByTime(step: StepRef): TagsByTime | null {
    const worlds = this.#trace.schedules.flatMap((schedule) => schedule.worlds)
    for (const { runs, atAnotherTime } of worlds) {
      const [first, second, atOther] = [...runs, atAnotherTime].map((run) => tagsIn(run, step))
      if (first != null && atOther != null) {
        return { first, second: second ?? [], atAnotherTime: atOther }
      }
    }
    return null
  }

  /** Effects of a kind with their steps, in order. */
  effects<Kind extends Effect['kind']>(
    kind: Kind,
  ): { effect: Extract<Effect, { kind: Kind }>; step: StepTrace; at: number }[] {
    return this.steps.flatMap((step, at) =>
      step.effects.flatMap((effect) => (isOf(effect, kind) ? [{ effect, step, at }] : [])),
    )
  }

  /** The job of a step. */
  jobOf(step: StepRef): JobTrace | undefined {
    return this.run.jobs.find(({ job }) => job === step.job)
  }

  /** How a message names a step, as its first words. */
  name(step: StepRef): string {
    return `S${this.mention(step).slice(1)}`
  }

  /** How a message names a step in its middle. */
  mention({ name, job }: StepRef): string {
    return this.run.jobs.length > 1 ? `step "${name}" of job ${job}` : `step "${name}"`
  }

  /** Steps that use an action, by lower-case `owner/name`. */
  stepsUsing(action: string): StepTrace[] {
    return this.steps.filter((step) => step.action?.name === action)
  }

  /** Steps and jobs that the grader could not follow and that may have done anything. */
  get outOfSight(): { because: string; remedy: string }[] {
    return [
      ...this.steps.flatMap(({ unknown }) =>
        unknown?.reach === 'anything' ? [unknown.reason] : [],
      ),
      ...this.run.jobs.flatMap(({ unknown }) => unknown ?? []),
    ]
  }
}

function tagsIn(run: RunTrace | null, { job, location }: StepRef): readonly string[] | null {
  const same = run?.steps.find(
    ({ step }) =>
      step.job === job &&
      step.location.line === location.line &&
      step.location.column === location.column,
  )
  return same?.effects.find((effect) => effect.kind === 'build')?.tags ?? null
}

function isOf<Kind extends Effect['kind']>(
  effect: Effect,
  kind: Kind,
): effect is Extract<Effect, { kind: Kind }> {
  return effect.kind === kind
}
