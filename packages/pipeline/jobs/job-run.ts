import type { data } from '@actions/expressions'
import type { Reason } from '@grade4/unknown'
import { Machine } from '../machine.js'
import type { StepRef } from '../trace.js'
import type { Job } from '../workflow/model.js'
import type { Push } from '../world.js'
import type { TokenPermissions } from './permissions.js'
import type { Runner } from './runner.js'

/** What later steps see of a step. */
export interface StepRecord {
  readonly outputs: ReadonlyMap<string, string>
  /** Why outputs that are not listed are unknown; `null` when there are no others. */
  readonly others: Reason | null
  readonly outcome: 'success' | 'failure' | 'skipped'
  /** The outcome after `continue-on-error`. */
  readonly conclusion: 'success' | 'failure' | 'skipped'
}

/** What later jobs see of a job. */
export interface JobRecord {
  readonly result: 'success' | 'failure' | 'skipped'
  readonly outputs: ReadonlyMap<string, string>
  /** Why outputs that are not listed are unknown; `null` when there are no others. */
  readonly others: Reason | null
}

/** What is settled about a job before its first step. */
export interface JobSetting {
  readonly job: Job
  /** Id, with the values of the matrix. */
  readonly label: string
  readonly matrix: data.Dictionary | null
  readonly runner: Runner
  readonly permissions: TokenPermissions
  /** Name of the `environment:`; `null` when there is none; may hold marks. */
  readonly environment: string | null
  readonly needs: ReadonlyMap<string, JobRecord>
}

/** A job while it runs. */
export class JobRun implements JobSetting {
  readonly push: Push
  readonly job: Job
  readonly label: string
  readonly matrix: data.Dictionary | null
  readonly runner: Runner
  readonly permissions: TokenPermissions
  readonly environment: string | null
  readonly needs: ReadonlyMap<string, JobRecord>
  readonly machine: Machine
  /** The job's environment: `env:` of workflow and job, and what steps added. */
  readonly env = new Map<string, string>()
  /** Folders that steps put before those of PATH, the last one first. */
  readonly addedPath: string[] = []
  /** By id. */
  readonly steps = new Map<string, StepRecord>()
  /** Secrets; a job output that holds one is dropped. */
  readonly masks = new Set<string>()
  /** The step after which no ordinary step runs any more. */
  stoppedBy: StepRef | null = null
  /** Something that the grader does not follow may have brought the repository's files, or others, wherever. */
  mayHoldFiles = false
  /** A builder that brings its own emulators, or nobody knows. */
  canBuildForeign = false

  constructor(push: Push, setting: JobSetting) {
    this.push = push
    this.job = setting.job
    this.label = setting.label
    this.matrix = setting.matrix
    this.runner = setting.runner
    this.permissions = setting.permissions
    this.environment = setting.environment
    this.needs = setting.needs
    const { twin } = push.world
    this.machine = new Machine({
      twin,
      architecture: setting.runner.architecture ?? 'amd64',
      beforePush: () => push.repositoryState(),
    })
  }

  get failed(): boolean {
    return this.stoppedBy !== null
  }
}
