import type { Effect, StepTrace } from '@grade4/pipeline'
import type { Reason } from '@grade4/unknown'
import { LATEST, REPOSITORY } from '../../evidence/assignment.js'
import type { BuildAt, RunReading } from './run-reading.js'

/** How a step takes away again what the push did. `untagged`: the tag latest; `renamed`: the other tag. */
export interface Undone {
  readonly step: StepTrace
  readonly how: 'deleted' | 'untagged' | 'moved' | 'renamed'
}

/** What to do about a command that takes away again what an earlier step did. */
export const REMOVE = 'Remove this command from main.yml.'

/** What of the graded push no longer holds when the run ends; `null`: all of it does. */
export function undoneAtEnd(run: RunReading, push: BuildAt): Undone | null {
  const image = push.step.effects.find(
    (effect) => effect.kind === 'pushed' && isGraded(run, effect) && effect.tags.includes(LATEST),
  )
  if (image?.kind !== 'pushed') return null
  let undone: Undone | null = null
  for (const step of run.steps.slice(push.at + 1)) {
    for (const effect of step.effects) {
      if (!isGraded(run, effect)) continue
      if (restores(effect, image.digest)) undone = null
      const how = undoing(effect, image)
      if (how !== null) undone ??= { step, how }
    }
  }
  return undone
}

function isGraded(run: RunReading, effect: Effect): boolean {
  return 'repository' in effect && effect.repository === REPOSITORY && effect.region === run.region
}

function restores(effect: Effect, digest: string): boolean {
  if (effect.kind === 'tagged') return effect.tag === LATEST && effect.digest === digest
  return effect.kind === 'pushed' && effect.tags.includes(LATEST) && effect.digest === digest
}

function undoing(
  effect: Effect,
  { digest, tags }: Extract<Effect, { kind: 'pushed' }>,
): Undone['how'] | null {
  switch (effect.kind) {
    case 'repository-deleted':
      return 'deleted'
    case 'image-deleted':
      return effect.digest === digest ? 'deleted' : null
    case 'untagged':
      if (effect.digest !== digest) return null
      if (effect.tag === LATEST) return 'untagged'
      return tags.includes(effect.tag) ? 'renamed' : null
    case 'tagged':
      return effect.tag === LATEST && effect.digest !== digest ? 'moved' : null
    case 'pushed':
      return effect.tags.includes(LATEST) && effect.digest !== digest ? 'moved' : null
    default:
      return null
  }
}

/**
 * Why it is not known that a run does no more to what it did before: a step, from a place on, that could not be
 * followed to its end and that has a command for it. `null`: there is none.
 */
export function mayChangeLater(
  run: RunReading,
  from: number,
  commands: StepTrace['holds'],
): Reason | null {
  const later = run.steps.slice(from).find(({ unknown, signedIn, holds }) => {
    return unknown !== null && signedIn && commands.some((command) => holds.includes(command))
  })
  return later?.unknown?.reason ?? null
}
