import { placeOf, type StepTrace } from '@grade4/pipeline'
import type { Reason } from '@grade4/unknown'
import { PLATFORM } from '../../evidence/assignment.js'
import type { Finding } from '../verdict.js'
import { doesNotRun, type RunCheck, stopped } from './not-run.js'
import { failed, finding, type Outcome, sentence, unknown } from './outcome.js'
import { type BuildAt, type RunReading, uses } from './run-reading.js'

export const BUILD_ACTION = 'docker/build-push-action'

const messages = {
  raw: (name: string, command: string) =>
    `${name} runs docker ${command} itself; the assignment asks for the action ${BUILD_ACTION}.`,
  fails: (name: string, why: string | undefined) => `${name} fails: ${sentence(why)}`,
  noPlatforms: (name: string, actual: string) =>
    `${name} gives no platforms, so it builds for the runner's own, ${actual}.`,
  platforms: (name: string, actual: string) => `${name} builds for ${actual}.`,
}

const PLATFORM_UNKNOWN: Reason = {
  because: 'the platform that docker/build-push-action builds for is not known',
  remedy: 'Write platforms: linux/arm64 out in the step.',
}

/** Docker commands that stand in the place of the action. */
const RAW: Partial<Record<RunCheck, readonly string[]>> = {
  'workflow.build': ['build', 'buildx'],
  'workflow.push': ['push', 'buildx'],
}

/** The builds of the same step: the legs of a matrix. */
export function legsOf(run: RunReading, { step }: BuildAt): BuildAt[] {
  const place = placeOf(step.step)
  return run.effects('build').filter((other) => placeOf(other.step.step) === place)
}

/** The build that is graded: the last right one before the push, else the last one. */
export function gradedBuild(run: RunReading): BuildAt | null {
  const before = run.buildsBeforePush
  const isRight = (at: BuildAt) => at.effect.failure === null && judgePlatforms(run, at) === null
  const right = before.findLast((at) => legsOf(run, at).every(isRight))
  // Of several legs of a matrix, one that is wrong says more.
  return right ?? before.findLast((at) => !isRight(at)) ?? null
}

/** What is wrong with the platforms of a step's builds, or why they are not known; `null` when they are right. */
export function judgePlatforms(run: RunReading, ...builds: readonly BuildAt[]): Outcome | null {
  if (builds.some(({ effect }) => effect.platforms === null)) return unknown(PLATFORM_UNKNOWN)
  // Each leg of a matrix has them from the same line, where one mistake is reported once.
  const [fault] = builds.flatMap((at) => platformFault(run, at) ?? [])
  return fault === undefined ? null : failed(fault)
}

function platformFault(run: RunReading, { effect, step }: BuildAt): Finding | null {
  const platforms = [...new Set(effect.platforms)]
  if (platforms.length === 1 && platforms[0] === PLATFORM) return null
  const actual = platforms.join(', ')
  const message = effect.platformsDefault ? messages.noPlatforms : messages.platforms
  return finding(step, message(run.name(step), actual), {
    location: effect.places.platforms,
    expected: `platforms: ${PLATFORM}`,
    actual,
  })
}

/**
 * What to say when a step of docker/build-push-action is missing: it was not reached, it was skipped, raw
 * docker commands stand in its place, or it can't be looked into; else `otherwise`.
 * `isIt`: which steps of the action could have been the missing one.
 */
export function missingBuild(
  run: RunReading,
  check: RunCheck,
  isIt: (step: StepTrace) => boolean,
  otherwise: Outcome,
): Outcome {
  const candidates = run.steps.filter((step) => uses(step, BUILD_ACTION) && isIt(step))
  const unreached = candidates.find((step) => run.isNotReached(step))
  if (unreached !== undefined) return stopped(run, check, unreached)
  const ended = candidates.find(
    ({ effects, outcome }) => outcome === 'failure' && effects.length === 0,
  )
  if (ended !== undefined) {
    return failed(finding(ended, messages.fails(run.name(ended), ended.cause?.message)))
  }
  if (run.outOfSight !== null) return unknown(run.outOfSight)
  const raw = run.effects('raw-docker').find(({ effect }) => RAW[check]?.includes(effect.command))
  if (raw !== undefined) {
    return failed(finding(raw.step, messages.raw(run.name(raw.step), raw.effect.command)))
  }
  // Which of several was meant is not for the grader to say.
  const skipped = candidates.filter(({ outcome }) => outcome === 'skipped')
  const words = skipped.map((step) => doesNotRun(run, step)).join(' ')
  return skipped[0] === undefined ? otherwise : failed(finding(skipped[0], words))
}
