import {
  type Answered,
  absent,
  found,
  type Observed,
  type Unknown,
  unknown,
  unknownByCaller,
  unknownFor,
} from '@grade4/unknown'
import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import type { TokenOrigin } from '../access.js'
import type { TimeLimit } from '../budget.js'
import { GITHUB_ROUTES, type GithubRoute } from '../read-only.js'
import type { RepositoryName } from '../subject.js'
import type { Github } from './client.js'
import { isRateLimited } from './rate-limit.js'

const AGAIN = 'Run grade4 again in a minute.'

/** The remedy for having no token, and for a token that GitHub refuses. */
const MAKE_TOKEN =
  'Run: gh auth login, or set GITHUB_TOKEN to a fine-grained token for this repository with read access to Actions, Administration, Contents, Metadata, Secrets and Variables.'

/** What to do about a token that GitHub refuses, by where it came from. */
const REPLACE_TOKEN: Readonly<Record<TokenOrigin, string>> = {
  GITHUB_TOKEN:
    'Set GITHUB_TOKEN to a new token, or unset it: then GH_TOKEN or the sign-in of gh is used.',
  GH_TOKEN: 'Set GH_TOKEN to a new token, or unset it: then the sign-in of gh is used.',
  gh: 'Run: gh auth login',
}

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
  route: GithubRoute,
  parameters: Parameters,
  read: (data: unknown) => T,
): Promise<Answered<T>>
export async function look<T>(
  github: Github,
  route: GithubRoute,
  parameters: Parameters,
  read: (data: unknown) => T,
  proof: (error: RequestError) => Promise<boolean>,
): Promise<Observed<T>>
export async function look<T>(
  github: Github,
  route: GithubRoute,
  parameters: Parameters,
  read: (data: unknown) => T,
  proof: (error: RequestError) => Promise<boolean> = async () => false,
): Promise<Observed<T>> {
  const { repository } = github
  if (github.notNeeded !== null && (repository === null || github.octokit === null)) {
    return unknownFor(github.notNeeded)
  }
  if (repository === null) {
    return unknown(
      'grade4 does not know which GitHub repository to look at.',
      'Name it with --repo OWNER/NAME, or run grade4 in your clone.',
    )
  }
  if (github.octokit === null) {
    return unknownByCaller('There is no GitHub token, so GitHub was not asked.', MAKE_TOKEN)
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
    const what = addressOf(route, repository, parameters)
    const permission = GITHUB_ROUTES[route]
    if (OWNERS_ONLY.has(permission) && (await isNoAdmin(error, github))) {
      const { owner, name } = repository
      return unknown(
        `The GitHub token may not read ${what}: "${permission}" is for admins of ${owner}/${name} alone.`,
        `If the repository is yours, give the token "${permission}"; if you are a collaborator, ask ${owner} to run grade4.`,
      )
    }
    return failedLook(error, what, route, repository, github)
  }
}

/** The route with what it was asked for, as in GitHub's documentation: `GET /repos/ada/app/contents/README.md`. */
function addressOf(
  route: GithubRoute,
  { owner, name }: RepositoryName,
  parameters: Parameters,
): string {
  const values: Parameters = { ...parameters, owner, repo: name }
  return route.replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole))
}

/** Permissions that GitHub gives to admins of a repository alone. */
const OWNERS_ONLY: ReadonlySet<string> = new Set(['Administration: read', 'Secrets: read'])

const Role = z.object({ permissions: z.object({ admin: z.boolean() }) })

/** Whether a refusal may come from the token's user being no admin of the repository. */
async function isNoAdmin(error: unknown, github: Github): Promise<boolean> {
  if (!(error instanceof RequestError) || ![403, 404].includes(error.status)) return false
  if (isForLimits(error) || error.response?.headers['x-github-sso'] !== undefined) return false
  const role = await look(github, 'GET /repos/{owner}/{repo}', {}, (data) => Role.parse(data))
  return role.state === 'found' && !role.value.permissions.admin
}

/**
 * Refusals that no permission lifts, by GitHub's own sentence: it sends no code for them.
 * Source: GitHub Docs, "Managing allowed IP addresses for your organization", "Setting a personal access token
 * policy for your organization"; public reports of the suspension's words.
 */
const REFUSALS: readonly (readonly [says: RegExp, because: string, remedy: string])[] = [
  [
    /IP allow list/i,
    "the organisation allows only addresses on its IP allow list, and this machine's is not on it.",
    "Run grade4 from the organisation's network, or ask its owner to allow this address.",
  ],
  [
    /lifetime/i,
    'the organisation does not accept a token with so long a lifetime.',
    'Make a token that expires sooner, then run grade4 again.',
  ],
  [
    /forbids access via a personal access token|forbids access via a fine-grained/i,
    'the organisation forbids this kind of token.',
    'Use the other kind (classic or fine-grained), or run: gh auth login; then run grade4 again.',
  ],
  [
    /suspended/i,
    'the account that the token belongs to is suspended.',
    'Sign in to GitHub, where it says why, or use the token of another account.',
  ],
]

/** How GitHub was asked, as far as the words depend on it. */
export interface AskedGithub {
  readonly timeLimit: Pick<TimeLimit, 'isOver' | 'milliseconds'>
  readonly tokenFrom: TokenOrigin | null
}

/** Why a look failed and what to do, in one line each. `what`: the request as it was sent. */
export function failedLook(
  error: unknown,
  what: string,
  route: GithubRoute,
  { owner, name }: RepositoryName,
  { timeLimit, tokenFrom }: AskedGithub,
): Unknown {
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
  if (error.status === 401) {
    return unknownByCaller(
      `GitHub does not accept the token${tokenFrom === null ? '' : ` from ${tokenFrom}`}: it has expired, was revoked or is cut off.`,
      tokenFrom === null ? MAKE_TOKEN : REPLACE_TOKEN[tokenFrom],
    )
  }
  if (isForLimits(error)) {
    return unknown("GitHub's rate limit for this token is used up.", whenToTryAgain(headers))
  }
  if (error.status === 403) {
    const signIn = /url=(https:\/\/\S+)/.exec(String(headers['x-github-sso'] ?? ''))?.[1]
    if (signIn !== undefined) {
      return unknown(
        `The organisation ${owner} wants a sign-in (SAML single sign-on) before the token may read ${what}.`,
        `Open ${signIn} in your browser, authorise the token there, then run grade4 again.`,
      )
    }
    const refusal = REFUSALS.find(([says]) => says.test(error.message))
    if (refusal !== undefined) {
      const [, because, remedy] = refusal
      return unknown(`GitHub refused ${what}: ${because}`, remedy)
    }
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
    return unknownByCaller(
      `GitHub could not be reached for ${what}.`,
      'Check the network, and GITHUB_API_URL if it is set, then run grade4 again.',
    )
  }
  return unknown(`GitHub answered ${what} with HTTP ${error.status}.`, AGAIN)
}

/** Whether GitHub refused a request for its rate limits alone. */
function isForLimits({ status, message, response }: RequestError): boolean {
  return isRateLimited({ status, message, header: (name) => response?.headers[name] })
}

type Headers = Readonly<Record<string, string | number | undefined>>

/** When a rate limit ends, by GitHub's own headers. */
function whenToTryAgain(headers: Headers): string {
  const reset = Number(headers['x-ratelimit-reset'])
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return AGAIN
  return `Run grade4 again after ${new Date(reset * 1000).toISOString()}.`
}
