import { z } from 'zod'

/** A deadline is written in a way that leaves its moment open. The message says how to write it. */
export class BadDue extends Error {
  override readonly name = 'BadDue'
}

const EXAMPLE = '2024-03-09T23:59:00-08:00'

/** To the minute, or to the second and finer; with `Z` or an offset. */
const WithZone = z.union([
  z.iso.datetime({ offset: true, precision: -1 }),
  z.iso.datetime({ offset: true }),
])

const NO_ZONE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/

/**
 * The moment of a deadline, ISO 8601 with its offset from UTC. Throws `BadDue`.
 *
 * Names of zones (America/Los_Angeles) are refused: once a year they mean two moments, and what they mean
 * hangs on the tables of the machine. An offset is the same moment everywhere.
 */
export function parseDue(text: string): Date {
  if (WithZone.safeParse(text).success) return new Date(text)
  if (NO_ZONE.test(text)) {
    throw new BadDue(
      `"${text}" leaves the time${text.includes(':') ? ' zone' : ' and its zone'} open: write the offset too, as in ${EXAMPLE}, or Z for UTC.`,
    )
  }
  throw new BadDue(
    `A deadline is ISO 8601 with its offset from UTC, as in ${EXAMPLE} or 2024-03-10T07:59Z; names of zones are not taken.`,
  )
}
