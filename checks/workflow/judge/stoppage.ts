import {
  describeImage,
  type Effect,
  finding,
  LATEST,
  REPOSITORY,
  type StepRef,
  type StepTrace,
  type TwinEffect,
} from '@grade4/pipeline'
import type { CheckId } from '../../rubric.js'
import { blocked, failed, type Outcome, stop } from './outcome.js'
import type { RunReading } from './run-reading.js'

/** The checks that a run decides, in the order in which the assignment has their steps. */
export type RunCheck =
  | 'workflow.credentials'
  | 'workflow.build'
  | 'workflow.tags'
  | 'workflow.untag'
  | 'workflow.push'
  | 'workflow.redeploy'

type Refusal = Extract<TwinEffect, { kind: 'refused' }>

/** Refusals that mean the caller has no credentials. */
const NO_CREDENTIALS = new Set(['NoCredentials', 'ExpiredTokenException', 'NoRegion'])

/**
 * What a check says when the step it looks for never ran since the job stopped before: the check that
 * owns the failure fails, the others wait for that one. `step`: the one that was not reached.
 */
export function stopped(run: RunReading, check: RunCheck, step: StepTrace): Outcome {
  const culprit = run.steps.find(({ step: other }) => isSame(other, step.stoppedBy))
  if (culprit !== undefined) return heldBy(run, check, culprit)
  // The whole job failed before its first step: the first thing that it would have done is what fails.
  const owner = firstUndone(run, run.steps.indexOf(step))
  const message = `${run.name(step.step)} does not run: ${stop(step.cause?.message ?? null)}`
  const location = run.jobOf(step.step)?.location ?? step.step.location
  return owner === check ? failed(finding(message, { location })) : blocked(owner, message)
}

/** The same, for a step whose failure ended the job. */
export function heldBy(run: RunReading, check: RunCheck, culprit: StepTrace): Outcome {
  const owner = ownerOf(run, culprit)
  const name = run.name(culprit.step)
  if (owner === 'ecr.repository') {
    return blocked(
      owner,
      `${name} fails since there is no repository cs40, and the job stops there.`,
    )
  }
  const message = `${name} fails, and the job stops there: ${stop(culprit.cause?.message ?? null)}`
  const hint = culprit.cause?.kind === 'contents-permission' ? READ_CONTENTS : null
  return owner === check
    ? failed(finding(message, { location: culprit.step.location, hint }))
    : blocked(owner, message)
}

const READ_CONTENTS = 'Set permissions to id-token: write and contents: read.'

/** The check that a failing step belongs to. */
export function ownerOf(run: RunReading, culprit: StepTrace): CheckId {
  const at = run.steps.indexOf(culprit)
  for (const effect of culprit.effects) {
    if (effect.kind === 'role-refused') return 'workflow.credentials'
    if (effect.kind === 'build' && effect.failure !== null) {
      if (effect.failure.input === 'tags') return 'workflow.tags'
      return effect.pushes === true ? 'workflow.push' : 'workflow.build'
    }
  }
  const refusal = culprit.effects.findLast((effect) => effect.kind === 'refused')
  if (refusal !== undefined) return ownerOfRefusal(run, refusal, culprit)
  if (run.stepsUsing('aws-actions/configure-aws-credentials').includes(culprit)) {
    return 'workflow.credentials'
  }
  return firstUndone(run, at)
}

function ownerOfRefusal(run: RunReading, refusal: Refusal, culprit: StepTrace): CheckId {
  if (NO_CREDENTIALS.has(refusal.code)) return 'workflow.credentials'
  if (refusal.service === 'ecs') return 'workflow.redeploy'
  if (isMissingRepository(run, refusal)) return ownerOfRepository(run)
  if (refusal.operation === 'PutImage' && culprit.action !== null)
    return ownerOfPush(run, refusal, culprit)
  return refusal.service === 'ecr' ? 'workflow.untag' : firstUndone(run, run.steps.indexOf(culprit))
}

/** A refused push follows from its tags when they lead elsewhere, and from the region that was signed in to. */
function ownerOfPush(run: RunReading, refusal: Refusal, culprit: StepTrace): CheckId {
  const tags = culprit.effects.flatMap((effect) => (effect.kind === 'build' ? effect.tags : []))
  if (pushesElsewhere(run, tags)) return 'workflow.tags'
  const before = run.steps.slice(0, run.steps.indexOf(culprit))
  const untagged = before.some(({ effects }) => effects.some(takesLatestOff))
  if (refusal.code === 'ImageTagAlreadyExistsException' && !untagged) return 'workflow.untag'
  const otherRegion = run
    .effects('role-taken')
    .some(({ effect, step }) => step.step.job === culprit.step.job && effect.region !== run.region)
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
export function ownerOfRepository(run: RunReading): 'ecr.repository' | 'workflow.untag' {
  return deletionOf(run) === null ? 'ecr.repository' : 'workflow.untag'
}

/** The step that deletes the graded repository; at the second push, where it is gone, that would. `null`: none. */
export function deletionOf(run: RunReading): StepTrace | null {
  const deletes = (effect: Effect) =>
    effect.kind === 'refused'
      ? run.number === 2 &&
        effect.operation === 'DeleteRepository' &&
        isMissingRepository(run, effect)
      : effect.kind === 'repository-deleted' && effect.repository === REPOSITORY
  return run.steps.find(({ effects }) => effects.some(deletes)) ?? null
}

/** The first thing that the assignment asks for and that had not happened before a step. */
function firstUndone(run: RunReading, at: number): CheckId {
  const before = run.steps.slice(0, at).flatMap(({ effects }) => effects)
  const builds = before.flatMap((effect) => (effect.kind === 'build' ? [effect] : []))
  if (!before.some(({ kind }) => kind === 'role-taken' || kind === 'role-unknown')) {
    return 'workflow.credentials'
  }
  if (!builds.some(({ pushes }) => pushes === false)) return 'workflow.build'
  if (!before.some(takesLatestOff)) return 'workflow.untag'
  if (!builds.some(({ pushes }) => pushes === true)) return 'workflow.push'
  return 'workflow.redeploy'
}

/** Whether an effect is what the untag step is for: `latest` is taken off, or was not there. */
export function takesLatestOff(effect: { readonly kind: string }): boolean {
  const { kind, repository, tag, tagsLost } = { repository: '', tag: '', tagsLost: [''], ...effect }
  if (repository !== REPOSITORY) return false
  if (kind === 'untagged' || kind === 'nothing-to-delete') return tag === LATEST
  return kind === 'image-deleted' && tagsLost.includes(LATEST)
}

export function isSame(a: StepRef, b: StepRef | null): boolean {
  return (
    b !== null &&
    a.job === b.job &&
    a.location.line === b.location.line &&
    a.location.column === b.location.column
  )
}
