import { isUnknown, type Unknown } from '@grade4/unknown'
import { jobScope } from '../contexts.js'
import { ExpressionFailure } from '../expressions/evaluate.js'
import type { Cause } from '../trace.js'
import type { Job, Workflow } from '../workflow/model.js'
import type { Push } from '../world.js'
import { givenBy, recordOf } from './call.js'
import type { Call, JobGraph, Node } from './graph.js'
import type { Given, JobRecord } from './job-run.js'
import { neverBegins, outOfSight, runJob, runs, skip, statusOf, whySkipped } from './run-job.js'
import { ancestorsOf, type Needs, needsById } from './schedule.js'

/** What jobs of main.yml are given: no job has called it. */
const NOTHING_GIVEN: Given = { contexts: [], permissions: null }

/** Whether a called workflow runs, and with what. */
type CallState =
  | { readonly state: 'runs'; readonly given: Given }
  | { readonly state: 'skipped' | 'failure'; readonly cause: Cause }
  | Unknown

/** Runs the jobs of a push, those of called workflows too, in an order that their `needs` allow. */
export async function runJobs(
  push: Push,
  { nodes, calls }: JobGraph,
  order: readonly string[],
): Promise<void> {
  const jobs = new JobsOfPush(push, calls)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  for (const id of order) {
    const node = byId.get(id)
    if (node !== undefined) await jobs.run(node)
  }
}

/** A job as the trace names it. */
function jobOf({ id, job, needs, call }: Node): Job {
  if (call === null) return { ...job, id, needs }
  return { ...job, id, needs, name: `${shownName(call)} / ${job.name ?? job.id}` }
}

/** How GitHub shows a call; an expression in it is the caller's, and not evaluated here. */
function shownName({ job, within }: Call): string {
  const name = (job.name ?? job.id).replaceAll(/\$\{\{.*?\}\}/gs, '(unknown)')
  return within === null ? name : `${shownName(within)} / ${name}`
}

class JobsOfPush {
  readonly #push: Push
  readonly #calls: readonly Call[]
  readonly #records = new Map<string, JobRecord>()
  readonly #states = new Map<Call, CallState>()
  readonly #needs = new Map<Workflow, Needs>()

  constructor(push: Push, calls: readonly Call[]) {
    this.#push = push
    this.#calls = calls
  }

  async run(node: Node): Promise<void> {
    this.#records.set(node.id, await this.#resultOf(node))
  }

  async #resultOf(node: Node): Promise<JobRecord> {
    const push = this.#push
    const state = this.#stateOf(node.call)
    const job = jobOf(node)
    switch (state.state) {
      case 'runs': {
        const needs = this.#needsOf(node.job, node.call)
        const earlier = this.#earlier(node, node.job)
        return await runJob(push, job, { ...node, given: state.given }, needs, earlier)
      }
      case 'skipped':
        return await skip(push, job, state.cause)
      case 'failure':
        return await neverBegins(push, job, state.cause)
      case 'unknown':
        return outOfSight(push, job, state)
    }
  }

  #stateOf(call: Call | null): CallState {
    if (call === null) return { state: 'runs', given: NOTHING_GIVEN }
    const state = this.#states.get(call) ?? this.#decide(call)
    this.#states.set(call, state)
    return state
  }

  #decide(call: Call): CallState {
    const outer = this.#stateOf(call.within)
    if (outer.state !== 'runs') return outer
    const { job } = call
    const push = this.#push
    const needs = this.#needsOf(job, call.within)
    try {
      const home = {
        workflow: call.within?.workflow ?? push.world.input.workflow,
        call: call.within,
      }
      const scope = statusOf(
        jobScope(push, needs, null, job, outer.given.contexts),
        this.#earlier(home, job),
      )
      if (!runs(push, call.id, job, scope)) {
        return { state: 'skipped', cause: whySkipped(job, needs, scope) }
      }
      const given = givenBy(push, call, outer.given, scope)
      return isUnknown(given) ? given : { state: 'runs', given }
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error
      return { state: 'failure', cause: { kind: 'expression', message: error.message } }
    }
  }

  /** What the jobs that one names in `needs` came to. */
  #needsOf({ needs }: Job, call: Call | null): Map<string, JobRecord> {
    return new Map(
      needs.flatMap((need): [string, JobRecord][] => {
        const record = this.#recordOf(need, call)
        return record === null ? [] : [[need, record]]
      }),
    )
  }

  /** What all jobs of the same file came to that end before one of them begins. */
  #earlier({ workflow, call }: Pick<Node, 'workflow' | 'call'>, job: Job): JobRecord[] {
    const needs = this.#needs.get(workflow) ?? needsById(workflow.jobs)
    this.#needs.set(workflow, needs)
    return [...ancestorsOf(needs, job)].flatMap((id) => this.#recordOf(id, call) ?? [])
  }

  /** What a job of a file came to, by its id there. */
  #recordOf(id: string, within: Call | null): JobRecord | null {
    const whole = within === null ? id : `${within.id} / ${id}`
    const known = this.#records.get(whole)
    if (known !== undefined) return known
    const call = this.#calls.find((each) => each.id === whole)
    if (call === undefined) return null
    const jobs = call.workflow.jobs.flatMap((job): [string, JobRecord][] => {
      const record = this.#recordOf(job.id, call)
      return record === null ? [] : [[job.id, record]]
    })
    const state = this.#stateOf(call)
    const given = state.state === 'runs' ? state.given : NOTHING_GIVEN
    const record = recordOf(this.#push, call, given, new Map(jobs))
    this.#records.set(whole, record)
    return record
  }
}
