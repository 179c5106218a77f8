import {
  describeImage,
  type Effect,
  LATEST,
  REPOSITORY,
  type StepTrace,
  type TwinEffect,
} from '@grade4/pipeline'
import type { CheckId } from '../rubric.js'
import { isLeftBehind, type RunReading, uses } from './run-reading.js'

type Refusal = Extract<TwinEffect, { kind: 'refused' }>

/** Refusals that mean the caller has no credentials. */
const NO_CREDENTIALS = new Set(['NoCredentials', 'ExpiredTokenException', 'NoRegion'])

/** How docker signs in to a registry, which only the push needs: operations, and actions. */
export const SIGN_IN: ReadonlySet<string> = new Set([
  'GetAuthorizationToken',
  'Login',
  'aws-actions/amazon-ecr-login',
  'docker/login-action',
])

/** The check whose fault it is that a step fails. */
export function ownerOf(run: RunReading, failing: StepTrace): CheckId {
  for (const effect of failing.effects) {
    if (effect.kind === 'role-refused') return 'workflow.credentials'
    if (effect.kind === 'build' && effect.failure !== null) {
      if (effect.failure.input === 'tags') return 'workflow.tags'
      return effect.pushes === true ? 'workflow.push' : 'workflow.build'
    }
  }
  const refusal = failing.effects.findLast((effect) => effect.kind === 'refused')
  if (refusal !== undefined) return ownerOfRefusal(run, refusal, failing)
  const undone = firstUndone(run, failing)
  if (undone === 'workflow.credentials') return undone
  if (SIGN_IN.has(failing.action?.name ?? '')) return 'workflow.push'
  return uses(failing, 'aws-actions/configure-aws-credentials') ? 'workflow.credentials' : undone
}

function ownerOfRefusal(run: RunReading, refusal: Refusal, failing: StepTrace): CheckId {
  if (NO_CREDENTIALS.has(refusal.code) && !isLeftBehind(failing, refusal))
    return 'workflow.credentials'
  if (refusal.service === 'ecs') return 'workflow.redeploy'
  if (SIGN_IN.has(refusal.operation)) return 'workflow.push'
  if (isMissingRepository(run, refusal)) return ownerOfRepository(run)
  if (refusal.operation === 'PutImage' && failing.action !== null)
    return ownerOfPush(run, refusal, failing)
  return refusal.service === 'ecr' ? 'workflow.untag' : firstUndone(run, failing)
}

/** A refused push follows from its tags when they lead elsewhere, and from the region that was signed in to. */
function ownerOfPush(run: RunReading, refusal: Refusal, failing: StepTrace): CheckId {
  const tags = failing.effects.flatMap((effect) => (effect.kind === 'build' ? effect.tags : []))
  if (pushesElsewhere(run, tags)) return 'workflow.tags'
  const before = run.steps.slice(0, run.steps.indexOf(failing))
  const untagged = before.some(takesLatestOff)
  if (refusal.code === 'ImageTagAlreadyExistsException' && !untagged) return 'workflow.untag'
  const otherRegion = run
    .effects('role-taken')
    .some(({ effect, step }) => step.step.job === failing.step.job && effect.region !== run.region)
  return refusal.code === 'NoBasicAuthCredentials' && otherRegion
    ? 'workflow.credentials'
    : 'workflow.push'
}

/** Whether a tag that is known leads to another place than the graded repository. */
export function pushesElsewhere(run: RunReading, tags: readonly string[]): boolean {
  return tags.some((tag) => {
    const { kind } = describeImage(tag, run)
    const isKnown = run.holes.reasonsIn(tag).length === 0
    return isKnown && kind !== 'latest' && kind !== 'other-tag'
  })
}

/** Whether ECR said that the graded repository itself is not there. */
export function isMissingRepository(run: RunReading, refusal: Refusal): boolean {
  return (
    refusal.code === 'RepositoryNotFoundException' &&
    refusal.region === run.region &&
    refusal.asked.repositoryName === REPOSITORY
  )
}

/** Whose fault it is that the graded repository is not there: the pipeline's own where that deletes it. */
export function ownerOfRepository(
  run: RunReading,
): 'ecr.repository' | 'workflow.untag' | 'workflow.push' {
  return deletionOf(run)?.owner ?? 'ecr.repository'
}

/** The step that deleted the graded repository, in this push or in the one before, and the check that fails by it. */
export function deletionOf(
  run: RunReading,
): { step: StepTrace; owner: 'workflow.untag' | 'workflow.push' } | null {
  const before = run.previous === null ? null : deletionOf(run.previous)
  if (before !== null) return before
  const at = run.steps.findIndex(({ effects }) => effects.some(deletes))
  const step = run.steps[at]
  if (step === undefined) return null
  const isAfterPush = at > (run.pushBuild?.at ?? run.steps.length)
  return { step, owner: isAfterPush ? 'workflow.push' : 'workflow.untag' }
}

function deletes(effect: Effect): boolean {
  return effect.kind === 'repository-deleted' && effect.repository === REPOSITORY
}

/** The first thing that the assignment asks for and that had not happened before a step. */
export function firstUndone(run: RunReading, step: StepTrace): CheckId {
  const before = run.steps.slice(0, run.steps.indexOf(step))
  const effects = before.flatMap((each) => each.effects)
  const builds = effects.flatMap((effect) => (effect.kind === 'build' ? [effect] : []))
  if (!effects.some(({ kind }) => kind === 'role-taken' || kind === 'role-unknown')) {
    return 'workflow.credentials'
  }
  if (!builds.some(({ pushes }) => pushes === false)) return 'workflow.build'
  if (!before.some(takesLatestOff)) return 'workflow.untag'
  if (!builds.some(({ pushes }) => pushes === true)) return 'workflow.push'
  return 'workflow.redeploy'
}

/** Whether a step does what the untag step is for: `latest` is taken off, or was not there. */
export function takesLatestOff({ effects }: StepTrace): boolean {
  return effects.some((effect) => {
    switch (effect.kind) {
      case 'untagged':
      case 'nothing-to-delete':
        return effect.repository === REPOSITORY && effect.tag === LATEST
      case 'image-deleted':
        return effect.repository === REPOSITORY && effect.tagsLost.includes(LATEST)
      default:
        return false
    }
  })
}
