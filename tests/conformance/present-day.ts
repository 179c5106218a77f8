import { changeTexts } from '../../fixtures/change-texts.js'
import { momentsOf } from '../../fixtures/pipeline-runs.js'
import type { ReferenceWorld } from '../../fixtures/reference.js'

const MOMENT = /^\d{4}-\d\d-\d\dT/

/** A tag of the timestamp step's: milliseconds since 1970. */
const TIMESTAMP = /^\d{13}$/

/**
 * Moves all that happened in the account and in the runs to the present day, the newest run's push to `now`.
 * moto was pushed an image when the test says so, and the run that pushed it has to be one of those days.
 */
export function moveToPresent(world: ReferenceWorld, now: Date): void {
  const later = now.getTime() - Date.parse(momentsOf(world.run.startedAt).pushedAt)
  const moved = (text: string) => {
    if (MOMENT.test(text)) return new Date(Date.parse(text) + later).toISOString()
    return TIMESTAMP.test(text) ? String(Number(text) + later) : text
  }
  changeTexts(world.account, moved)
  changeTexts(world.repository.runs, moved)
}
