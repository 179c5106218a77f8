import type { Observed, Reason } from '@grade4/unknown'
import type { Location } from '../../checks/verdict.js'
import type { ActionEffect, RepositoryState } from './actions/effects.js'
import type { TwinEffect } from './twin/effects.js'

/** Which step of which job. */
export interface StepRef {
  /** Id of the job, with the values of its matrix where it has one. */
  readonly job: string
  /** Place in the job, from 0. */
  readonly index: number
  /** Its name as GitHub would show it. */
  readonly name: string
  readonly location: Location
}

/** One thing that a step did. */
export type Effect = ActionEffect | TwinEffect

/**
 * - `skipped`: its `if:` does not hold.
 * - `unreached`: the job had stopped before it.
 */
export type StepOutcome = 'success' | 'failure' | 'skipped' | 'unreached'

/**
 * How far the part of a step may reach that the grader could not follow.
 * - `anything`: a whole workflow or action that is not at hand.
 * - `aws`: a script that speaks of AWS.
 * - `aws-action`: an action without a handler that has to do with AWS or images, by its name or inputs.
 * - `evidence`: evidence about the account is missing, and what AWS would have answered hangs on it.
 * - `programs`: a script that calls programs which have nothing to do with AWS, as far as one can see.
 */
export type Reach = 'anything' | 'aws' | 'aws-action' | 'evidence' | 'programs'

/** A step, in the order in which steps ran. */
export interface StepTrace {
  readonly step: StepRef
  /** `uses:` as written; `null` for scripts. */
  readonly uses: string | null
  readonly outcome: StepOutcome
  /** It failed, and `continue-on-error` let the job go on. */
  readonly forgiven: boolean
  /** Why it failed, or did not run; `null` otherwise. */
  readonly why: string | null
  readonly effects: readonly Effect[]
  /** Why what it did is not wholly known; `null` when it is. */
  readonly unknown: { readonly reason: Reason; readonly reach: Reach } | null
  /** The script after its expressions were replaced; `null` for actions. */
  readonly script: string | null
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
  readonly result: 'success' | 'failure' | 'skipped'
  /** Ids of the jobs that end before it begins. */
  readonly needs: readonly string[]
  /** The step that ended it. */
  readonly stoppedBy: StepRef | null
  /** Why it failed or was skipped. */
  readonly why: string | null
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
  /** What the marks in this trace's texts stand for, by number. */
  readonly reasons: readonly Reason[]
  readonly runs: readonly [first: RunTrace, second: RunTrace]
  /**
   * The first push once more, at another time and otherwise the same: what differs comes from the clock.
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
  /** Why the run was given up; then nothing may be concluded from it. */
  readonly incomplete: Reason | null
}
