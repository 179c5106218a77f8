import type { StepTrace } from '@grade4/pipeline'
import type { Reason } from '@grade4/unknown'
import type { RunReading } from './run-reading.js'

/**
 * Why nobody knows whether a job has signed in to AWS or to ECR before a step: the first step of the job before
 * it that the grader can't look into and that may be what signs in. `null` when there is none.
 */
export function unseenSignIn(run: RunReading, { step }: StepTrace): Reason | null {
  const at = run.steps.findIndex((other) => other.step === step)
  const hidden = run.steps
    .slice(0, at)
    .find(
      ({ step: { job }, outcome, unknown }) =>
        job === step.job &&
        outcome === 'success' &&
        unknown !== null &&
        unknown.reach !== 'nothing',
    )
  return hidden?.unknown?.reason ?? null
}
