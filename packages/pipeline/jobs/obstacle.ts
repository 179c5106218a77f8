import { type Unknown, unknown } from '@grade4/unknown'
import type { Location } from '../location.js'
import { readActionReference, versionOf } from '../workflow/action-reference.js'
import type { StepList } from '../workflow/model.js'

/** Why a job can't begin, and the place in main.yml that is to blame. */
export interface Absent {
  readonly state: 'absent'
  readonly why: string
  readonly at: Location
}

/**
 * Why steps can't begin: a version of an action is not there, or may not be. `unknown` too where they run side by
 * side, which is not followed. `null`: nothing is in the way. The runner gets all actions of a job before its first
 * step. Source: actions/runner, `ActionManager.PrepareActionsAsync`.
 */
export function obstacleTo({ steps, sideBySide }: StepList): Absent | Unknown | null {
  if (sideBySide !== null) {
    return unknown(
      `the grader does not follow steps that run side by side, as in line ${sideBySide.line} of ${sideBySide.file}`,
      'Put the steps one after another.',
    )
  }
  for (const step of steps) {
    if (step.kind !== 'uses') continue
    const version = versionOf(readActionReference(step.uses))
    const [action = '', ref = ''] = step.uses.split('@')
    if (version === 'none') {
      const why = `GitHub finds no version "${ref}" of ${action}, whose versions are named like v4`
      return { state: 'absent', why, at: step.location }
    }
    if (version === 'newer') {
      return unknown(
        `whether ${action} has a version ${ref} is not known`,
        'Look at the releases of the action, or at a run of the workflow.',
      )
    }
  }
  return null
}
