import { POINTS_PER_MINUTE } from '../evidence/github/rate-limit.js'

/** What most students' repositories are asked. Source: docs/round-trips.md. */
const REQUESTS_A_STUDENT = 7

/** What GitHub gives a token in an hour. Source: GitHub documentation, "Rate limits for the REST API". */
const REQUESTS_AN_HOUR = 5_000

/** What takes less is not shown, in seconds. */
const WORTH_TELLING_SECONDS = 15

/**
 * How long grading so many repositories will take, and why, in a sentence; `null` when it is soon over. GitHub's
 * limits decide: the rest is faster.
 */
export function classTime(
  repositories: number,
  pointsPerMinute = POINTS_PER_MINUTE,
): string | null {
  const requests = repositories * REQUESTS_A_STUDENT
  const seconds = (60 * requests) / pointsPerMinute
  if (seconds < WORTH_TELLING_SECONDS) return null
  const each = `${repositories} repositories, about ${REQUESTS_A_STUDENT} requests each to GitHub, which allows ${pointsPerMinute} a minute`
  const hours = Math.ceil(requests / REQUESTS_AN_HOUR) - 1
  if (hours === 0) return `${each}: this takes about ${inWords(seconds)}.`
  return `${each} and ${REQUESTS_AN_HOUR} an hour (an App up to 12500): this takes at least ${inWords(Math.max(seconds, hours * 3600))}, most of it waiting. A stopped run goes on where it was.`
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`
  return `${Math.round(seconds / 360) / 10} hours`
}
