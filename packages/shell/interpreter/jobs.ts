import type { Status } from '../command.js'
import { Buffered, Input, type Sink } from './descriptors.js'
import type { Shell } from './shell.js'
import { inSubshell } from './subshell.js'

/** A job in the background: it ran when it was started, but what it does may come later, until it is waited for. */
export interface Job {
  /** The shell whose job it is: no other one can wait for it. */
  readonly shell: Shell
  readonly status: Status
  /** The number of its first act on the world outside; `null`: there was none. */
  readonly firstAct: number | null
  /** Its outputs, and how much had been written where they go to when it was started. */
  readonly outputs: readonly {
    readonly sink: Sink
    readonly before: number
    readonly buffer: Buffered
  }[]
  waited: boolean
}

/** Runs something in the background. */
export async function runInBackground(
  shell: Shell,
  run: (subshell: Shell) => Promise<Status>,
): Promise<void> {
  const { host } = shell
  const acts = host.acts
  const outputs = [...new Set([shell.sink(1), shell.sink(2)])].map((sink) => ({
    sink,
    before: sink.written,
    buffer: new Buffered(host.budget),
  }))
  const bufferOf = (number: number) =>
    outputs.find(({ sink }) => sink === shell.sink(number))?.buffer ?? shell.sink(number)
  const subshell = shell.fork([
    [0, new Input('')],
    [1, bufferOf(1)],
    [2, bufferOf(2)],
  ])
  subshell.errorsIgnored = false
  let status: Status = 0
  try {
    status = await inSubshell(subshell, () => run(subshell))
  } finally {
    const firstAct = host.acts > acts ? acts : null
    const job = { shell, status, firstAct, outputs, waited: false }
    host.jobs.set(shell.unknownText('the script asks bash for $!', 'number'), job)
  }
}

/** Waits for a job: what it writes is written now, as far as its place among other texts is known. */
export async function waitFor(shell: Shell, job: Job): Promise<Status> {
  for (const { sink, before, buffer } of job.waited ? [] : job.outputs) {
    if (buffer.text === '') continue
    const unsure = () => shell.unknownText('the script writes at the same time from several jobs')
    await sink.write(sink.written === before ? buffer.text : unsure())
  }
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
