import type { Invocation, Status } from '@grade4/shell'
import type { Machine } from '../machine.js'
import type { TwinEffect } from '../twin/effects.js'

/** A command as a script of a job starts it. */
export interface JobInvocation extends Invocation {
  readonly machine: Machine
  /** Gets each effect on the account, in order. */
  readonly emit: (effect: TwinEffect) => void
}

/** A command that acts on the account or on the job's own docker; gives its exit status. */
export type JobCommand = (invocation: JobInvocation) => Promise<Status>
