import type { Access } from '../evidence/access.js'
import { UsageError } from '../evidence/usage-error.js'

/** Base URL of GitHub's REST API. */
const GITHUB_API = 'https://api.github.com'

/**
 * Where GitHub is, how fast it may be asked, and whether this is one of its runners: GITHUB_API_URL and
 * GITHUB_ACTIONS as in Actions, GRADE4_GITHUB_POINTS_PER_MINUTE for
 * a GitHub with another limit. Throws `UsageError` for a pace that is none.
 */
export function githubOf(
  env: NodeJS.ProcessEnv,
): Pick<Access, 'githubUrl' | 'githubPointsPerMinute' | 'inWorkflow'> {
  const githubUrl = (env.GITHUB_API_URL || GITHUB_API).replace(/\/+$/, '')
  const inWorkflow = env.GITHUB_ACTIONS === 'true'
  const points = env.GRADE4_GITHUB_POINTS_PER_MINUTE
  if (!points) return { githubUrl, inWorkflow }
  const githubPointsPerMinute = Number(points)
  if (!(githubPointsPerMinute >= 1 && githubPointsPerMinute <= 1_000_000)) {
    throw new UsageError(
      'GRADE4_GITHUB_POINTS_PER_MINUTE is a number from 1 to 1000000; a request is one point, and GitHub allows 900.',
    )
  }
  return { githubUrl, githubPointsPerMinute, inWorkflow }
}
