import type { Status } from '../command.js'
import { Buffered, Input, NOWHERE, type Sink } from './descriptors.js'
import { inSubshell } from './ending.js'
import type { Shell } from './shell.js'

/** A job in the background: it ran when it was started, but what it does may come later, until it is waited for. */
export interface Job {
  /** The shell whose job it is: no other one can wait for it. */
  readonly shell: Shell
  readonly status: Status
  /** The number of its first act on the world outside; `null`: there was none. */
  readonly firstAct: number | null
  /** Where it wrote to: of what it writes there the place among other texts is not known. */
  readonly outputs: readonly Sink[]
  waited: boolean
}

/** Runs something in the background. */
export async function runInBackground(
  shell: Shell,
  run: (subshell: Shell) => Promise<Status>,
): Promise<void> {
  const { host } = shell
  const acts = host.acts
  const outputs = new Map([1, 2].map((number) => [shell.sink(number), new Buffered(host.budget)]))
  const subshell = shell.fork([
    [0, new Input('')],
    ...[1, 2].map((number) => [number, outputs.get(shell.sink(number)) ?? NOWHERE] as const),
  ])
  subshell.errorsIgnored = false
  let status: Status = 0
  try {
    status = await inSubshell(subshell, () => run(subshell))
  } finally {
    const written = [...outputs].flatMap(([sink, { text }]) => (text === '' ? [] : [sink]))
    const firstAct = host.acts > acts ? acts : null
    const job = { shell, status, firstAct, outputs: written, waited: false }
    host.jobs.set(shell.unknownText('the script asks bash for $!', 'number'), job)
  }
}

/** Waits for a job. */
export async function waitFor(shell: Shell, job: Job): Promise<Status> {
  for (const sink of job.waited ? [] : job.outputs)
    await sink.write(shell.unknownText('the script writes at the same time from several jobs'))
  job.waited = true
  return job.status
}

/** The first act of jobs that may still be at work, or have been killed; `null`: none acts on the world outside. */
export function firstUnsettledAct(jobs: ReadonlyMap<string, Job>): number | null {
  const acts = [...jobs.values()].flatMap(({ firstAct, waited }) =>
    firstAct === null || waited ? [] : [firstAct],
  )
  return acts.length === 0 ? null : Math.min(...acts)
}
