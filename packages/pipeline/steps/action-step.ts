import { byHand, type Reason } from '@grade4/unknown'
import { ACTIONS } from '../actions/index.js'
import { stepScope } from '../contexts.js'
import { expandEntries } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import type { Location } from '../location.js'
import type { Effect, StepTrace } from '../trace.js'
import { readActionReference } from '../workflow/action-reference.js'
import type { UsesStep } from '../workflow/model.js'
import { runLocalAction } from './local-action.js'
import { possibleOfAction } from './reach.js'
import { NOTHING_DONE, processEnvironment, type StepCall, type StepResult } from './step-call.js'

/** Runs a `uses:` step. Throws `ExpressionFailure` when its inputs can't be evaluated. */
export async function runActionStep(call: StepCall<UsesStep>): Promise<StepResult> {
  const { run, step, env } = call
  const reference = readActionReference(step.uses)
  if (reference.kind === 'local') {
    return (await runLocalAction(call)) ?? outOfSight(run, step)
  }
  if (reference.kind !== 'repository') return outOfSight(run, step)
  const action = ACTIONS.get(reference.action)
  const entries = expandEntries(step.with, stepScope(run, env))
  if (action === undefined) {
    const inputs = entries.flatMap(({ key, value }) => [key, value])
    const { reach, bringsFiles, bringsBuilder } = possibleOfAction(step.uses, inputs)
    run.mayHoldFiles ||= bringsFiles
    run.canBuildForeign ||= bringsBuilder
    const reason = notFollowed(step.uses)
    return { ...NOTHING_DONE, others: reason, unknown: { reason, reach } }
  }
  const effects: Effect[] = []
  const { file } = run.frame
  const result = await action({
    run,
    major: reference.major,
    ref: reference.ref,
    inputs: new Map(entries.map(({ key, value }) => [key.toLowerCase(), value])),
    places: new Map(
      entries.map(({ key, node }): [string, Location] => [
        key.toLowerCase(),
        file.location(node.range),
      ]),
    ),
    env: processEnvironment(run, env),
    emit: (effect) => effects.push(effect),
  })
  for (const mask of result.masks) run.masks.add(mask)
  for (const [name, value] of Object.entries(result.exports)) run.env.set(name, value)
  run.mayHoldFiles ||= result.unknown !== null
  return {
    ...NOTHING_DONE,
    failure: result.failure,
    outputs: new Map(Object.entries(result.outputs)),
    others: result.others,
    effects,
    unknown: result.unknown === null ? null : { reason: result.unknown, reach: 'aws' },
  }
}

/** The action of a `uses:` step, as the trace names it. */
export function actionOf({ uses }: UsesStep): StepTrace['action'] {
  const reference = readActionReference(uses)
  return reference.kind === 'repository'
    ? { name: reference.action, followed: ACTIONS.has(reference.action) }
    : { name: uses, followed: false }
}

/** Whether a step is an action that changes nothing the grader follows, whatever its inputs. */
export function changesNothing({ uses }: UsesStep): boolean {
  const reference = readActionReference(uses)
  return reference.kind === 'repository' && !ACTIONS.has(reference.action)
}

function notFollowed(uses: string): Reason {
  return {
    because: `the grader does not know what the action ${uses} does and puts out`,
    remedy:
      'Use the actions and commands that the assignment names, or let the course staff grade this by hand.',
  }
}

/** An action of the repository's own, or an image: it may do anything. */
function outOfSight(run: JobRun, step: UsesStep): StepResult {
  // What it may have prepared is taken to be there, so that its absence is not held against later steps.
  run.mayHoldFiles = true
  run.canBuildForeign = true
  const reason = byHand(`the grader can't look into ${step.uses}`)
  return { ...NOTHING_DONE, others: reason, unknown: { reason, reach: 'anything' } }
}
