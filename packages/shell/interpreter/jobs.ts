import type { Status } from '../command.js'
import { Buffered, Input } from './descriptors.js'
import type { Job, ScriptHost, Shell } from './shell.js'
import { FIRST_JOB } from './values.js'

/** Runs something in the background: at once, but its outputs and acts may come until it is waited for. */
export async function runInBackground(
  shell: Shell,
  run: (subshell: Shell) => Promise<Status>,
): Promise<void> {
  const { host } = shell
  const acts = host.acts
  const [out, err] = [shell.sink(1), shell.sink(2)]
  const buffers = new Map([out, err].map((sink) => [sink, new Buffered(host.budget)]))
  const before = new Map([out, err].map((sink) => [sink, sink.written]))
  const subshell = shell.fork([
    [0, new Input('')],
    [1, buffers.get(out) ?? out],
    [2, buffers.get(err) ?? err],
  ])
  subshell.errorsIgnored = false
  const status = await run(subshell)
  host.jobs.set(FIRST_JOB + host.jobs.size, {
    status,
    acted: host.acts > acts,
    outputs: [...buffers].map(([sink, { text }]) => ({
      sink,
      text,
      before: before.get(sink) ?? 0,
    })),
    waited: false,
  })
}

/** Waits for a job: what it writes is written now, as far as its place among other texts is known. */
export async function waitFor(shell: Shell, job: Job): Promise<Status> {
  if (job.waited) return job.status
  job.waited = true
  for (const { sink, before, text } of job.outputs) {
    if (text === '') continue
    const alone = sink.written === before
    await sink.write(
      alone ? text : shell.unknownText('the script writes at the same time from several jobs'),
    )
  }
  return job.status
}

/** Whether a job that acts on the world outside may still be at work. */
export function isAtWork({ jobs }: Pick<ScriptHost, 'jobs'>): boolean {
  return [...jobs.values()].some(({ acted, waited }) => acted && !waited)
}
