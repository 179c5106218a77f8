import type { Reason } from '@grade4/unknown'
import type { Location } from '../../../checks/verdict.js'
import { ACTIONS } from '../actions/index.js'
import { stepScope } from '../contexts.js'
import { expandEntries } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import type { Effect } from '../trace.js'
import { readActionReference } from '../workflow/action-reference.js'
import type { UsesStep } from '../workflow/model.js'
import { notePreparations } from './may-prepare.js'
import { failedStep, type StepResult } from './outcome.js'
import { processEnvironment } from './step-env.js'

/** Runs a `uses:` step. Throws `ExpressionFailure` when its inputs can't be evaluated. */
export async function runActionStep(
  run: JobRun,
  step: UsesStep,
  env: ReadonlyMap<string, string>,
): Promise<StepResult> {
  const reference = readActionReference(step.uses)
  if (reference.kind !== 'repository') return outOfSight(run, step)
  const action = ACTIONS.get(reference.action)
  const entries = expandEntries(step.with, stepScope(run, env))
  if (action === undefined) {
    const reason = unknownOutputs(step.uses)
    const words = [step.uses, ...entries.flatMap(({ key, value }) => [key, value])].join('\n')
    notePreparations(run, words)
    const unknown = ABOUT_IMAGES.test(words) ? { reason, reach: 'aws-action' as const } : null
    return { ...WELL, others: reason, unknown }
  }
  const effects: Effect[] = []
  const { file } = run.push.world.input.workflow
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
  return {
    failure: result.failure,
    outputs: new Map(Object.entries(result.outputs)),
    others: result.others,
    effects,
    unknown: result.unknown === null ? null : { reason: result.unknown, reach: 'aws' },
    script: null,
  }
}

/** An action that nobody knows may touch the registry or the service if it speaks of them. */
const ABOUT_IMAGES = /(^|[^a-z])(aws|ecr|ecs|docker|fargate|images?)($|[^a-z])/i

/** Whether a step is an action that changes nothing the grader follows, whatever its inputs. */
export function changesNothing(step: UsesStep): boolean {
  const reference = readActionReference(step.uses)
  return reference.kind === 'repository' && !ACTIONS.has(reference.action)
}

const WELL: StepResult = { ...failedStep(''), failure: null }

function unknownOutputs(uses: string): Reason {
  return {
    because: `the grader does not know what ${uses} does and puts out`,
    remedy: 'Grade what depends on it by hand.',
  }
}

/** An action of the repository's own, or an image: it may do anything. */
function outOfSight(run: JobRun, step: UsesStep): StepResult {
  // What it may have prepared is taken to be there, so that its absence is not held against later steps.
  run.mayHoldFiles = true
  run.canBuildForeign = true
  const reason = {
    because: `the grader can't look into ${step.uses}`,
    remedy: 'Grade this step by hand.',
  }
  return { ...WELL, others: reason, unknown: { reason, reach: 'anything' } }
}
