import { type Cause, isSameStep, type StepTrace } from '@grade4/pipeline'
import { firstUndone, ownerOf } from './failure-owner.js'
import { blocked, failed, finding, type Outcome, sentence } from './outcome.js'
import type { RunReading } from './run-reading.js'

/** The checks that a run decides. */
export type RunCheck =
  | 'workflow.credentials'
  | 'workflow.build'
  | 'workflow.tags'
  | 'workflow.untag'
  | 'workflow.push'
  | 'workflow.redeploy'

/** What to do about a step or a job that fails for such a cause; else the check's own hint. */
const HINTS: Partial<Record<Cause['kind'], string>> = {
  'contents-permission': 'Set permissions to id-token: write and contents: read.',
  expression: 'Correct this expression, or what it reads.',
  matrix: 'Give the matrix a value, or remove it.',
  'no-runner': 'Write runs-on: ubuntu-latest.',
  'no-action': 'Name an action, and a version of it, that is there.',
}

const messages = {
  notRun: (name: string, why: string | undefined) => `${name} does not run: ${sentence(why)}`,
  fails: (name: string, why: string | undefined) =>
    `${name} fails, and the job stops there: ${sentence(why)}`,
  noRepository: (name: string) =>
    `${name} fails since there is no repository cs40, and the job stops there.`,
  onlyHeld: (name: string, command: string) =>
    `${name} has the command ${command} in it but never runs it: it is only printed, in a comment or in a function that is not called, or something before it ends the script.`,
}

/**
 * What a check says when the step it looks for never ran since the job stopped before, or was skipped: the check
 * that owns this fails, the others are blocked by it. `step`: the one that was not reached.
 */
export function stopped(run: RunReading, check: RunCheck, step: StepTrace): Outcome {
  const { stoppedBy } = step
  const failing = run.steps.find(({ step }) => stoppedBy !== null && isSameStep(step, stoppedBy))
  if (failing !== undefined) return heldBy(run, check, failing)
  // The whole job failed before its first step or was skipped: the first thing that it would have done is what fails.
  const owner = firstUndone(run, step)
  const message = doesNotRun(run, step)
  return owner === check
    ? failed(finding(step, message, { location: run.jobOf(step)?.location, hint: hintOf(step) }))
    : blocked(owner, message)
}

/** The same, for a step whose failure ended the job. */
export function heldBy(run: RunReading, check: RunCheck, failing: StepTrace): Outcome {
  const owner = ownerOf(run, failing)
  const name = run.name(failing)
  if (owner === 'ecr.repository') return blocked(owner, messages.noRepository(name))
  const message = messages.fails(name, failing.cause?.message)
  return owner === check
    ? failed(finding(failing, message, { hint: hintOf(failing) }))
    : blocked(owner, message)
}

function hintOf({ cause }: StepTrace): string | null {
  return (cause && HINTS[cause.kind]) ?? null
}

/** What a message says of a step that did not run. */
export function doesNotRun(run: RunReading, step: StepTrace): string {
  return messages.notRun(run.name(step), step.cause?.message)
}

/** The step that has a command in its script and never runs it, and why; `null` when no step has it. */
export function notRun(
  run: RunReading,
  command: StepTrace['holds'][number],
): { readonly step: StepTrace; readonly message: string } | null {
  const holding = run.steps.filter(({ holds }) => holds.includes(command))
  const skipped = holding.find(({ outcome }) => outcome === 'skipped')
  if (skipped !== undefined) return { step: skipped, message: doesNotRun(run, skipped) }
  const [step] = holding
  return step === undefined ? null : { step, message: messages.onlyHeld(run.name(step), command) }
}
