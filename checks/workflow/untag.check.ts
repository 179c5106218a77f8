import {
  type Effect,
  LATEST,
  type PipelineTrace,
  REPOSITORY,
  type RepositoryState,
  type StepTrace,
} from '@grade4/pipeline'
import type { Observed } from '@grade4/unknown'
import { check } from '../check.js'
import type { Finding } from '../verdict.js'
import { afterRole } from './after-role.js'
import { BUILD_ACTION } from './builds.js'
import { mayChangeLater, REMOVE, undoneAtEnd } from './end-of-run.js'
import { overTrace } from './every-run.js'
import { deletionOf, ownerOf, SIGN_IN, takesLatestOff } from './failure-owner.js'
import { heldBy, notRun, stopped } from './not-run.js'
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
import { type RunReading, uses } from './run-reading.js'

const COMMAND = 'batch-delete-image'
/** What a script may change images with. */
const CHANGES_IMAGES = [COMMAND, 'put-image', 'delete-repository'] as const

const HINT = `Delete by tag, not by digest: --image-ids imageTag=${LATEST}`
const EXPECTED = `aws ecr ${COMMAND} --repository-name ${REPOSITORY} --image-ids imageTag=${LATEST}`

const messages = {
  lost: (name: string, [first, ...others]: readonly Lost[]) =>
    `${name} removes more than the tag latest: the tag ${first?.tag} of ${first?.digest.slice(0, 19)}… is gone${others.length === 0 ? '' : `, and ${others.length} more`}.`,
  ambiguous: (name: string) =>
    `${name} deletes images by digest and tag together, as list-images gives them; what ECR does then is not documented`,
  deleted: (name: string) => `${name} deletes the repository cs40, with all its images.`,
  noRepository: 'There is no repository cs40 to remove a tag from.',
  undone: (name: string) =>
    `${name} removes the tag latest from the image that was just pushed: when the run ends, no image carries it.`,
  right: (name: string) => `${name} removes the tag latest before the push.`,
  late: (name: string) => `${name} removes the tag latest only after the push has begun.`,
  otherTag: (name: string, tag: string) => `${name} removes the tag ${tag}, not latest.`,
  otherRepository: (name: string, repository: string) =>
    `${name} works on the repository ${repository}, not on cs40.`,
  otherRegion: (name: string, region: string) =>
    `${name} works in the region ${region}, where your cs40 is not.`,
  refused: (name: string, message: string) => `${name} is refused by ECR: ${sentence(message)}`,
  none: 'No step removes the tag latest from the images that carry it, so it is still there when the push begins.',
}

/**
 * `workflow.untag`: no old image is called latest when the new one comes, and nothing is lost.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 7.
 */
export default check('workflow.untag', {
  title: 'Old images lose the tag latest before the push',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 7: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest',
  looksAt:
    'The tags of the images in the copy of your cs40 at the moment the push begins, over two pushes in a row.',
  passes:
    'No image carries latest any more, and nothing else was lost: images keep their other tags. When the run ends, the new image has the tag.',
  failures: {
    'Nothing removes the tag, or the command is only a comment, an echo, or behind an exit.':
      'Step 7: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest',
    'Another tag, another repository or another region is named.':
      'Name cs40, imageTag=latest and us-west-2.',
    'Images are deleted by digest, and their timestamps with them.':
      'Delete by imageTag=latest alone: that removes only this tag.',
    'It happens after the push.': 'Put the step before step 8.',
    'A later step removes the tag from the new image again.': 'Remove that step.',
  },

  rule: byTrace(judgeUntag),
})

/** What the check says of a trace. A missing step shows at the second push, when the account had no `latest` yet. */
export function judgeUntag(trace: PipelineTrace): Outcome {
  return overTrace(trace, (first, second) => {
    for (const run of [first, second]) {
      const moment = momentOf(run)
      const outcome = afterRole(run, judgeRun(run, moment), moment.step)
      if (outcome.outcome !== 'passed') return outcome
    }
    for (const run of [first, second]) {
      const untag = run.steps.find(takesLatestOff)
      if (untag !== undefined) return passed(messages.right(run.name(untag)))
    }
    // No image ever carried the tag, so that nothing was there for a step to do.
    return untouched(second, momentOf(second).at)
  })
}

