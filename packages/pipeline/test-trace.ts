import { Holes } from '@grade4/unknown'
import type { Outcome } from '../../checks/workflow/judge/index.js'
import type { PipelineTrace, RunTrace, StepTrace } from './trace.js'

/** A step and what it did, a line each: everything but what is long, or only copied from main.yml. */
function linesOf(trace: StepTrace): string[] {
  const { step, outcome, forgiven, cause, effects, unknown, outputs, signedIn, stoppedBy } = trace
  const about = [
    outcome,
    ...(forgiven ? ['forgiven'] : []),
    ...(cause === null ? [] : [`because ${cause.message}`]),
    ...(stoppedBy === null ? [] : [`stopped by ${stoppedBy.name} of ${stoppedBy.job}`]),
    ...(unknown === null
      ? []
      : [
          `unknown (${unknown.lacksEvidence ? 'evidence' : unknown.reach}): ${unknown.reason.because}`,
        ]),
    ...(signedIn ? ['signed in'] : []),
  ]
  return [
    `${step.name}: ${about.join(', ')}`,
    ...Object.entries(outputs).map(([name, value]) => `${step.name}, output ${name}: ${value}`),
    ...effects.map((effect) => {
      const told = Object.entries(effect).filter(([key]) => !['inputs', 'places'].includes(key))
      return `${step.name}, effect ${JSON.stringify(Object.fromEntries(told))}`
    }),
  ]
}

function runLines({ jobs, steps }: RunTrace): string[] {
  const ofJobs = jobs.map(({ job, result, cause, unknown, needs, stoppedBy }) => {
    const about = [
      result,
      ...(needs.length === 0 ? [] : [`after ${needs.join(' and ')}`]),
      ...(cause === null ? [] : [`because ${cause.message}`]),
      ...(stoppedBy === null ? [] : [`stopped by ${stoppedBy.name} of ${stoppedBy.job}`]),
      ...(unknown === null ? [] : [`unknown: ${unknown.because}`]),
    ]
    return `job ${job}: ${about.join(', ')}`
  })
  return [...ofJobs, ...steps.flatMap(linesOf)].map((line) => Holes.show(line))
}

/** What a pipeline does in its first push, job by job and step by step, in its first order of jobs. */
export function traceLines(trace: PipelineTrace): string[] {
  const run = trace.schedules[0]?.worlds[0]?.runs[0]
  return run === undefined ? ['nothing'] : runLines(run)
}

/** The same for every order of jobs and whatever is assumed; of the second push, what the first did not do. */
export function wholeTraceLines(trace: PipelineTrace): string[] {
  return trace.schedules.flatMap(({ order, worlds }) => [
    `in the order ${order.join(', ')}`,
    ...worlds.flatMap(({ assumptions, runs: [first, second] }) => [
      ...assumptions.map((each) => `assuming ${JSON.stringify(each)}`),
      ...runLines(first),
      ...runLines(second)
        .filter((line) => !runLines(first).includes(line))
        .map((line) => `at the second push, ${line}`),
    ]),
  ])
}

/**
 * How two traces differ: lines that are new, and those that are gone from steps that end as they did; a step
 * that ends otherwise says so in a new line.
 */
export function traceChanges(before: readonly string[], after: readonly string[]): string {
  const endsTheSame = (line: string) => {
    const [step] = line.split(/, (?:output|effect) /)
    return (
      step !== line &&
      after.some((other) => before.includes(other) && other.startsWith(`${step}: `))
    )
  }
  const gone = before.filter((line) => !after.includes(line) && endsTheSame(line))
  const added = after.filter((line) => !before.includes(line))
  return [...gone.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)].join('\n')
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
