import type { StepTrace } from '@grade4/pipeline'
import type { Reason } from '@grade4/unknown'
import { judgeCredentialsOf } from './credentials.js'
import { blocked, type Outcome, undecided } from './outcome.js'
import type { RunReading } from './run-reading.js'

/**
 * Holds back what hangs on the role. While nobody knows whether AWS hands it out, a fault seen behind it
 * may never come to be; and when it does not, what can't be known follows from that.
 * `by`: the step that was judged; `null` when there is none, which no role would change.
 */
export function behindCredentials(
  run: RunReading,
  outcome: Outcome,
  by: StepTrace | null,
): Outcome {
  if (by === null || outcome.outcome === 'passed' || outcome.outcome === 'blocked') return outcome
  const credentials = judgeCredentialsOf(run)
  if (credentials.outcome === 'unknown' && comesAfterRole(run, by)) {
    const seen =
      outcome.outcome === 'failed' ? ` As it stands: ${outcome.findings[0]?.message}` : ''
    return blocked(
      'workflow.credentials',
      `Whether the pipeline gets its role is not known: ${credentials.because}.${seen}`,
    )
  }
  const gap = outcome.outcome === 'failed' ? gapBefore(run, by) : null
  if (gap !== null) return undecided(gap)
  return credentials.outcome === 'failed' && outcome.outcome === 'unknown'
    ? blocked('workflow.credentials', 'The pipeline does not take the role through OIDC.')
    : outcome
}

/** Why it is not known, for want of evidence, whether the job got as far as a step. */
function gapBefore(run: RunReading, step: StepTrace): Reason | null {
  const at = run.steps.indexOf(step)
  const gap = run.steps.slice(0, at).find(({ step: other, unknown }) => {
    const same = other.job === step.step.job || needs(run, step.step.job, other.job)
    return unknown?.lacksEvidence === true && same
  })
  return gap?.unknown?.reason ?? null
}

function comesAfterRole(run: RunReading, step: StepTrace): boolean {
  const at = run.steps.indexOf(step)
  return run.steps.slice(0, at + 1).some(({ step: other, effects }) => {
    const decides = effects.some(({ kind }) => kind === 'role-unknown' || kind === 'role-refused')
    return decides && (other.job === step.step.job || needs(run, step.step.job, other.job))
  })
}

/** Whether a job begins only after another has ended. */
function needs(run: RunReading, job: string, other: string): boolean {
  const seen = new Set<string>()
  const open = [job]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const trace = run.run.jobs.find((each) => each.job === next || each.job.startsWith(`${next} (`))
    for (const need of trace?.needs ?? []) {
      if (other === need || other.startsWith(`${need} (`)) return true
      if (!seen.has(need)) open.push(need)
      seen.add(need)
    }
  }
  return false
}
