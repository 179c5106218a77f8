import { finding, type PipelineTrace } from '@grade4/pipeline'
import { gradedBuild } from './build.js'
import { eachPush, overTrace } from './combine.js'
import { inputDifferences } from './input-differences.js'
import { BUILD_ACTION, missingBuild } from './missing-build.js'
import { blocked, failed, type Outcome, passed, stop, undecided } from './outcome.js'
import { PLATFORM_UNKNOWN, platformFault } from './platform.js'
import type { BuildAt, RunReading } from './run-reading.js'
import {
  isMissingRepository,
  ownerOf,
  ownerOfRepository,
  pushesElsewhere,
  takesLatestOff,
} from './stoppage.js'
import { unseenSignIn } from './unseen-sign-in.js'
import { behindCredentials } from './waiting.js'

const messages = {
  none: `No step pushes the image with ${BUILD_ACTION}.`,
  notPushing: (name: string) => `${name} only builds: nothing pushes the image.`,
  fails: (name: string, why: string | null) => `${name} fails: ${stop(why)}`,
  early: (name: string, untag: string) =>
    `${name} pushes before ${untag} takes the tag latest off.`,
  elsewhere: (name: string) => `${name} pushes to another place than your cs40.`,
  right: (name: string) => `${name} pushes for linux/arm64.`,
}

/**
 * `workflow.push`: docker/build-push-action pushes for linux/arm64, after the untagging, with inputs
 * otherwise equal to the build's.
 */
export function judgePush(trace: PipelineTrace): Outcome {
  return overTrace(trace, eachPush(judgeRun))
}

function judgeRun(run: RunReading): Outcome {
  const push = run.pushBuild
  if (push === null)
    return behindCredentials(run, withoutPush(run), run.builds.at(-1)?.step ?? null)
  return behindCredentials(run, judgeOne(run, push), push.step)
}

function judgeOne(run: RunReading, at: BuildAt): Outcome {
  const { build, step } = at
  const name = run.name(step.step)
  if (step.outcome === 'failure') return failure(run, at)
  if (step.unknown !== null) {
    return pushesElsewhere(run, build.tags)
      ? blocked('workflow.tags', messages.elsewhere(name))
      : undecided(step.unknown.reason)
  }
  const faults = run.legs(at).map((leg) => platformFault(run, leg))
  if (faults.includes('unknown')) return undecided(PLATFORM_UNKNOWN)
  const findings = faults.flatMap((fault) => (fault === null || fault === 'unknown' ? [] : [fault]))
  const partner = gradedBuild(run)
  const differences = partner === null ? null : inputDifferences(run, partner, at)
  findings.push(...(differences?.findings ?? []))
  const untags = run.steps.filter(({ effects }) => effects.some(takesLatestOff))
  const [untag] = untags
  if (untag !== undefined && untags.every((each) => run.steps.indexOf(each) > at.at)) {
    const message = messages.early(name, run.mention(untag.step))
    findings.push(finding(message, { location: build.places.push ?? step.step.location }))
  }
  if (findings.length > 0) return failed(...findings)
  const unknown = differences?.unknown ?? null
  return unknown === null ? passed(messages.right(name)) : undecided(unknown)
}

function failure(run: RunReading, { build, step }: BuildAt): Outcome {
  const name = run.name(step.step)
  const message = messages.fails(name, step.cause?.message ?? null)
  if (build.failure?.input === 'tags') return blocked('workflow.tags', message)
  const refusal = step.effects.findLast((effect) => effect.kind === 'refused')
  if (refusal !== undefined && isMissingRepository(run, refusal)) {
    return blocked(ownerOfRepository(run), message)
  }
  const owner = ownerOf(run, step)
  if (owner !== 'workflow.push') return blocked(owner, message)
  const location = build.places[build.failure?.input ?? ''] ?? step.step.location
  const noLogin = refusal?.code === 'NoBasicAuthCredentials'
  const hidden = noLogin ? unseenSignIn(run, step) : null
  if (hidden !== null) return undecided(hidden)
  const hint = noLogin
    ? 'Sign in to ECR in the same job before the push: aws-actions/amazon-ecr-login.'
    : null
  return failed(finding(message, { location, hint }))
}

function withoutPush(run: RunReading): Outcome {
  const unknown = run.builds.find(({ build }) => build.pushes === null)
  if (unknown?.step.unknown != null) return undecided(unknown.step.unknown.reason)
  const last = run.builds.at(-1)
  const otherwise =
    last === undefined
      ? failed(finding(messages.none))
      : failed(
          finding(messages.notPushing(run.name(last.step.step)), {
            location: last.build.places.push ?? last.step.step.location,
            expected: 'push: true',
            actual: `push: ${last.build.inputs.push ?? '(not given)'}`,
          }),
        )
  return missingBuild(
    run,
    'workflow.push',
    ({ outcome }) => outcome !== 'success' && outcome !== 'failure',
    otherwise,
  )
}
