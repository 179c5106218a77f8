import '../checks/index.js'
import { afterAll, expect, inject, test } from 'vitest'
import { declaredChecks } from '../checks/check.js'
import type { Plan, SubjectMeta } from '../checks/plan.js'
import { reachVerdict } from '../checks/reach-verdict.js'
import { Roll } from '../checks/roll.js'
import type { Session } from '../checks/session.js'
import { onStop, tellWait } from '../checks/stop-signal.js'
import { onGithubWait } from '../evidence/github/rate-limit.js'
import { redact, redactAll } from '../evidence/redact.js'
import { account } from '../facts/account.js'
import { pipeline } from '../facts/pipeline.js'
import { repositoryName } from '../facts/repository.js'
import { submission } from '../facts/submission.js'
import { workflowText } from '../facts/workflow.js'
import { advise } from './advice.js'

/** Frames of a stack that is told. */
const STACK_FRAMES = 20

/**
 * Declares a test for each check and subject of the plan that vitest provides. Called once a run, by a thread
 * that may see many runs.
 */
export function declareTests(): void {
  const plan = inject('plan')
  const roll = new Roll(plan)
  const { channel } = plan
  // Recording where each failed check ended, and reading source maps for it, takes longer than many a check.
  Error.stackTraceLimit = plan.withStacks === true ? STACK_FRAMES : 0
  if (channel !== undefined) {
    const endStop = onStop(channel, () => roll.stop())
    onGithubWait((until) => tellWait(channel, until))
    afterAll(endStop)
  }

  // Read once: vitest makes it anew each time.
  const { concurrent } = test
  for (const [id, look] of declaredChecks()) {
    if (!plan.checks.includes(id)) continue
    roll.expectCheck()
    for (const subject of plan.subjects.keys()) {
      // No time limit of vitest's: it would count the wait for the subject's turn.
      concurrent(id, { timeout: 0 }, async ({ task, skip }) => {
        const session = await roll.turn(subject)
        if (session === null) return skip('not started')
        const { verdict, thrown, fault } = await reachVerdict(id, look, session)
        // This thread alone knows the credentials of the roles that were taken.
        task.meta.check = { subject, verdict: redactAll(verdict) }
        // Without its stack it is in the verdict already.
        if (fault !== undefined && plan.withStacks === true)
          task.meta.fault = { subject, message: told(fault) }
        session.reached()
        if (verdict.status === 'blocked') skip(verdict.findings[0]?.message)
        if (verdict.status === 'error') throw thrown
        expect(verdict.findings, id).toEqual([])
      })
    }
  }

  // Declared last, so that every check has started when these begin to wait for them.
  for (const subject of plan.subjects.keys()) {
    concurrent('summary', { timeout: 0 }, async ({ task, skip }) => {
      const session = await roll.turn(subject)
      if (session === null) {
        task.meta.notStarted = subject
        return skip('not started')
      }
      try {
        await session.allChecks()
        task.meta.subject = { subject, ...redactAll(await summaryOf(session, plan)) }
      } catch (fault) {
        task.meta.fault = { subject, message: told(fault) }
        // Whoever looks for what broke can grade the evidence again; where saving it broke, there is none.
        await session.save(undefined).catch(() => {})
        throw fault
      } finally {
        session.close()
        roll.leave(subject)
      }
    })
  }
}

/** An error with its stack, as far as one was recorded. */
function told(fault: unknown): string {
  return redact(fault instanceof Error ? (fault.stack ?? String(fault)) : String(fault))
}

async function summaryOf(
  { evidence, startedAt, requests, save }: Session,
  plan: Plan,
): Promise<Omit<SubjectMeta, 'subject'>> {
  const [accountId, repository, submitted, advice] = await Promise.all([
    account(evidence),
    repositoryName(evidence),
    submission(evidence),
    advise(evidence),
  ])
  const observed = await pipeline.ifAsked(evidence)
  const trace = observed?.state === 'found' ? observed.value : undefined
  // Not asked for its own sake: that would be one more request.
  const showsWorkflow =
    plan.withWorkflow === true && plan.checks.some((id) => id.startsWith('workflow.'))
  const workflow = showsWorkflow ? await workflowText(evidence) : null
  return {
    startedAt: startedAt.toISOString(),
    account: accountId.state === 'found' ? accountId.value : null,
    repository,
    submittedAt: submitted?.at.toISOString() ?? null,
    submittedFrom: submitted?.from ?? null,
    advice,
    ...(plan.withTrace === true && trace !== undefined ? { trace } : {}),
    ...(workflow?.state === 'found' ? { workflow: workflow.value } : {}),
    // Last of all: everything has been asked by now.
    unsaved: await save(trace),
    requests: requests(),
  }
}
