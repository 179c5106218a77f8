import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, expect, inject, test } from 'vitest'
import { onGithubWait } from '../evidence/github/pace.js'
import { redact, redactAll } from '../evidence/redact.js'
import { Subjects } from './subjects.js'

/** Frames of a stack that is shown. */
const STACK_FRAMES = 20

/**
 * Declares a test for each check and subject of the plan that vitest provides, and one for the summary of each
 * subject. Called once a run, by a thread that may see many runs.
 */
export function declareTests(): void {
  const plan = inject('plan')
  const subjects = new Subjects(plan)
  // Recording where each failed check ended, and reading source maps for it, takes longer than many a check.
  Error.stackTraceLimit = plan.withStacks === true ? STACK_FRAMES : 0

  // What the main thread says is "stop"; what this one says is until when GitHub makes it wait.
  const channel = new BroadcastChannel(inject('channel'))
  channel.onmessage = () => subjects.stop()
  onGithubWait((until) => channel.postMessage(until.toISOString()))
  afterAll(() => {
    onGithubWait(() => {})
    channel.close()
  })

  // Read once: vitest makes it anew each time.
  const { concurrent } = test
  // No time limit of vitest's: it would count the wait until a subject is begun.
  const options = { timeout: 0 }
  for (const id of plan.checks) {
    for (const subject of plan.subjects.keys()) {
      concurrent(id, options, async ({ task, skip }) => {
        const grading = await subjects.grading(subject)
        if (grading === null) return skip('not started')
        const reached = await grading.verdicts.get(id)
        if (reached === undefined) throw new Error(`There is no check ${id}.`)
        const { verdict, thrown, fault } = reached
        // This thread alone knows the credentials of the roles that were assumed.
        task.meta.check = { subject, verdict: redactAll(verdict) }
        // Without its stack it is in the verdict already.
        if (fault !== undefined && plan.withStacks === true)
          task.meta.fault = { subject, message: stackOf(fault) }
        if (verdict.status === 'blocked') skip(verdict.findings[0]?.message)
        if (verdict.status === 'error') throw thrown
        expect(verdict.findings, id).toEqual([])
      })
    }
  }

  for (const subject of plan.subjects.keys()) {
    concurrent('summary', options, async ({ task, skip }) => {
      const grading = await subjects.grading(subject)
      if (grading === null) {
        task.meta.notStarted = { subject }
        return skip('not started')
      }
      try {
        const { planFault, ...summary } = await grading.summary
        task.meta.summary = { subject, ...redactAll(summary) }
        if (planFault !== undefined) task.meta.fault = { subject, message: stackOf(planFault) }
      } catch (fault) {
        task.meta.fault = { subject, message: stackOf(fault) }
        throw fault
      }
    })
  }
}

/** An error with its stack, as far as one was recorded. */
function stackOf(fault: unknown): string {
  return redact(fault instanceof Error ? (fault.stack ?? String(fault)) : String(fault))
}
