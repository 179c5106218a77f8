import type { Observed, Reason } from '@grade4/unknown'
import type { ActionEffect } from './actions/effects.js'
import type { Location } from './location.js'
import type { RepositoryState, TwinEffect } from './twin/effects.js'

/** Which step of which job. */
export interface StepRef {
  /** Id of the job, with the values of its matrix where it has one. */
  readonly job: string
  /** Place in the job, from 0. */
  readonly index: number
  /** Its name as GitHub would show it. */
  readonly name: string
  readonly location: Location
  /** The step that is the composite action which this one belongs to; `null`: it stands in the job itself. */
  readonly within: StepRef | null
}

/** Where a step stands, as a text: the same for each leg of a matrix, another one for each use of an action. */
export function placeOf({ location: { file, line, column }, within }: StepRef): string {
  const place = `${file}:${line}:${column}`
  return within === null ? place : `${placeOf(within)} ${place}`
}

/** Whether two steps, of the same run or of two, are the same one of the same job. */
export function isSameStep(one: StepRef, other: StepRef): boolean {
  return one.job === other.job && placeOf(one) === placeOf(other)
}

/** One thing that a step did. */
export type Effect = ActionEffect | TwinEffect

/**
 * - `skipped`: its `if:` does not hold.
 * - `unreached`: the job had stopped before it.
 */
export type StepOutcome = 'success' | 'failure' | 'skipped' | 'unreached'

/** Why a step failed or did not run, or a job did not succeed. */
export interface Cause {
  /**
   * - `condition`: its `if:` does not hold, or that of its job.
   * - `stopped`: the job had stopped before the step; `needed-job`: a job that the job needs did not succeed.
   * - `no-runner`, `no-action`: the job never begins, since a runner or an action is not there.
   * - `matrix`: it is empty.
   * - `expression`: GitHub can't evaluate one.
   * - `script`: its exit status; `runner-command`: what it tells the runner is refused.
   * - `working-directory`: it is not there. `time-out`: it takes longer than it may.
   * - `input`: the action refuses one. `builder`: it can't build for the platform.
   * - `contents-permission`: the job's token may not read the repository.
   * - `sign-in`: no credentials, or no login at the registry. `aws`: AWS refuses a call. `role`: the role is not assumed.
   */
  readonly kind:
    | 'condition'
    | 'stopped'
    | 'needed-job'
    | 'no-runner'
    | 'no-action'
    | 'matrix'
    | 'expression'
    | 'script'
    | 'runner-command'
    | 'working-directory'
    | 'time-out'
    | 'input'
    | 'builder'
    | 'contents-permission'
    | 'sign-in'
    | 'aws'
    | 'role'
  /** As the log of the run would have it, in short: one line that goes on a sentence. */
  readonly message: string
}

/**
 * What of AWS the part of a step may have done that the grader could not follow.
 * - `anything`: a whole workflow or action that is not at hand.
 * - `aws`: it may have changed ECR and ECS.
 * - `sign-in`: it may have signed in to AWS or to a registry, and no more.
 * - `nothing`: as far as its commands, or its name and inputs, show.
 */
export type Reach = 'anything' | 'aws' | 'sign-in' | 'nothing'

/** Why what a step did is not wholly known. */
export interface NotFollowed {
  readonly reason: Reason
  readonly reach: Reach
}

/**
 * What is looked for among a script's commands of `aws`, whether they run or not. `any`: a program, or a command
 * that is not written out, which may do whatever else is looked for.
 */
export type SoughtCommand =
  | 'any'
  | 'batch-delete-image'
  | 'put-image'
  | 'delete-repository'
  | 'update-service'
  | 'delete-service'
  | 'desired-count'
  | 'force-new-deployment'
  | '--region'

/** A step, in the order in which steps ran. */
export interface StepTrace {
  readonly step: StepRef
  /** The action as `uses:` names it, `owner/name` in lower case; `null` for scripts. */
  readonly action: { readonly name: string; readonly followed: boolean } | null
  readonly outcome: StepOutcome
  /** It failed, and `continue-on-error` let the job go on. */
  readonly forgiven: boolean
  /** Why it failed, or did not run; `null` otherwise. */
  readonly cause: Cause | null
  readonly effects: readonly Effect[]
  /** `null`: all that it did is known. */
  readonly unknown: NotFollowed | null
  /** What its script holds, whether it runs or not. */
  readonly holds: readonly SoughtCommand[]
  /** Known outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>
  /** It had AWS credentials in its environment. */
  readonly signedIn: boolean
  /** For `unreached`: the step whose failure kept it from running, where that is known. */
  readonly stoppedBy: StepRef | null
}

export interface JobTrace {
  /** As in `StepRef.job`. */
  readonly job: string
  /** As GitHub would show it; what of it is not known is `(unknown)`. */
  readonly name: string
  readonly result: 'success' | 'failure' | 'skipped'
  /** Ids of the jobs that end before it begins. */
  readonly needs: readonly string[]
  /** The step that ended it. */
  readonly stoppedBy: StepRef | null
  /** Why it failed or was skipped. */
  readonly cause: Cause | null
  /** Set for a job that the grader can't look into. */
  readonly unknown: Reason | null
  readonly location: Location
}

/** One push to main. */
export interface RunTrace {
  /** ISO 8601. */
  readonly startedAt: string
  readonly endedAt: string
  readonly jobs: readonly JobTrace[]
  readonly steps: readonly StepTrace[]
  /** The graded repository when the run ended, compared with its beginning. */
  readonly end: Observed<RepositoryState>
}

/** A condition that is not known, and what this run takes it to be. */
export interface Assumption {
  readonly step: StepRef | null
  readonly reason: Reason
  readonly holds: boolean
}

/** Two pushes, one after the other, with the same assumptions about what is not known. */
export interface WorldTrace {
  readonly assumptions: readonly Assumption[]
  /** What the holes in this trace's texts stand for, by number. */
  readonly reasons: readonly Reason[]
  readonly runs: readonly [first: RunTrace, second: RunTrace]
  /**
   * The first push once more, at another time on a slower machine: what differs comes from the clock.
   * `null` where it would show no build that an earlier world does not show.
   */
  readonly atAnotherTime: RunTrace | null
}

/** The pipeline with its jobs in one order that their `needs` allow. */
export interface ScheduleTrace {
  /** Ids of the jobs. */
  readonly order: readonly string[]
  /** One for each way that what is not known may turn out. */
  readonly worlds: readonly WorldTrace[]
}

/** What main.yml does. Plain data: it can be printed, saved and judged again. */
export interface PipelineTrace {
  /** Graded account and region. */
  readonly account: string
  readonly region: string
  readonly schedules: readonly ScheduleTrace[]
  /** What it took to run, in the shell's units of work. */
  readonly work: number
  /** Why the run was given up; then nothing may be concluded from it. */
  readonly incomplete: Reason | null
}

/** What the steps of the first push did, in every order and for each way that what is not known may turn out. */
export function firstPushEffects({ schedules }: PipelineTrace): Effect[] {
  return schedules.flatMap(({ worlds }) =>
    worlds.flatMap(({ runs: [run] }) => run.steps.flatMap(({ effects }) => effects)),
  )
}