/** The moment at which the push begins, or the end of the run where nothing pushes. */
interface Moment {
  /** The pushing step; `null` where nothing pushes. */
  readonly step: StepTrace | null
  /** Its place among the steps. */
  readonly at: number
  readonly state: Observed<RepositoryState>
}

function momentOf(run: RunReading): Moment {
  const raw = run.effects('pushed').find(({ effect }) => effect.repository === REPOSITORY)
  const step = run.pushBuild?.step ?? raw?.step ?? null
  const begins = step?.effects.find((effect) => effect.kind === 'push-begins')
  if (step === null || begins === undefined) {
    return { step: null, at: run.steps.length, state: run.run.end }
  }
  return { step, at: run.steps.indexOf(step), state: begins.before }
}

function judgeRun(run: RunReading, { step, at, state }: Moment): Outcome {
  const before = run.steps.slice(0, at)
  const ambiguous = before.find(({ effects }) => effects.some(isAmbiguous))
  if (ambiguous !== undefined) {
    const because = messages.ambiguous(run.name(ambiguous))
    return unknown({ because, remedy: 'Look at a run by hand, or delete by imageTag alone.' })
  }
  const early = step === null ? notReached(run) : null
  if (early !== null) return early
  // A script that speaks of AWS and can't be followed may have done anything to the images.
  const blind = before.find(({ unknown, signedIn, action }) => {
    const touchesImages = unknown?.reach === 'aws' || unknown?.reason.lacks !== undefined
    return touchesImages && signedIn && action === null
  })
  if (blind?.unknown != null) return unknown(blind.unknown.reason)
  if (state.state === 'unknown') return unknown(state)
  if (state.state === 'absent') return withoutRepository(run)
  const { latestOn, lost } = state.value
  if (lost.length > 0) return failed(...lossFindings(run, before, lost))
  if (latestOn.length === 0) return atEnd(run) ?? passed('')
  return notFollowed(run, before) ?? untouched(run, at)
}

/** What is wrong with the tag when the run ends. */
function atEnd(run: RunReading): Outcome | null {
  const push = run.pushBuild
  if (push === null) return null
  const undone = undoneAtEnd(run, push)
  if (undone?.how === 'untagged') {
    return failed(finding(undone.step, messages.undone(run.name(undone.step)), { hint: REMOVE }))
  }
  const reason = mayChangeLater(run, push.at + 1, CHANGES_IMAGES)
  return undone === null && reason !== null ? unknown(reason) : null
}

function withoutRepository(run: RunReading): Outcome {
  const deletion = deletionOf(run)
  if (deletion === null) return blocked('ecr.repository', messages.noRepository)
  const { step, owner } = deletion
  const message = messages.deleted(run.name(step))
  return owner === 'workflow.untag'
    ? failed(finding(step, message, { hint: HINT }))
    : blocked(owner, message)
}

function isAmbiguous(effect: Effect): boolean {
  return effect.kind === 'delete-ambiguous' && effect.repository === REPOSITORY
}

/** Nothing pushes: says so when that is since the job stopped before the untagging. */
function notReached(run: RunReading): Outcome | null {
  const isStopped = ({ outcome, forgiven }: StepTrace) => outcome === 'failure' && !forgiven
  if (run.steps.some((step) => takesLatestOff(step) && !isStopped(step))) return null
  const failing = run.steps.find(
    (step) => isStopped(step) && ownerOf(run, step) === 'workflow.untag',
  )
  if (failing !== undefined) {
    return failing.effects.some(({ kind }) => kind === 'refused')
      ? untouched(run, run.steps.length)
      : heldBy(run, 'workflow.untag', failing)
  }
  const unreached = run.steps.filter((step) => run.isNotReached(step))
  const untag =
    unreached.find(({ holds }) => holds.includes(COMMAND)) ??
    (run.outOfSight !== null || run.steps.some(mayUntag)
      ? unreached.find((step) => uses(step, BUILD_ACTION))
      : undefined)
  return untag === undefined ? null : stopped(run, 'workflow.untag', untag)
}

