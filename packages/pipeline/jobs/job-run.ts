import type { data } from '@actions/expressions'
import { eventText } from '../contexts.js'
import type { Context } from '../expressions/evaluate.js'
import { Machine } from '../machine.js'
import type { StepRef } from '../trace.js'
import type { Job, Step, Workflow } from '../workflow/model.js'
import type { SourceFile } from '../workflow/problem.js'
import type { YamlNode } from '../workflow/tree.js'
import type { Push } from '../world.js'
import type { Outputs } from './outputs.js'
import type { TokenPermissions } from './permissions.js'
import type { Runner } from './runner.js'

/** What later steps see of a step. */
export interface StepRecord {
  readonly outputs: Outputs
  readonly outcome: 'success' | 'failure' | 'skipped'
  /** The outcome after `continue-on-error`. */
  readonly conclusion: 'success' | 'failure' | 'skipped'
}

/**
 * Steps that see each other's outputs and whose failures stop each other: those of a job, or those of a
 * composite action.
 */
export interface Frame {
  /** The file that they stand in. */
  readonly file: SourceFile
  /** The step that is the action; `null` for the job's own. */
  readonly within: StepRef | null
  /** The inputs of the action; `null` for the job's own. */
  readonly inputs: ReadonlyMap<string, string> | null
  /** What the step that is the action adds to the environment. */
  readonly env: ReadonlyMap<string, string>
  /** What `defaults.run` are in force, the nearest first. */
  readonly defaultsRun: readonly (YamlNode | null)[]
  /** By id. */
  readonly steps: Map<string, StepRecord>
  /** The step after which no ordinary step runs any more. */
  stoppedBy: StepRef | null
}

/** What later jobs see of a job. */
export interface JobRecord {
  readonly result: 'success' | 'failure' | 'skipped'
  readonly outputs: Outputs
}

/** What a workflow gives to its jobs when another one has called it. */
export interface Given {
  /** In the place of those that a job of main.yml has. */
  readonly contexts: readonly (readonly [string, Context])[]
  /** Of the calling job's token; `null`: no job has called it. */
  readonly permissions: TokenPermissions | null
}

/** What is settled about a job before its first step. */
export interface JobSetting
  extends Pick<
    JobRun,
    'job' | 'given' | 'label' | 'matrix' | 'runner' | 'permissions' | 'environment' | 'needs'
  > {
  /** The file that it stands in. */
  readonly workflow: Workflow
  /** Runs a step, of the job or of an action that one of them is; handed in, since it needs this file. */
  readonly runStep: (run: JobRun, step: Step) => Promise<void>
}

/** A job while it runs. */
export class JobRun {
  readonly push: Push
  readonly job: Job
  readonly given: Given
  /** Id, with the values of the matrix. */
  readonly label: string
  readonly matrix: data.Dictionary | null
  readonly runner: Runner
  readonly permissions: TokenPermissions
  /** Name of the `environment:`; `null` when there is none; may have holes. */
  readonly environment: string | null
  readonly needs: ReadonlyMap<string, JobRecord>
  readonly machine: Machine
  readonly #runStep: JobSetting['runStep']
  /** The job's environment: `env:` of workflow and job, and what steps added. */
  readonly env = new Map<string, string>()
  /** Folders that steps put before those of PATH, the last one first. */
  readonly addedPath: string[] = []
  /** Values of the machine that are not known, by key: holes. */
  readonly unknown = new Map<string, string>()
  /** The same that change from step to step. */
  readonly ofStep = new Map<string, string>()
  /** Secrets; a job output that holds one is dropped. */
  readonly masks = new Set<string>()
  /** The steps that are run now. */
  frame: Frame
  /** Something that the grader does not follow may have brought the repository's files, or others, wherever. */
  mayHoldFiles = false
  /** A builder that brings its own emulators, or one that is not known. */
  canBuildForeign = false

  constructor(push: Push, setting: JobSetting) {
    this.push = push
    this.job = setting.job
    this.given = setting.given
    this.label = setting.label
    this.matrix = setting.matrix
    this.runner = setting.runner
    this.permissions = setting.permissions
    this.environment = setting.environment
    this.needs = setting.needs
    this.#runStep = setting.runStep
    const { twin } = push.world
    const { workflow } = setting
    this.frame = {
      file: workflow.file,
      within: null,
      inputs: null,
      env: new Map(),
      defaultsRun: [setting.job.defaultsRun, workflow.defaultsRun],
      steps: new Map(),
      stoppedBy: null,
    }
    this.machine = new Machine({
      twin,
      architecture: setting.runner.architecture ?? 'amd64',
      beforePush: () => push.repositoryState(),
      eventFile: () => eventText(push, setting.job),
    })
  }

  /** Runs steps of the frame one after the other. */
  async runSteps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#runStep(this, step)
  }

  /** The steps so far, by id. */
  get steps(): ReadonlyMap<string, StepRecord> {
    return this.frame.steps
  }

  /** The step after which no ordinary step runs any more. */
  get stoppedBy(): StepRef | null {
    return this.frame.stoppedBy
  }

  get failed(): boolean {
    return this.stoppedBy !== null
  }
}
