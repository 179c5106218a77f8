import { reasonOf } from '@grade4/unknown'
import { stepScope } from '../contexts.js'
import { ExpressionFailure } from '../expressions/failure.js'
import type { JobRun } from '../jobs/job-run.js'
import type { Cause, SoughtCommand, StepOutcome, StepRef } from '../trace.js'
import type { Job } from '../workflow/model.js'
import { textOf } from '../workflow/tree.js'
import type { Push } from '../world.js'
import { actionOf } from './action-step.js'
import { continuesOnError } from './continue-on-error.js'
import { possibleOfScript } from './reach.js'
import { plainName, type WorkingStep } from './step-names.js'
import type { StepResult } from './step-result.js'

/** Writes down what a step came to, and lets later steps see it. */
export function record(
  run: JobRun,
  step: WorkingStep,
  ref: StepRef,
  outcome: StepOutcome,
  result: StepResult,
  env: ReadonlyMap<string, string> = run.env,
): void {
  const forgiven = outcome === 'failure' && isForgiven(run, step, ref, env)
  if (outcome === 'failure' && !forgiven) run.stoppedBy ??= ref
  if (step.id !== null) {
    const seen = outcome === 'unreached' ? 'skipped' : outcome
    run.steps.set(step.id, {
      outputs: result.outputs,
      others: result.others,
      outcome: seen,
      conclusion: forgiven ? 'success' : seen,
    })
  }
  run.push.steps.push({
    step: ref,
    action: step.kind === 'uses' ? actionOf(step) : null,
    outcome,
    forgiven,
    cause: result.failure,
    effects: result.effects,
    unknown: result.unknown && { ...result.unknown, reason: reasonOf(result.unknown.reason) },
    holds: outcome === 'success' || outcome === 'failure' ? result.holds : holdsOf(step),
    outputs: shownOutputs(run, result),
    signedIn: env.has('AWS_ACCESS_KEY_ID'),
    stoppedBy: outcome === 'unreached' ? run.stoppedBy : null,
  })
}

/** What the script of a step that did not run holds, whatever its expressions would have been. */
function holdsOf(step: WorkingStep): readonly SoughtCommand[] {
  if (step.kind !== 'run') return []
  return possibleOfScript((textOf(step.run) ?? '').replaceAll(/\$\{\{.*?\}\}/gs, 'x')).holds
}

/** Outputs without those that the run made secret; the account alone is none here. */
function shownOutputs(run: JobRun, { outputs }: StepResult): Record<string, string> {
  const { account } = run.push.world.input.view
  const secrets = [...run.masks].filter((mask) => mask !== account)
  return Object.fromEntries(
    [...outputs].filter(([, value]) => !secrets.some((secret) => value.includes(secret))),
  )
}

/** Writes down a step of a job that never began. */
export function recordUnrun(
  push: Push,
  job: Job,
  step: WorkingStep,
  outcome: 'skipped' | 'unreached',
  cause: Cause,
  stoppedBy: StepRef | null,
): void {
  const name = plainName(step)
  push.steps.push({
    step: { job: job.id, index: step.index, name, location: step.location },
    action: step.kind === 'uses' ? actionOf(step) : null,
    outcome,
    forgiven: false,
    cause,
    effects: [],
    unknown: null,
    holds: holdsOf(step),
    outputs: {},
    signedIn: false,
    stoppedBy,
  })
}

function isForgiven(
  run: JobRun,
  step: WorkingStep,
  ref: StepRef,
  env: ReadonlyMap<string, string>,
): boolean {
  const { line, column } = ref.location
  const key = `${ref.job}/${line}:${column}`
  try {
    return continuesOnError(run.push.world, step.continueOnError, stepScope(run, env), key, ref)
  } catch (error) {
    if (error instanceof ExpressionFailure) return false
    throw error
  }
}
