import { stepScope } from '../contexts.js'
import { conditionOf } from '../expressions/condition.js'
import { ExpressionFailure } from '../expressions/failure.js'
import { expandNode } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import type { StepRef } from '../trace.js'
import { textOf } from '../workflow/tree.js'
import { changesNothing, runActionStep } from './action-step.js'
import { failedStep, type StepResult } from './outcome.js'
import { record } from './record-step.js'
import { runScriptStep } from './script-step.js'
import { stepEnvironment } from './step-env.js'
import { referTo, type WorkingStep } from './step-names.js'

/** Time that any step takes, in milliseconds. */
const STEP_MS = 1_000

/** Runs a step if its `if:` holds, and writes down what it did. */
export async function runStep(run: JobRun, step: WorkingStep): Promise<void> {
  const { world } = run.push
  world.effort.step()
  world.clock.advance(STEP_MS)
  const ref = referTo(run, step)
  const started = world.clock.now()
  const decided = decide(run, step, ref)
  if (decided.state !== 'run') {
    record(run, step, ref, decided.state, decided.result)
    return
  }
  const result = await attempt(async () => {
    const ended =
      step.kind === 'run'
        ? await runScriptStep(run, step, decided.env)
        : await runActionStep(run, step, decided.env)
    const timedOut = timeOut(run, step, decided.env, world.clock.now() - started)
    return timedOut === null ? ended : { ...ended, failure: timedOut }
  })
  record(run, step, ref, result.failure === null ? 'success' : 'failure', result, decided.env)
}

type Decision =
  | { readonly state: 'run'; readonly env: ReadonlyMap<string, string> }
  | { readonly state: 'skipped' | 'unreached' | 'failure'; readonly result: StepResult }

function decide(run: JobRun, step: WorkingStep, ref: StepRef): Decision {
  try {
    const env = stepEnvironment(run, step)
    const scope = stepScope(run, env)
    const condition = conditionOf(step.if, scope)
    if (condition.holds === true) return { state: 'run', env }
    if (condition.holds === null) {
      const { line, column } = ref.location
      const key = `${ref.job}/${line}:${column}`
      const harmless = step.kind === 'uses' && changesNothing(step)
      if (harmless || run.push.world.choices.take(key, ref, condition.reason)) {
        return { state: 'run', env }
      }
    } else if (run.stoppedBy !== null) {
      const calm = { ...scope, status: { succeeded: true, failed: false } }
      if (conditionOf(step.if, calm).holds !== false) {
        const why = `the job stopped at step "${run.stoppedBy.name}"`
        return { state: 'unreached', result: failedStep(why) }
      }
    }
    return { state: 'skipped', result: failedStep(`its condition does not hold: ${ifOf(step)}`) }
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    return { state: 'failure', result: failedStep(error.message) }
  }
}

function ifOf(step: WorkingStep): string {
  return `if: ${textOf(step.if) ?? ''}`
}

async function attempt(work: () => Promise<StepResult>): Promise<StepResult> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ExpressionFailure) return failedStep(error.message)
    throw error
  }
}

function timeOut(
  run: JobRun,
  step: WorkingStep,
  env: ReadonlyMap<string, string>,
  elapsedMs: number,
): string | null {
  if (step.timeoutMinutes === null) return null
  const minutes = Number(expandNode(step.timeoutMinutes, stepScope(run, env)))
  return elapsedMs > minutes * 60_000 ? `it takes longer than its ${minutes} minutes` : null
}
