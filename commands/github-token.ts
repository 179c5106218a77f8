import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { keepSecret } from '../evidence/redact.js'

const run = promisify(execFile)

/** `gh` answers at once or not at all. */
const PATIENCE_MS = 5_000

/**
 * The GitHub token: GITHUB_TOKEN, GH_TOKEN, then what `gh auth token` prints; `null` when nobody is signed in.
 */
export async function findGithubToken(env: NodeJS.ProcessEnv): Promise<string | null> {
  const given = env.GITHUB_TOKEN || env.GH_TOKEN
  if (given) return kept(given.trim())
  try {
    const { stdout } = await run('gh', ['auth', 'token'], { env, timeout: PATIENCE_MS })
    return kept(stdout.trim()) || null
  } catch {
    // No gh, or nobody signed in to it: the report says how to make a token.
    return null
  }
}

function kept(token: string): string {
  keepSecret(token)
  return token
}
