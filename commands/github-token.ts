import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Access, TokenOrigin } from '../evidence/access.js'
import { keepSecret } from '../evidence/redact.js'
import { UsageError } from '../evidence/usage-error.js'

const run = promisify(execFile)

/** `gh` answers at once or not at all. */
const PATIENCE_MS = 5_000

/** What a header can carry: a token with anything else was copied with something that can't be seen. */
const TOKEN = /^[\x21-\x7e]+$/

/** A GitHub token, and where it was found. */
export interface GithubToken {
  readonly text: string
  readonly from: TokenOrigin
}

/**
 * The GitHub token: GITHUB_TOKEN, GH_TOKEN, then what `gh auth token` prints; `null` when nobody is signed in.
 * Throws `UsageError` for a variable that holds no token.
 */
export async function findGithubToken(env: NodeJS.ProcessEnv): Promise<GithubToken | null> {
  for (const from of ['GITHUB_TOKEN', 'GH_TOKEN'] as const) {
    const text = env[from]?.trim()
    if (!text) continue
    keepSecret(text)
    if (!TOKEN.test(text)) {
      throw new UsageError(
        `${from} holds characters that no token has, such as a line break or an invisible one: copy the token again.`,
      )
    }
    return { text, from }
  }
  try {
    const { stdout } = await run('gh', ['auth', 'token'], { env, timeout: PATIENCE_MS })
    const text = stdout.trim()
    keepSecret(text)
    return text === '' ? null : { text, from: 'gh' }
  } catch {
    // No gh, or nobody signed in to it: the report says how to make a token.
    return null
  }
}

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
