import { type Unknown, unknown } from '@grade4/unknown'
import type { Location } from '../location.js'
import { readActionReference } from '../workflow/action-reference.js'
import { versionOf } from '../workflow/action-versions.js'
import { allSteps } from '../workflow/advice.js'
import type { Job } from '../workflow/model.js'

/** Why a job can't begin, and the place in main.yml that is to blame. */
export interface Absent {
  readonly state: 'absent'
  readonly why: string
  readonly at: Location
}

/**
 * A version of an action that is not there, or that may not be; `null`: none. The runner gets all actions of
 * a job before its first step. Source: actions/runner, `ActionManager.PrepareActionsAsync`.
 */
export function missingVersion(job: Pick<Job, 'steps'>): Absent | Unknown | null {
  for (const step of allSteps(job.steps)) {
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
