import { Holes } from '@grade4/unknown'
import { stepScope } from '../contexts.js'
import { ExpressionFailure } from '../expressions/evaluate.js'
import { expandNode } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import type { StepRef } from '../trace.js'
import type { Step } from '../workflow/model.js'
import { scalarText, textOf } from '../workflow/tree.js'

/** How GitHub would show the step. */
export function referTo(run: JobRun, step: Step): StepRef {
  const written = step.name?.kind === 'scalar' ? scalarText(step.name).trim() : ''
  return {
    job: run.label,
    index: step.index,
    name: written === '' ? defaultName(step) : nameOf(run, step, written),
    location: step.location,
    within: run.frame.within,
  }
}

function nameOf(run: JobRun, step: Step, written: string): string {
  try {
    return Holes.show(expandNode(step.name, stepScope(run, run.env)) ?? written)
  } catch (error) {
    if (error instanceof ExpressionFailure) return written
    throw error
  }
}

/** The name of a step whose expressions can't be evaluated, since its job never began. */
export function plainName(step: Step): string {
  const written = step.name?.kind === 'scalar' ? scalarText(step.name).trim() : ''
  return written === '' ? defaultName(step) : written
}

function defaultName(step: Step): string {
  if (step.kind === 'uses') return `Run ${step.uses}`
  return `Run ${(textOf(step.run) ?? '').trim().split('\n')[0] ?? ''}`
}
