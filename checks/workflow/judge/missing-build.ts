import { finding, type StepTrace } from '@grade4/pipeline'
import { failed, type Outcome, stop, undecided } from './outcome.js'
import type { RunReading } from './run-reading.js'
import { type RunCheck, stopped } from './stoppage.js'

export const BUILD_ACTION = 'docker/build-push-action'

const messages = {
  raw: (name: string, command: string) =>
    `${name} runs docker ${command} itself; the assignment asks for the action ${BUILD_ACTION}.`,
  skipped: (name: string, why: string | null) => `${name} does not run: ${stop(why)}`,
}

/**
 * What to say when a step of docker/build-push-action is missing: it was not reached, it was skipped, raw
 * docker commands stand in its place, or it is out of sight; else `otherwise`.
 * `isIt`: which steps of the action could have been the missing one.
 */
export function missingBuild(
  run: RunReading,
  check: RunCheck,
  isIt: (step: StepTrace) => boolean,
  otherwise: Outcome,
): Outcome {
  const candidates = run.stepsUsing(BUILD_ACTION).filter(isIt)
  const unreached = candidates.find(({ outcome }) => outcome === 'unreached')
  if (unreached !== undefined) return stopped(run, check, unreached)
  const ended = candidates.find(
    ({ effects, outcome }) => outcome === 'failure' && effects.length === 0,
  )
  if (ended !== undefined) {
    const message = `${run.name(ended.step)} fails: ${stop(ended.cause?.message ?? null)}`
    return failed(finding(message, { location: ended.step.location }))
  }
  const [outOfSight] = run.outOfSight
  if (outOfSight !== undefined) return undecided(outOfSight)
  const raw = run
    .effects('raw-docker')
    .find(({ effect }) => RAW[check]?.includes(effect.command) === true)
  if (raw !== undefined) {
    const message = messages.raw(run.name(raw.step.step), raw.effect.command)
    return failed(finding(message, { location: raw.step.step.location }))
  }
  const skipped = candidates.find(({ outcome }) => outcome === 'skipped')
  if (skipped !== undefined) {
    const message = messages.skipped(run.name(skipped.step), skipped.cause?.message ?? null)
    return failed(finding(message, { location: skipped.step.location }))
  }
  return otherwise
}

const RAW: Partial<Record<RunCheck, readonly string[]>> = {
  'workflow.build': ['build', 'buildx', 'compose'],
  'workflow.push': ['push', 'buildx', 'compose'],
}
