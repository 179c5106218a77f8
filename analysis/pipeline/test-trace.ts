import type { Outcome } from './judge/index.js'
import type { PipelineTrace, StepTrace } from './trace.js'
import { Unknowns } from './unknowns.js'

/** A step and what it did, a line each: everything but what is long, or only copied from main.yml. */
function linesOf({ step, outcome, forgiven, why, effects, unknown, outputs }: StepTrace): string[] {
  const about = [
    outcome,
    ...(forgiven ? ['forgiven'] : []),
    ...(why === null ? [] : [`because ${why}`]),
    ...(unknown === null ? [] : [`unknown (${unknown.reach}): ${unknown.reason.because}`]),
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

/** What a pipeline does in its first push, job by job and step by step. */
export function traceLines(trace: PipelineTrace): string[] {
  const run = trace.schedules[0]?.worlds[0]?.runs[0]
  if (run === undefined) return ['nothing']
  const jobs = run.jobs.map(
    ({ job, result, why, unknown }) =>
      `job ${job}: ${result}${why === null ? '' : `, because ${why}`}${unknown === null ? '' : `, unknown: ${unknown.because}`}`,
  )
  return [...jobs, ...run.steps.flatMap(linesOf)].map((line) => Unknowns.show(line))
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
