import { absent, found, type Observed, type Unknown, unknown } from '@grade4/unknown'
import { RequestError } from '@octokit/request-error'
import { GITHUB_ROUTES, type GithubRoute } from '../read-only.js'
import type { RepositoryName } from '../subject.js'
import type { Github } from './client.js'

const AGAIN = 'Run grade4 again in a minute.'

/** The remedy for having no token, and for a token that GitHub refuses. */
const MAKE_TOKEN =
  'Run: gh auth login, or set GITHUB_TOKEN to a fine-grained token for this repository with read access to Actions, Administration, Contents, Metadata and Secrets.'

/** Parameters of a route, beside owner and repository. */
export type Parameters = Readonly<Record<string, string | number>>

/**
 * Asks GitHub once and tells the three outcomes apart; the only place where a GitHub error is read.
 *
 * A 404 alone proves nothing: GitHub says it also to a token that may not look. It gives `absent` only when
 * `proof` says that another read under the same permission went through.
 * Source: GitHub documentation, "Troubleshooting the REST API", 404 Not Found for an existing resource.
 */
export async function look<T>(
  github: Github,
  repository: RepositoryName | null,
  route: GithubRoute,
  parameters: Parameters,
  read: (data: unknown) => T,
  proof: (error: RequestError) => Promise<boolean> = async () => false,
): Promise<Observed<T>> {
  if (repository === null) {
    return unknown(
      'grade4 does not know which GitHub repository to look at.',
      'Name it with --repo OWNER/NAME, or run grade4 in your clone.',
    )
  }
  if (github.octokit === null) {
    return unknown('There is no GitHub token, so GitHub was not asked.', MAKE_TOKEN)
  }
  try {
    // Waits for the rate limit don't listen to the signal, hence the guard.
    const answer = await github.timeLimit.guard<{ readonly data: unknown }>(
      github.octokit.request(route, {
        owner: repository.owner,
        repo: repository.name,
        ...parameters,
      }),
    )
    return found(read(answer.data))
  } catch (error) {
    if (error instanceof RequestError && error.status === 404 && (await proof(error))) {
      return absent('404 Not Found')
    }
    return failedLook(error, route, repository, github)
  }
}

/** Why a look failed and what to do, in one line each. */
function failedLook(
  error: unknown,
  route: GithubRoute,
  { owner, name }: RepositoryName,
  { timeLimit }: Github,
): Unknown {
  const what = route.replace('{owner}/{repo}', `${owner}/${name}`)
  const permission = GITHUB_ROUTES[route]
  if (timeLimit.isOver) {
    return unknown(
      `GitHub did not answer ${what} within ${timeLimit.milliseconds / 1000} s.`,
      'Run grade4 again, or give it longer with --timeout.',
    )
  }
  if (!(error instanceof RequestError)) {
    return unknown(
      `GitHub answered ${what} with something the grader does not understand.`,
      `${AGAIN} If it stays, report it to the course staff.`,
    )
  }
  const headers = error.response?.headers ?? {}
  if (error.status === 401) return unknown('GitHub does not accept the token.', MAKE_TOKEN)
  const limited =
    error.status === 429 ||
    (error.status === 403 &&
      (headers['x-ratelimit-remaining'] === '0' ||
        headers['retry-after'] !== undefined ||
        /rate limit/i.test(error.message)))
  if (limited) {
    return unknown("GitHub's rate limit for this token is used up.", whenToTryAgain(headers))
  }
  if (error.status === 403) {
    return unknown(
      `The GitHub token may not read ${what}: it lacks the permission "${permission}".`,
      `Give the token "${permission}" for ${owner}/${name}, then run grade4 again.`,
    )
  }
  if (error.status === 404) {
    return unknown(
      `GitHub shows ${what} to nobody with this token: it is not there, or the token may not see it.`,
      `Check the name ${owner}/${name} and that the token covers this repository with "${permission}".`,
    )
  }
  if (error.response === undefined) {
    return unknown(
      `GitHub could not be reached for ${what}.`,
      'Check the network, and GITHUB_API_URL if it is set, then run grade4 again.',
    )
  }
  return unknown(`GitHub answered ${what} with HTTP ${error.status}.`, AGAIN)
}

type Headers = Readonly<Record<string, string | number | undefined>>

/** When a rate limit ends, by GitHub's own headers. */
function whenToTryAgain(headers: Headers): string {
  const reset = Number(headers['x-ratelimit-reset'])
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return AGAIN
  return `Run grade4 again after ${new Date(reset * 1000).toISOString()}.`
}