/** Whether a step may be one that removes the tag, whether it runs or not. */
function mayUntag({ action, holds }: StepTrace): boolean {
  const commands = [...CHANGES_IMAGES, 'any'] as const
  return action?.followed === false || commands.some((command) => holds.includes(command))
}

/** A step that could not be followed and that may be what takes the tag off. */
function notFollowed(run: RunReading, before: readonly StepTrace[]): Outcome | null {
  if (run.outOfSight !== null) return unknown(run.outOfSight)
  const able = before.find(
    ({ unknown, signedIn, action }) => unknown !== null && signedIn && action?.followed !== true,
  )
  return able?.unknown == null ? null : unknown(able.unknown.reason)
}

type Lost = RepositoryState['lost'][number]

/** What was lost, reported once for each step that loses something. */
function lossFindings(
  run: RunReading,
  before: readonly StepTrace[],
  lost: readonly Lost[],
): Finding[] {
  const losers = new Set(lost.map((each) => loserOf(before, each)))
  return [...losers].map((step) => {
    const name = step === null ? 'The pipeline' : run.name(step)
    const own = lost.filter((each) => loserOf(before, each) === step)
    return finding(step, messages.lost(name, own), { hint: HINT })
  })
}

function loserOf(before: readonly StepTrace[], { tag, digest }: Lost): StepTrace | null {
  const loses = (effect: Effect) =>
    (effect.kind === 'image-deleted' && effect.digest === digest) ||
    (effect.kind === 'untagged' && effect.tag === tag) ||
    effect.kind === 'repository-deleted'
  return before.find(({ effects }) => effects.some(loses)) ?? null
}

/**
 * `latest` is still on an image: says what the step does that comes nearest to taking it off. `at`: the push.
 * Where that works in another region only since the role was assumed there, it is not a second mistake.
 */
function untouched(run: RunReading, at: number): Outcome {
  const late = run.steps.find((step, index) => index > at && takesLatestOff(step))
  if (late !== undefined)
    return failed(finding(late, messages.late(run.name(late)), { expected: EXPECTED }))
  const near: Near | null = wrongTarget(run) ?? refused(run) ?? notRun(run, COMMAND)
  if (near?.otherRegion !== undefined && run.hasRegionOfRole(near.step, near.otherRegion))
    return blocked('workflow.credentials', near.message)
  const details = { expected: EXPECTED, actual: near?.actual }
  return failed(finding(near?.step ?? null, near?.message ?? messages.none, details))
}

/** What a step does instead. */
interface Near {
  readonly step: StepTrace
  readonly message: string
  readonly actual?: string
  /** Set where it works in another region than the assignment's. */
  readonly otherRegion?: string
}

function wrongTarget(run: RunReading): Near | null {
  for (const { effect, step } of [
    ...run.effects('untagged'),
    ...run.effects('nothing-to-delete'),
  ]) {
    const name = run.name(step)
    const tag = effect.tag ?? effect.digest ?? ''
    if (effect.region !== run.region) {
      return {
        step,
        message: messages.otherRegion(name, effect.region),
        otherRegion: effect.region,
      }
    }
    if (effect.repository !== REPOSITORY) {
      return { step, message: messages.otherRepository(name, effect.repository) }
    }
    if (tag !== LATEST) {
      return { step, message: messages.otherTag(name, tag), actual: `imageTag=${tag}` }
    }
  }
  return null
}

function refused(run: RunReading): Near | null {
  const refusal = run
    .effects('refused')
    .find(
      ({ effect: { service, operation } }) =>
        service === 'ecr' && operation !== 'PutImage' && !SIGN_IN.has(operation),
    )
  if (refusal === undefined) return null
  const { effect, step } = refusal
  const name = run.name(step)
  if (effect.region !== null && effect.region !== run.region) {
    return { step, message: messages.otherRegion(name, effect.region), otherRegion: effect.region }
  }
  const { repositoryName = REPOSITORY } = effect.asked
  const message =
    repositoryName === REPOSITORY
      ? messages.refused(name, effect.message)
      : messages.otherRepository(name, repositoryName)
  return { step, message }
}
