import { linesInput, type PipelineTrace, type StepTrace } from '@grade4/pipeline'
import { Holes, type Reason } from '@grade4/unknown'
import { check } from '../check.js'
import type { Finding } from '../verdict.js'
import { afterRole } from './after-role.js'
import { BUILD_ACTION, gradedBuild, judgePlatforms, legsOf, missingBuild } from './builds.js'
import { REMOVE, undoneAtEnd } from './end-of-run.js'
import { eachPush, overTrace } from './every-run.js'
import {
  isMissingRepository,
  ownerOf,
  ownerOfRepository,
  pushesElsewhere,
  takesLatestOff,
} from './failure-owner.js'
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
  none: `No step pushes the image with ${BUILD_ACTION}.`,
  notPushing: (name: string) => `${name} only builds: nothing pushes the image.`,
  fails: (name: string, why: string | undefined) => `${name} fails: ${sentence(why)}`,
  early: (name: string, untag: string) => `${name} pushes before ${untag} removes the tag latest.`,
  elsewhere: (name: string) => `${name} pushes to another place than your cs40.`,
  different: (name: string, input: string) => `${name} has another ${input} than the build.`,
  gone: (name: string) =>
    `${name} deletes the image that was just pushed: when the run ends, it is gone.`,
  right: (name: string) => `${name} pushes for linux/arm64.`,
}

/**
 * `workflow.push`: what was built is what is pushed.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 8.
 */
export default check('workflow.push', {
  title: 'The image is pushed for linux/arm64',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 8: the same as step 6, with "push: true".',
  looksAt: 'The step of the pipeline that pushes, run on a copy of your account.',
  passes:
    'docker/build-push-action pushes to your cs40 for linux/arm64, after the untagging, with inputs that are otherwise those of the build.',
  failures: {
    'Nothing pushes: "push: true" is missing, or says yes, which the action refuses.':
      'Step 8: set "push: true".',
    'The push differs from the build in another input, its context for example.':
      'Make step 8 the same as step 6, but for push.',
    'The job is not signed in to ECR.':
      'Put aws-actions/amazon-ecr-login before the push, in the same job.',
    'A later step deletes the image again, or the repository.': 'Remove that step.',
  },

  rule: byTrace(judgePush),
})

/** What the check says of a trace. */
export function judgePush(trace: PipelineTrace): Outcome {
  return overTrace(
    trace,
    eachPush((run) => {
      const push = run.pushBuild
      const by = push ?? run.effects('build').at(-1) ?? null
      return afterRole(
        run,
        push === null ? withoutPush(run) : judgeOne(run, push),
        by?.step ?? null,
      )
    }),
  )
}

function judgeOne(run: RunReading, at: BuildAt): Outcome {
  const { effect, step } = at
  const name = run.name(step)
  if (step.outcome === 'failure') return failure(run, at)
  if (step.unknown !== null) {
    return pushesElsewhere(run, effect.tags)
      ? blocked('workflow.tags', messages.elsewhere(name))
      : unknown(step.unknown.reason)
  }
  const platforms = judgePlatforms(run, ...legsOf(run, at))
  if (platforms?.outcome === 'unknown') return platforms
  const build = gradedBuild(run)
  const inputs = build === null ? SAME : inputDifferences(run, build, at)
  const findings = [
    ...(platforms?.outcome === 'failed' ? platforms.findings : []),
    ...inputs.findings,
    ...goneFindings(run, at),
  ]
  if (findings.length > 0) return failed(...findings)
  const untag = lateUntag(run, at)
  if (untag !== null) return blocked('workflow.untag', messages.early(name, run.mention(untag)))
  return inputs.unknown === null ? passed(messages.right(name)) : unknown(inputs.unknown)
}

/** The step that takes `latest` off only after the push, where none does before: the untagging's mistake. */
function lateUntag(run: RunReading, { at }: BuildAt): StepTrace | null {
  const untags = run.steps.filter(takesLatestOff)
  return untags.some((each) => run.steps.indexOf(each) <= at) ? null : (untags[0] ?? null)
}

/** The fault that the image is not there any more when the run ends. */
function goneFindings(run: RunReading, push: BuildAt): Finding[] {
  const undone = undoneAtEnd(run, push)
  return undone?.how === 'deleted'
    ? [finding(undone.step, messages.gone(run.name(undone.step)), { hint: REMOVE })]
    : []
}

