import type { PipelineTrace } from '@grade4/pipeline'
import { check } from '../check.js'
import { afterRole } from './after-role.js'
import { BUILD_ACTION, gradedBuild, judgePlatforms, missingBuild } from './builds.js'
import { eachPush, overTrace } from './every-run.js'
import {
  blocked,
  byTrace,
  failed,
  finding,
  type Outcome,
  passed,
  sentence,
  unknown,
} from './outcome.js'
import type { BuildAt, RunReading } from './run-reading.js'

const messages = {
  none: `No step builds the image with ${BUILD_ACTION}.`,
  fails: (name: string, why: string) => `${name} fails: ${sentence(why)}`,
  pushes: (name: string) =>
    `${name} pushes the image at once; a step before it should build it without pushing.`,
  otherRepository: (name: string, repository: string) =>
    `${name} builds ${repository}, another repository than yours.`,
  late: (name: string) => `${name} builds the image only after it was pushed.`,
  right: (name: string) => `${name} builds for linux/arm64 without a push.`,
}

const CONTEXT_UNKNOWN = {
  because: 'which repository the build is made of hangs on a value that is not known',
  remedy: 'Set "context: .", or let the course staff grade this step by hand.',
}

/**
 * `workflow.build`: the image is built for the cluster, and not pushed yet.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 6.
 */
export default check('workflow.build', {
  title: 'The image is built for linux/arm64 without a push',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 6: docker/build-push-action with "platforms: linux/arm64", "push: false" and both tags.',
  looksAt: 'The steps of the pipeline that build, run on a copy of your account.',
  passes:
    'docker/build-push-action builds for exactly linux/arm64 and does not push, before anything is pushed. Without "push:" it does not push.',
  failures: {
    'No platform is given, or another one, or several.': 'Step 6: set "platforms: linux/arm64".',
    'The first build pushes at once.': 'Step 6: set "push: false"; step 8 is the one that pushes.',
    'The context is another repository.': 'Step 6: set "context: .".',
    'A script runs docker build itself.':
      'Use docker/build-push-action: the assignment asks for the action.',
  },

  rule: byTrace(judgeBuild),
})

/** What the check says of a trace. */
export function judgeBuild(trace: PipelineTrace): Outcome {
  return overTrace(
    trace,
    eachPush((run) => {
      const build = gradedBuild(run)
      const outcome = build === null ? withoutBuild(run) : judgeOne(run, build)
      return afterRole(run, outcome, build?.step ?? null)
    }),
  )
}

function judgeOne(run: RunReading, at: BuildAt): Outcome {
  const { effect, step } = at
  const name = run.name(step)
  if (effect.failure === null) {
    if (step.unknown !== null) return unknown(step.unknown.reason)
    const { otherRepository } = effect
    if (otherRepository === undefined)
      return judgePlatforms(run, at) ?? passed(messages.right(name))
    if (otherRepository === null) return unknown(CONTEXT_UNKNOWN)
    const message = messages.otherRepository(name, otherRepository)
    return failed(finding(step, message, { location: effect.places.context }))
  }
  const message = messages.fails(name, effect.failure.message)
  if (effect.failure.input === 'tags') return blocked('workflow.tags', message)
  return failed(finding(step, message, { location: effect.places[effect.failure.input ?? ''] }))
}

function withoutBuild(run: RunReading): Outcome {
  const builds = run.effects('build')
  const unclear = builds.find(({ effect }) => effect.pushes === null)
  if (unclear?.step.unknown != null) return unknown(unclear.step.unknown.reason)
  const late = builds.find(({ effect }) => effect.pushes === false)
  if (late !== undefined) return failed(finding(late.step, messages.late(run.name(late.step))))
  const [pushing] = builds
  const before = pushing?.at ?? run.steps.length
  return missingBuild(
    run,
    'workflow.build',
    (step) => run.steps.indexOf(step) < before,
    failed(pushing === undefined ? finding(null, messages.none) : pushesAtOnce(run, pushing)),
  )
}

function pushesAtOnce(run: RunReading, { effect, step }: BuildAt) {
  return finding(step, messages.pushes(run.name(step)), {
    location: effect.places.push,
    expected: 'push: false',
    actual: effect.places.push === undefined ? 'outputs that push' : 'push: true',
  })
}
