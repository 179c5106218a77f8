import { elapsed } from '../facts/moment-text.js'
import {
  type CurrentStep,
  currentStep,
  type Progress,
  rolloutGoesOn,
  runGoesOn,
} from '../facts/progress.js'
import { safeText } from '../reporters/safe-text.js'

/** What GitHub's statuses mean for who waits; anything else is shown as it is. */
const WAITS_FOR: Readonly<Record<string, string>> = {
  queued: 'queued, waiting for a machine',
  pending: 'queued, waiting for another run',
  waiting: 'waiting for somebody to approve it',
  in_progress: 'in progress',
}

/**
 * What still goes on, a line each: which step and, where it is given the time, for how long.
 * Texts of the student's are made harmless.
 */
export function goingLines(progress: Progress, now: Date | null, unicode: boolean): string[] {
  const lines: string[] = []
  const safe = (text: string) => safeText(text, { unicode, limit: 80 })
  const since = (moment: Date | null) =>
    now === null || moment === null ? '' : `, ${elapsed(moment, now)}`
  const { run, rollout } = progress
  if (run !== null && runGoesOn(progress)) {
    const at = currentStep(progress)
    const where =
      at === null
        ? (WAITS_FOR[run.status] ?? safe(run.status))
        : place(at, safe) + since(at.startedAt)
    lines.push(`Run ${run.number} of main.yml${since(run.startedAt)}: ${where}`)
  }
  if (rollout !== null && rolloutGoesOn(progress)) {
    const { runningCount, desiredCount, failedTasks, createdAt } = rollout.deployment
    const failed = failedTasks > 0 ? `, ${failedTasks} failed to start` : ''
    lines.push(
      `Rollout of the service${since(createdAt)}: ${runningCount} of ${desiredCount} tasks run${failed}`,
    )
  }
  return lines
}

/** What has ended since the look before, a line each; with nothing before, what had ended already. */
export function endedLines(
  before: Progress | null,
  progress: Progress,
  unicode: boolean,
): string[] {
  const lines: string[] = []
  const safe = (text: string) => safeText(text, { unicode, limit: 80 })
  const { run, rollout } = progress
  const ranBefore = before === null || runGoesOn(before)
  if (run !== null && ranBefore && !runGoesOn(progress)) {
    const at = run.conclusion === 'success' ? null : currentStep(progress)
    const where = at === null ? '' : `, at ${place(at, safe)}`
    const took = elapsed(run.startedAt, run.updatedAt)
    const conclusion = safe(run.conclusion ?? 'no conclusion')
    lines.push(`Run ${run.number} of main.yml ended with ${conclusion} after ${took}${where}.`)
  }
  if (rollout !== null && before !== null && rolloutGoesOn(before) && !rolloutGoesOn(progress)) {
    const { rolloutState, rolloutReason } = rollout.deployment
    lines.push(
      rolloutState === 'FAILED'
        ? `The rollout of the service failed: ${safe(rolloutReason ?? 'ECS gives no reason')}`
        : 'The rollout of the service is complete.',
    )
  }
  return lines
}

function place({ job, step }: CurrentStep, safe: (text: string) => string): string {
  return step === null ? `job ${safe(job)}` : `job ${safe(job)}, step "${safe(step)}"`
}
