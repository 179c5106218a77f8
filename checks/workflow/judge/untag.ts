import {
  type Effect,
  finding,
  LATEST,
  type PipelineTrace,
  REPOSITORY,
  type RepositoryState,
  type StepTrace,
} from '@grade4/pipeline'
import type { Observed } from '@grade4/unknown'
import { overTrace } from './combine.js'
import { BUILD_ACTION } from './missing-build.js'
import { blocked, failed, type Outcome, passed, undecided } from './outcome.js'
import type { RunReading } from './run-reading.js'
import { deletionOf, heldBy, ownerOf, stopped, takesLatestOff } from './stoppage.js'
import { explainUntouched } from './untag-story.js'
import { behindCredentials } from './waiting.js'

const messages = {
  lost: (name: string, tag: string, digest: string) =>
    `${name} takes more than the tag latest: the tag ${tag} of ${digest.slice(0, 19)}… is gone.`,
  ambiguous: (name: string) =>
    `${name} deletes images by digest and tag together, as list-images gives them; what ECR does then is not documented`,
  deleted: (name: string) => `${name} deletes the repository cs40, with all its images.`,
  noRepository: 'There is no repository cs40 to take a tag off.',
  right: (name: string) => `${name} takes the tag latest off before the push.`,
}

const HINT = `Delete by tag, not by digest: --image-ids imageTag=${LATEST}`

/**
 * `workflow.untag`: when the push starts, no image in cs40 carries `latest` any more, and nothing else
 * was lost. The second push is where a missing untag step shows, when the account had no `latest` yet.
 */
export function judgeUntag(trace: PipelineTrace): Outcome {
  return overTrace(trace, (first, second) => {
    const outcomes = [first, second].map((run) => {
      const moment = momentOf(run)
      return behindCredentials(run, judgeRun(run, moment), moment.step)
    })
    const wrong = outcomes.find(({ outcome }) => outcome !== 'passed')
    const [outcome] = outcomes
    if (wrong !== undefined || outcome === undefined) return wrong ?? failed(finding(''))
    const untag = [first, second].flatMap((run) =>
      untagSteps(run).map((step) => ({ run, step })),
    )[0]
    if (untag !== undefined) return passed(messages.right(untag.run.name(untag.step.step)))
    // No image ever carried the tag, so that nothing was there for a step to do.
    return explainUntouched(second, momentOf(second).at)
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
  const graded = run.pushBuild?.step
  const raw = run.effects('pushed').find(({ effect }) => effect.repository === REPOSITORY)?.step
  const step = graded ?? raw ?? null
  const begins = step?.effects.find((effect) => effect.kind === 'push-begins')
  if (step === null || begins === undefined) {
    return { step: null, at: run.steps.length, state: run.run.end }
  }
  return { step, at: run.steps.indexOf(step), state: begins.before }
}

function untagSteps(run: RunReading): StepTrace[] {
  return run.steps.filter(({ effects }) => effects.some(takesLatestOff))
}

function judgeRun(run: RunReading, moment: Moment): Outcome {
  const before = run.steps.slice(0, moment.at)
  const ambiguous = before.find(({ effects }) => effects.some(isAmbiguous))
  if (ambiguous !== undefined) {
    const because = messages.ambiguous(run.name(ambiguous.step))
    return undecided({ because, remedy: 'Look at a run by hand, or delete by imageTag alone.' })
  }
  if (moment.step === null) {
    const early = notReached(run)
    if (early !== null) return early
  }
  // A script that speaks of AWS and can't be followed may have done anything to the images.
  const blind = before.find(({ unknown, signedIn, action }) => {
    const touchesImages = unknown?.reach === 'aws' || unknown?.lacksEvidence === true
    return touchesImages && signedIn && action === null
  })
  if (blind?.unknown != null) return undecided(blind.unknown.reason)
  const { state } = moment
  if (state.state === 'unknown') return undecided(state)
  if (state.state === 'absent') return withoutRepository(run)
  const { latestOn, lost } = state.value
  if (lost.length > 0) return failed(...lost.map((each) => lossFinding(run, before, each)))
  if (latestOn.length === 0) return passed('')
  const excuse = excuseOf(run, before)
  return excuse ?? explainUntouched(run, moment.at)
}

function withoutRepository(run: RunReading): Outcome {
  const deletion = deletionOf(run)
  if (deletion === null) return blocked('ecr.repository', messages.noRepository)
  const message = messages.deleted(run.name(deletion.step))
  return failed(finding(message, { location: deletion.step.location, hint: HINT }))
}

function isAmbiguous(effect: Effect): boolean {
  return effect.kind === 'delete-ambiguous' && effect.repository === REPOSITORY
}

/** Nothing pushes: says so when that is since the job stopped before the untagging. */
function notReached(run: RunReading): Outcome | null {
  if (untagSteps(run).length > 0) return null
  const failing = run.steps.find(
    (step) =>
      step.outcome === 'failure' && !step.forgiven && ownerOf(run, step) === 'workflow.untag',
  )
  if (failing !== undefined) {
    const refused = failing.effects.some(({ kind }) => kind === 'refused')
    return refused
      ? explainUntouched(run, run.steps.length)
      : heldBy(run, 'workflow.untag', failing)
  }
  const unreached = run.steps.filter(({ outcome }) => outcome === 'unreached')
  const untag =
    unreached.find(({ holds }) => holds.includes('batch-delete-image')) ??
    unreached.find((step) => run.stepsUsing(BUILD_ACTION).includes(step))
  return untag === undefined ? null : stopped(run, 'workflow.untag', untag)
}

/** A step that the grader could not follow and that may be what takes the tag off. */
function excuseOf(run: RunReading, before: readonly StepTrace[]): Outcome | null {
  const [outOfSight] = run.outOfSight
  if (outOfSight !== undefined) return undecided(outOfSight)
  const able = before.find(({ unknown, signedIn, action }) => {
    return unknown !== null && signedIn && action?.followed !== true
  })
  return able?.unknown == null ? null : undecided(able.unknown.reason)
}

function lossFinding(
  run: RunReading,
  before: readonly StepTrace[],
  { tag, digest }: { tag: string; digest: string },
) {
  const culprit = before.find(({ effects }) =>
    effects.some(
      (effect) =>
        (effect.kind === 'image-deleted' && effect.digest === digest) ||
        (effect.kind === 'untagged' && effect.tag === tag) ||
        effect.kind === 'repository-deleted',
    ),
  )
  const name = culprit === undefined ? 'The pipeline' : run.name(culprit.step)
  return finding(messages.lost(name, tag, digest), {
    location: culprit?.step.location ?? null,
    hint: HINT,
  })
}
