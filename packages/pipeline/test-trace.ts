import { Holes } from '@grade4/unknown'
import type { Outcome } from '../../checks/workflow/outcome.js'
import {
  type Cause,
  type Effect,
  isSameStep,
  type JobTrace,
  type PipelineTrace,
  type RunTrace,
  type StepRef,
  type StepTrace,
  type WorldTrace,
} from './trace.js'

// Traces as lines to read and to compare. A step of the reference goes by its number, any other by `#` and its place;
// behind a point: the place in the action that it is.

function labelOf({ name, index, within }: StepRef): string {
  if (within !== null) return `${labelOf(within)}.${index + 1}`
  return /^\d+(?= )/.exec(name)?.[0] ?? `#${index + 1}`
}

function by(step: StepRef | null): string {
  return step === null ? '' : ` by ${labelOf(step)} of ${step.job}`
}

function because(cause: Cause | null): string {
  return cause === null ? '' : `, ${cause.message}`
}

/** A line as it is to be read: without what every line has, and without the second half of a digest. */
function shown(line: string): string {
  return Holes.show(line)
    .replaceAll('"account":"111122223333",', '')
    .replaceAll('"region":"us-west-2",', '')
    .replaceAll('111122223333.dkr.ecr.us-west-2.amazonaws.com', 'REGISTRY')
    .replaceAll(/(sha256:\w{12})\w{52}/g, '$1…')
}

/** An effect; places and inputs are only copied from main.yml. */
function effectText({ kind, ...effect }: Effect): string {
  const copied = ['inputs', 'places']
  return `${kind} ${JSON.stringify(effect, (key, value: unknown) => (copied.includes(key) ? undefined : value))}`
}

/** How a step ends, and why. */
function endOf({ outcome, forgiven, cause, unknown, stoppedBy }: StepTrace): string {
  if (outcome === 'unreached' && cause?.kind === 'stopped') return `unreached${by(stoppedBy)}`
  const reach = unknown?.reason.lacks === 'evidence' ? 'evidence' : unknown?.reach
  return [
    `${outcome}${forgiven ? ' forgiven' : ''}${by(stoppedBy)}${because(cause)}`,
    ...(unknown === null ? [] : [`unknown (${reach}), ${unknown.reason.because}`]),
  ].join(' | ')
}

/** How a step ends, its outputs and what it did, in a line. */
function stepText(step: StepTrace): string {
  return shown(
    [
      endOf(step),
      ...Object.entries(step.outputs).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
      ...(step.signedIn ? ['signed in'] : []),
      ...step.effects.map(effectText),
    ].join(' | '),
  )
}

/** Whether a job ends as its step that stopped it says. */
function endsByStep({ stoppedBy, cause }: JobTrace, steps: readonly StepTrace[]): boolean {
  return steps.some(
    (each) =>
      stoppedBy !== null &&
      isSameStep(each.step, stoppedBy) &&
      each.cause?.message === cause?.message,
  )
}

/** How a job ends; why, where the step that ended it does not say so. */
function jobText(trace: JobTrace, steps: readonly StepTrace[]): string {
  const { job, result, needs, stoppedBy, cause, unknown } = trace
  const after = needs.length === 0 ? '' : ` after ${needs.join(' and ')}`
  const why = endsByStep(trace, steps) ? '' : because(cause)
  return shown(
    `${job} ${result}${after}${by(stoppedBy)}${why}${unknown === null ? '' : ` | unknown, ${unknown.because}`}`,
  )
}

/** Labels with the same text are listed together: `7, 8, 9 unreached by 6`. */
function grouped(texts: Iterable<readonly [label: string, text: string]>): string[] {
  const labels = new Map<string, string[]>()
  for (const [label, text] of texts) labels.set(text, [...(labels.get(text) ?? []), label])
  return [...labels].map(([text, alike]) => `${alike.join(', ')} ${text}`)
}

/** A line for each job, with its steps. */
function runLines({ jobs, steps }: RunTrace): string[] {
  return jobs.map((job) => {
    const own = steps.filter(({ step }) => step.job === job.job)
    const texts = own.map((trace) => [labelOf(trace.step), stepText(trace)] as const)
    return [jobText(job, steps), ...grouped(texts)].join(' / ')
  })
}

/** What a world assumes, what the first push does in it, and what the second does otherwise. */
function worldLines({ assumptions, runs: [first, second] }: WorldTrace): string[] {
  const lines = runLines(first)
  return [
    ...assumptions.map(
      ({ step, reason, holds }) =>
        `assuming that${step === null ? '' : ` #${step.index + 1}`} ${holds ? 'holds' : 'does not hold'}: ${reason.because}`,
    ),
    ...lines,
    ...runLines(second)
      .filter((line) => !lines.includes(line))
      .map((line) => `at the second push ${line}`),
  ]
}

/** What a pipeline does, whatever is assumed; of its orders of jobs, those in which each does the same together. */
export function traceLines({ schedules }: PipelineTrace): string[] {
  const orders = new Map<string, { order: string[]; lines: string[] }>()
  for (const { order, worlds } of schedules) {
    const lines = worlds.flatMap(worldLines)
    const alike = orders.get(lines.toSorted().join()) ?? { order: [], lines }
    orders.set(lines.toSorted().join(), { ...alike, order: [...alike.order, order.join(' ')] })
  }
  return [...orders.values()].flatMap(({ order, lines }) =>
    schedules.length === 1 ? lines : [`in the order ${order.join(', ')}`, ...lines],
  )
}

/** Steps of the first push, in the first order of jobs, by their label; and jobs that end otherwise than by a step. */
export function firstPush({ schedules }: PipelineTrace): ReadonlyMap<string, string> {
  const run = schedules[0]?.worlds[0]?.runs[0]
  if (run === undefined) throw new Error('The pipeline does nothing.')
  return new Map([
    ...run.jobs
      .filter((job) => !endsByStep(job, run.steps))
      .map((job) => [`job ${job.job}`, jobText(job, run.steps)] as const),
    ...run.steps.map((trace) => [labelOf(trace.step), stepText(trace)] as const),
  ])
}

/** Steps and jobs that are otherwise after a change, and steps that are gone. */
export function changes(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const gone = [...before.keys()].filter((label) => !after.has(label) && !label.startsWith('job '))
  return [
    ...gone.map((label) => `${label} is not there`),
    ...grouped([...after].filter(([label, text]) => before.get(label) !== text)),
  ]
}

/** What the checks conclude, every word of it; those with the same words together. */
export function outcomesLines(outcomes: Readonly<Record<string, Outcome>>): string[] {
  return grouped(
    Object.entries(outcomes).flatMap(([check, outcome]) =>
      outcomeLines('', outcome).map(
        (words) => [check.replace('workflow.', ''), words.slice(2)] as const,
      ),
    ),
  )
}

/** What a check concludes, every word of it. */
export function outcomeLines(check: string, outcome: Outcome): string[] {
  switch (outcome.outcome) {
    case 'passed':
      return [`${check}: passed: ${outcome.seen}`]
    case 'failed':
      return outcome.findings.map(
        ({ message, expected, actual, location, hint }) =>
          `${check}: ${message} [${expected}] [${actual}]${location === null ? '' : ` at ${location.line}:${location.column}`}${hint === null ? '' : ` (${hint})`}`,
      )
    case 'unknown':
      return [`${check}: ${outcome.because} (${outcome.remedy})`]
    case 'blocked':
      return [`${check}: blocked by ${outcome.by}: ${outcome.message}`]
  }
}
