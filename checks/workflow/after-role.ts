import type { StepTrace } from '@grade4/pipeline'
import type { Reason } from '@grade4/unknown'
import { judgeAnyRole } from './credentials.check.js'
import { blocked, type Outcome, unknown } from './outcome.js'
import type { RunReading } from './run-reading.js'

/**
 * What a check says that needs the role. While it is not known whether AWS lets the job assume it, a fault
 * after that step may never come about; and when AWS refuses, what is not known follows from that.
 * `by`: the step that was judged; `null` when there is none, which no role would change.
 */
export function afterRole(run: RunReading, outcome: Outcome, by: StepTrace | null): Outcome {
  if (by === null || outcome.outcome === 'passed' || outcome.outcome === 'blocked') return outcome
  const credentials = judgeAnyRole(run)
  if (credentials.outcome === 'unknown' && comesAfterRole(run, by)) {
    const fault =
      outcome.outcome === 'failed' ? ` As it stands: ${outcome.findings[0]?.message}` : ''
    return blocked(
      'workflow.credentials',
      `Whether AWS lets the pipeline assume its role is not known: ${credentials.because}.${fault}`,
    )
  }
  const gap = outcome.outcome === 'failed' ? gapBefore(run, by) : null
  if (gap !== null) return unknown(gap)
  return credentials.outcome === 'failed' && outcome.outcome === 'unknown'
    ? blocked('workflow.credentials', 'The pipeline does not assume the role through OIDC.')
    : outcome
}

/** Why it is not known, for want of evidence, whether the job got as far as a step. */
function gapBefore(run: RunReading, step: StepTrace): Reason | null {
  const gap = stepsBefore(run, step).find(({ unknown }) => unknown?.reason.lacks !== undefined)
  return gap?.unknown?.reason ?? null
}

function comesAfterRole(run: RunReading, step: StepTrace): boolean {
  return [...stepsBefore(run, step), step].some(({ effects }) =>
    effects.some(({ kind }) => kind === 'role-unknown' || kind === 'role-refused'),
  )
}

/** Steps that end before a step begins, in its job and in those that this needs. */
function stepsBefore(run: RunReading, { step }: StepTrace): StepTrace[] {
  const jobs = [step.job, ...jobsBefore(run, step.job)]
  const at = run.steps.findIndex((each) => each.step === step)
  return run.steps
    .slice(0, at)
    .filter(({ step: { job } }) => jobs.some((id) => job === id || job.startsWith(`${id} (`)))
}

/** Ids of the jobs that end before a job begins. */
function jobsBefore(run: RunReading, id: string): string[] {
  const found = new Set<string>()
  const open = [id]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const trace = run.run.jobs.find(({ job }) => job === next || job.startsWith(`${next} (`))
    for (const need of trace?.needs ?? []) {
      if (!found.has(need)) open.push(need)
      found.add(need)
    }
  }
  return [...found]
}
