import type { Reason } from '@grade4/unknown'
import { runStep } from '../steps/run-step.js'
import type { WorkingStep } from '../steps/step-names.js'
import type { Step } from '../workflow/model.js'
import type { JobRun } from './job-run.js'

const SIDE_BY_SIDE: Reason = {
  because: 'steps of the job run side by side, and which of them comes first is not known',
  remedy: 'Put the steps one after another.',
}

/**
 * Runs the steps of a job, or of an action, in file order. Steps in the background may do their work at once or only when
 * they are waited for, those of a parallel group in either order: each is a choice.
 * Source: GitHub's workflow schema, `background`, `wait`, `wait-all`, `cancel`, `parallel`.
 */
export async function runSteps(run: JobRun, steps: readonly Step[]): Promise<void> {
  const later: WorkingStep[] = []
  for (const step of steps) await runOne(run, step, later)
  for (const step of later.splice(0)) await runStep(run, step)
}

async function runOne(run: JobRun, step: Step, later: WorkingStep[]): Promise<void> {
  switch (step.kind) {
    case 'run':
    case 'uses':
      if (step.background && !atOnce(run, step)) later.push(step)
      else await runStep(run, step)
      return
    case 'parallel': {
      const inner = step.steps.filter(isWorking)
      const inOrder = inner.length < 2 || atOnce(run, step)
      for (const each of inOrder ? inner : inner.toReversed()) await runStep(run, each)
      return
    }
    case 'wait': {
      const due = later.filter(({ id }) => step.targets === null || step.targets.includes(id ?? ''))
      for (const each of due) {
        later.splice(later.indexOf(each), 1)
        await runStep(run, each)
      }
      return
    }
    case 'cancel': {
      const at = later.findIndex(({ id }) => id === step.target)
      if (at >= 0) later.splice(at, 1)
    }
  }
}

function isWorking(step: Step): step is WorkingStep {
  return step.kind === 'run' || step.kind === 'uses'
}

function atOnce(run: JobRun, step: Step): boolean {
  const { line, column } = step.location
  return run.push.world.choices.take(`${run.label}/${line}:${column}/order`, null, SIDE_BY_SIDE)
}
