import { reasonOf } from '@grade4/unknown'
import { stepScope } from '../contexts.js'
import { ExpressionFailure } from '../expressions/evaluate.js'
import type { JobRun } from '../jobs/job-run.js'
import { Outputs } from '../jobs/outputs.js'
import {
  type Cause,
  placeOf,
  type SoughtCommand,
  type StepOutcome,
  type StepRef,
} from '../trace.js'
import type { Step } from '../workflow/model.js'
import { textOf } from '../workflow/tree.js'
import type { Push } from '../world.js'
import { actionOf } from './action-step.js'
import { continuesOnError } from './continue-on-error.js'
import { stepsInside } from './inner-steps.js'
import { possibleOfScript } from './reach.js'
import { NOTHING_DONE, type StepCall, type StepResult } from './step-call.js'
import { plainName } from './step-names.js'

/** Writes down what a step came to, and lets later steps see it. */
export function record(call: StepCall, outcome: StepOutcome, result: StepResult): void {
  const { run, step, ref, env } = call
  const forgiven = outcome === 'failure' && isForgiven(call)
  if (outcome === 'failure' && !forgiven) run.frame.stoppedBy ??= result.stoppedBy ?? ref
  if (step.id !== null) {
    const seen = outcome === 'unreached' ? 'skipped' : outcome
    run.frame.steps.set(step.id, {
      outputs: new Outputs(result.outputs, result.others),
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
function holdsOf(step: Step): readonly SoughtCommand[] {
  if (step.kind !== 'run') return []
  return possibleOfScript((textOf(step.run) ?? '').replaceAll(/\$\{\{.*?\}\}/gs, '$x')).holds
}

/** Outputs without those that the run made secret; the account alone is none here. */
function shownOutputs(run: JobRun, { outputs }: StepResult): Record<string, string> {
  const { account } = run.push.world.input.view
  const secrets = [...run.masks].filter((mask) => mask !== account)
  return Object.fromEntries(
    [...outputs].filter(([, value]) => !secrets.some((secret) => value.includes(secret))),
  )
}

/** How a step never began. `stoppedBy`: see `StepTrace`. */
export interface Unrun {
  readonly outcome: 'skipped' | 'unreached'
  readonly cause: Cause
  readonly stoppedBy: StepRef | null
}

/**
 * Writes down a step that never began, and those of the composite action that it is. `within`: the step that
 * is the action it belongs to.
 */
export async function recordUnrun(
  push: Push,
  job: string,
  step: Step,
  unrun: Unrun,
  within: StepRef | null = null,
): Promise<void> {
  const { index, location } = step
  const ref = { job, index, name: plainName(step), location, within }
  await recordInside(push, ref, step, unrun)
  const { effects, unknown } = NOTHING_DONE
  push.steps.push({
    step: ref,
    action: step.kind === 'uses' ? actionOf(step) : null,
    ...{ forgiven: false, signedIn: false, effects, unknown, outputs: {} },
    holds: holdsOf(step),
    ...unrun,
  })
}

/** The same of the steps of the composite action that a step is. */
export async function recordInside(
  push: Push,
  within: StepRef,
  step: Step,
  unrun: Unrun,
): Promise<void> {
  for (const inner of await stepsInside(push.world, within, step))
    await recordUnrun(push, within.job, inner, unrun, within)
}

function isForgiven({ run, step, ref, env }: StepCall): boolean {
  const key = `${ref.job}/${placeOf(ref)}`
  try {
    return continuesOnError(run.push.world, step.continueOnError, stepScope(run, env), key, ref)
  } catch (error) {
    if (error instanceof ExpressionFailure) return false
    throw error
  }
}
