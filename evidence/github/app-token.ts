import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { network } from '../network.js'
import { UsageError } from '../usage-error.js'

/** A GitHub App as it is installed where the students' repositories are. */
export interface GithubApp {
  readonly appId: string
  /** PEM text. */
  readonly privateKey: string
  readonly installationId: number
}

/**
 * A token of the installation, good for an hour; a new one each time. Rejects when GitHub refuses, in an
 * error whose message has no secret in it.
 */
export async function installationToken(app: GithubApp, githubUrl: string): Promise<string> {
  const { request } = new Octokit({
    baseUrl: githubUrl,
    userAgent: 'grade4',
    request: {
      fetch: async (url: string, init: RequestInit) => await (await network()).fetch(url, init),
    },
  })
  try {
    const authenticate = createAppAuth({ ...app, request })
    const { token } = await authenticate({ type: 'installation', refresh: true })
    return token
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? ` (HTTP ${error.status})` : ''
    throw new AppRefused(
      `GitHub gave no token to the App ${app.appId}, installation ${app.installationId}${status}.`,
    )
  }
}

/** GitHub, or the key itself, refused the App. The cause is left out: it holds the signed request. */
export class AppRefused extends UsageError {
  override readonly name = 'AppRefused'
}
