import { readFile } from 'node:fs/promises'
import type { Access } from '../evidence/access.js'
import { installationToken } from '../evidence/github/app-token.js'
import { keepSecret } from '../evidence/redact.js'
import { UsageError } from '../evidence/usage-error.js'
import { findGithubToken } from './github-token.js'

/**
 * Gives the token for the next students: of the GitHub App that GITHUB_APP_ID, GITHUB_APP_INSTALLATION_ID and
 * GITHUB_APP_PRIVATE_KEY (or GITHUB_APP_PRIVATE_KEY_FILE) name, else what a single grade would use.
 * Throws `UsageError` when the App's variables are not complete, or GitHub refuses the App.
 */
export async function classToken(
  env: NodeJS.ProcessEnv,
  githubUrl: string,
): Promise<Pick<Access, 'githubToken' | 'githubTokenFrom'>> {
  const appId = env.GITHUB_APP_ID
  if (!appId) {
    const token = await findGithubToken(env)
    return token === null
      ? { githubToken: null }
      : { githubToken: token.text, githubTokenFrom: token.from }
  }
  const installationId = Number(env.GITHUB_APP_INSTALLATION_ID)
  const privateKey = env.GITHUB_APP_PRIVATE_KEY || (await keyIn(env.GITHUB_APP_PRIVATE_KEY_FILE))
  if (!Number.isInteger(installationId) || installationId <= 0 || !privateKey) {
    throw new UsageError(
      'GITHUB_APP_ID is set; GITHUB_APP_INSTALLATION_ID and GITHUB_APP_PRIVATE_KEY (or GITHUB_APP_PRIVATE_KEY_FILE) are needed too.',
    )
  }
  keepSecret(privateKey)
  // A variable can hold a key on one line, with \n for its line breaks.
  const app = { appId, installationId, privateKey: privateKey.replaceAll('\\n', '\n') }
  const githubToken = await installationToken(app, githubUrl)
  keepSecret(githubToken)
  return { githubToken }
}

async function keyIn(path: string | undefined): Promise<string | null> {
  if (!path) return null
  return await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`GITHUB_APP_PRIVATE_KEY_FILE, ${path}, can't be read.`)
  })
}
