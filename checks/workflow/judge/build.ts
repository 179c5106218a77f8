import { finding, type PipelineTrace } from '@grade4/pipeline'
import { eachPush, overTrace } from './combine.js'
import { BUILD_ACTION, missingBuild } from './missing-build.js'
import { blocked, failed, type Outcome, passed, stop, undecided } from './outcome.js'
import { PLATFORM_UNKNOWN, platformFault } from './platform.js'
import type { BuildAt, RunReading } from './run-reading.js'
import { behindCredentials } from './waiting.js'

const messages = {
  none: `No step builds the image with ${BUILD_ACTION}.`,
  pushes: (name: string) =>
    `${name} pushes the image at once; a step before it should build it without pushing.`,
  late: (name: string) => `${name} builds the image only after it was pushed.`,
  right: (name: string) => `${name} builds for linux/arm64 without a push.`,
}

/**
 * `workflow.build`: docker/build-push-action builds for exactly linux/arm64 without pushing, before any
 * push.
 */
export function judgeBuild(trace: PipelineTrace): Outcome {
  return overTrace(trace, eachPush(judgeRun))
}

/** The build that is graded: the last right one before the push, else the last one. */
export function gradedBuild(run: RunReading): BuildAt | null {
  const before = run.buildsBeforePush
  const isRight = (at: BuildAt) => at.build.failure === null && platformFault(run, at) === null
  const right = before.findLast((at) => run.legs(at).every(isRight))
  // Of several legs of a matrix, one that is wrong tells more.
  return right ?? before.findLast((at) => !isRight(at)) ?? null
}

function judgeRun(run: RunReading): Outcome {
  const build = gradedBuild(run)
  if (build === null) return behindCredentials(run, withoutBuild(run), null)
  return behindCredentials(run, judgeOne(run, build), build.step)
}

function judgeOne(run: RunReading, at: BuildAt): Outcome {
  const { build, step } = at
  const name = run.name(step.step)
  if (build.failure !== null) {
    if (build.failure.input === 'tags') {
      return blocked('workflow.tags', `${name} fails: ${stop(build.failure.message)}`)
    }
    const location = build.places[build.failure.input ?? ''] ?? step.step.location
    return failed(finding(`${name} fails: ${stop(build.failure.message)}`, { location }))
  }
  const fault = platformFault(run, at)
  if (fault === 'unknown') return undecided(PLATFORM_UNKNOWN)
  return fault === null ? passed(messages.right(name)) : failed(fault)
}

function withoutBuild(run: RunReading): Outcome {
  const unknown = run.builds.find(({ build }) => build.pushes === null)
  if (unknown?.step.unknown != null) return undecided(unknown.step.unknown.reason)
  const late = run.builds.find(({ build }) => build.pushes === false)
  if (late !== undefined) {
    const { location } = late.step.step
    return failed(finding(messages.late(run.name(late.step.step)), { location }))
  }
  const pushing = run.builds.find(({ build }) => build.pushes === true)
  const otherwise =
    pushing === undefined
      ? failed(finding(messages.none))
      : failed(
          finding(messages.pushes(run.name(pushing.step.step)), {
            location: pushing.build.places.push ?? pushing.step.step.location,
            expected: 'push: false',
            actual: pushing.build.places.push === undefined ? 'outputs that push' : 'push: true',
          }),
        )
  const before = pushing?.at ?? run.steps.length
  return missingBuild(run, 'workflow.build', (step) => run.steps.indexOf(step) < before, otherwise)
}
