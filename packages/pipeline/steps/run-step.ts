import { stepScope } from '../contexts.js'
import { conditionOf, whyFalse } from '../expressions/condition.js'
import { ExpressionFailure } from '../expressions/evaluate.js'
import type { JobRun } from '../jobs/job-run.js'
import { placeOf, type StepRef } from '../trace.js'
import type { Step } from '../workflow/model.js'
import { changesNothing, runActionStep } from './action-step.js'
import { nameCommandFiles } from './file-commands.js'
import { record, recordInside } from './record-step.js'
import { runScriptStep } from './script-step.js'
import { failedStep, type StepCall, type StepResult, stepEnvironment } from './step-call.js'
import { referTo } from './step-names.js'
import { timeLimitMs } from './time-limit.js'

/** Time that any step takes, in milliseconds. */
const STEP_MS = 1_000

/** Runs a step if its `if:` holds, and writes down what it did. */
export async function runStep(run: JobRun, step: Step): Promise<void> {
  const { world } = run.push
  world.effort.step()
  world.clock.advance(STEP_MS)
  await nameCommandFiles(run)
  const ref = referTo(run, step)
  const decided = decide(run, step, ref)
  if (decided.state !== 'run') {
    const { state, result } = decided
    if (state !== 'failure' && result.failure !== null) {
      const { stoppedBy } = run
      await recordInside(run.push, ref, step, { outcome: state, cause: result.failure, stoppedBy })
    }
    record({ run, step, ref, env: run.env }, state, result)
    return
  }
  const call = { run, step, ref, env: decided.env }
  const result = await attempt(call).catch(expressionFailed)
  if (result.failure?.kind === 'no-action') {
    const cause = result.failure
    await recordInside(run.push, ref, step, { outcome: 'unreached', cause, stoppedBy: ref })
  }
  record(call, result.failure === null ? 'success' : 'failure', result)
}

async function attempt({ run, step, ref, env }: StepCall): Promise<StepResult> {
  const { clock } = run.push.world
  const limitMs = timeLimitMs(step.timeoutMinutes, stepScope(run, env))
  const outer = run.machine.deadline
  run.machine.deadline = Math.min(outer, clock.now() + limitMs)
  const ended = await (step.kind === 'run'
    ? runScriptStep({ run, step, ref, env })
    : runActionStep({ run, step, ref, env }))
  const isTooLong = clock.now() > run.machine.deadline
  run.machine.deadline = outer
  if (!isTooLong || ended.unknown !== null) return ended
  const whose =
    limitMs === Number.POSITIVE_INFINITY ? 'its job may' : `its ${limitMs / 60_000} minutes`
  const message = `it takes longer than ${whose}`
  return { ...ended, failure: { kind: 'time-out', message } }
}

type Decision =
  | { readonly state: 'run'; readonly env: ReadonlyMap<string, string> }
  | { readonly state: 'skipped' | 'unreached' | 'failure'; readonly result: StepResult }

function decide(run: JobRun, step: Step, ref: StepRef): Decision {
  try {
    const env = stepEnvironment(run, step)
    const scope = stepScope(run, env)
    const holds = conditionOf(step.if, scope)
    if (holds === true) return { state: 'run', env }
    if (holds !== false) {
      const key = `${ref.job}/${placeOf(ref)}`
      const harmless = step.kind === 'uses' && changesNothing(step)
      if (harmless || run.push.world.choices.take(key, ref, holds)) return { state: 'run', env }
    } else if (run.stoppedBy !== null) {
      const calm = { ...scope, status: { succeeded: true, failed: false } }
      if (conditionOf(step.if, calm) !== false) {
        const message = `the job stopped at step "${run.stoppedBy.name}"`
        return { state: 'unreached', result: failedStep('stopped', message) }
      }
    }
    return { state: 'skipped', result: failedStep('condition', whyFalse(step.if, scope)) }
  } catch (error) {
    return { state: 'failure', result: expressionFailed(error) }
  }
}

/** A step that fails since GitHub can't evaluate one of its expressions; rethrows any other error. */
function expressionFailed(error: unknown): StepResult {
  if (error instanceof ExpressionFailure) return failedStep('expression', error.message)
  throw error
}