function failure(run: RunReading, { effect, step }: BuildAt): Outcome {
  const message = messages.fails(run.name(step), step.cause?.message)
  if (effect.failure?.input === 'tags' || pushesElsewhere(run, effect.tags)) {
    return blocked('workflow.tags', message)
  }
  const refusal = step.effects.findLast(({ kind }) => kind === 'refused')
  if (refusal?.kind === 'refused' && isMissingRepository(run, refusal)) {
    return blocked(ownerOfRepository(run), message)
  }
  const owner = ownerOf(run, step)
  if (owner !== 'workflow.push') return blocked(owner, message)
  const noLogin = refusal?.kind === 'refused' && refusal.code === 'NoBasicAuthCredentials'
  const hidden = noLogin ? run.hiddenSignIn(step) : null
  if (hidden !== null) return unknown(hidden)
  const hint = noLogin
    ? 'Sign in to ECR in the same job before the push: aws-actions/amazon-ecr-login.'
    : null
  const location = effect.places[effect.failure?.input ?? '']
  return failed(finding(step, message, { location, hint }))
}

function withoutPush(run: RunReading): Outcome {
  const builds = run.effects('build')
  const unclear = builds.find(({ effect }) => effect.pushes === null)
  if (unclear?.step.unknown != null) return unknown(unclear.step.unknown.reason)
  const last = builds.at(-1)
  const build = last?.at ?? run.steps.length
  return missingBuild(
    run,
    'workflow.push',
    (step) =>
      step.outcome !== 'success' &&
      // Of a step that failed before it said whether it pushes, its place says what it was to be.
      (step.outcome !== 'failure' || run.steps.indexOf(step) > build),
    failed(last === undefined ? finding(null, messages.none) : onlyBuilds(run, last)),
  )
}

function onlyBuilds(run: RunReading, { effect, step }: BuildAt): Finding {
  return finding(step, messages.notPushing(run.name(step)), {
    location: effect.places.push,
    expected: 'push: true',
    actual: `push: ${effect.inputs.push ?? '(not given)'}`,
  })
}

/** Inputs that say where the image goes, those that other rules look at, and those that change nothing of what is built. */
const APART = new Set(
  'push load outputs tags platforms cache-from cache-to no-cache no-cache-filters builder pull github-token'.split(
    ' ',
  ),
)

/** What an absent input stands for, where that is the same as giving it. */
const DEFAULTS: Readonly<Record<string, string>> = {
  file: 'Dockerfile',
}

/** How the inputs of the push differ from those of the build, other than that it pushes. */
interface InputDifferences {
  readonly findings: readonly Finding[]
  /** Why it is not known whether an input differs; `null`: it is. */
  readonly unknown: Reason | null
}

const SAME: InputDifferences = { findings: [], unknown: null }

/** Compares the inputs of build and push. The same value that is not known is the same value. */
function inputDifferences(run: RunReading, build: BuildAt, push: BuildAt): InputDifferences {
  const [expected, actual] = [build.effect.inputs, push.effect.inputs]
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
  const different = names.filter(
    (name) => !APART.has(name) && meaning(run, name, expected) !== meaning(run, name, actual),
  )
  const holes = (name: string) =>
    run.holes.reasonsIn(`${expected[name] ?? ''}${actual[name] ?? ''}`)
  const [unknown = null] = different.flatMap(holes)
  const findings = different
    .filter((name) => holes(name).length === 0)
    .map((name) =>
      finding(push.step, messages.different(run.name(push.step), name), {
        location: push.effect.places[name],
        expected: shown(name, expected),
        actual: shown(name, actual),
      }),
    )
  return { findings, unknown }
}

/** A value as text in which equal meanings are equal: order of lines, case of booleans, `./`. */
function meaning(run: RunReading, name: string, inputs: Readonly<Record<string, string>>): string {
  const given = inputs[name]?.trim() ?? ''
  const text = given === '' ? (DEFAULTS[name] ?? '') : given
  const reasons = run.holes.reasonsIn(text).map(({ because }) => because)
  const known = Holes.show(text)
  const plain = /^(true|false)$/i.test(known) ? known.toLowerCase() : known
  const path = plain.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, '')
  return [...linesInput(path === './' ? '.' : path).toSorted(), ...reasons].join('\n')
}

function shown(name: string, inputs: Readonly<Record<string, string>>): string {
  return `${name}: ${inputs[name]?.trim() ?? '(not given)'}`
}
