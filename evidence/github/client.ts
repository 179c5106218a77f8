import type { Reason } from '@grade4/unknown'
import { retry } from '@octokit/plugin-retry'
import { Octokit } from '@octokit/rest'
import type { Access, TokenOrigin } from '../access.js'
import type { RequestCount, TimeLimit } from '../budget.js'
import { bytesOf, network } from '../network.js'
import { GITHUB_ROUTES, NotReadOnly } from '../read-only.js'
import { keepSecret } from '../redact.js'
import type { RepositoryName } from '../subject.js'
import type { AnswersOnDisk } from './answers-on-disk.js'
import { paceOf } from './pace.js'
import { POINTS_PER_MINUTE } from './rate-limit.js'

/** First version that tells which form of the subject claim a repository gets. */
const API_VERSION = '2026-03-10'

/** No answer we ask for is honestly larger; a 100 MB main.yml is not read to its end. */
const LARGEST_ANSWER_BYTES = 8_388_608

/** GitHub cuts off answers slower than ten seconds; a little more for the way. */
const SLOWEST_ANSWER_MS = 15_000

/** How often a request is tried again after a 5xx or a broken connection. */
const RETRIES = 3

/** A longer wait for the rate limit is not taken, in seconds, by default. */
const LONGEST_WAIT_SECONDS = 10

/** Refusals that asking again does not change; of those for the rate limit `Pace` takes care. */
const DO_NOT_RETRY = [400, 401, 403, 404, 410, 422, 429, 451]

/** The GitHub client of one subject, behind the read-only gate. */
export interface Github {
  /** The one that everything is asked about; `null`: nobody named one. */
  readonly repository: RepositoryName | null
  /** `null`: nobody is signed in, so nothing is asked. */
  readonly octokit: Octokit | null
  /** Where its token was found; `null`: not known. */
  readonly tokenFrom: TokenOrigin | null
  readonly timeLimit: TimeLimit
  /** Why it does not matter that nobody is signed in, or names a repository; `null`: it does. */
  readonly notNeeded: Reason | null
}

const RetryingOctokit = Octokit.plugin(retry)

/** Says nothing: what goes wrong reaches the user as a verdict. */
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * The one place that makes an Octokit: retries, pace, user agent, the read-only gate, the count.
 * A wait that GitHub asks for is taken only when it is short.
 */
export function githubClient(
  repository: RepositoryName | null,
  access: Access,
  answers: AnswersOnDisk | null,
  timeLimit: TimeLimit,
  requests: RequestCount,
  notNeeded: Reason | null = null,
): Github {
  const asked = { repository, tokenFrom: access.githubTokenFrom ?? null, timeLimit, notNeeded }
  if (access.githubToken === null) return { ...asked, octokit: null }
  keepSecret(access.githubToken)
  const points = access.githubPointsPerMinute ?? POINTS_PER_MINUTE
  const pace = paceOf(access.githubToken, access.githubUrl, points)
  const longestWaitSeconds = access.longestWaitSeconds ?? LONGEST_WAIT_SECONDS
  const send = (url: string, init: RequestInit) =>
    pace.send(
      async () => {
        requests.github += 1
        const signal = AbortSignal.any([timeLimit.signal, AbortSignal.timeout(SLOWEST_ANSWER_MS)])
        return await limitedFetch(url, { ...init, signal })
      },
      { timeLimit, longestWaitSeconds },
    )
  const octokit = new RetryingOctokit({
    auth: access.githubToken,
    baseUrl: access.githubUrl,
    userAgent: 'grade4',
    log: silent,
    retry: { retries: RETRIES, retryAfterBaseValue: 250, doNotRetry: DO_NOT_RETRY },
    request: {
      fetch: (url: string, init: RequestInit) =>
        answers === null ? send(url, init) : answers.fetch(url, init, send),
    },
  })
  octokit.hook.before('request', (options) => {
    const route = `${options.method} ${options.url}`
    if (!Object.hasOwn(GITHUB_ROUTES, route)) throw new NotReadOnly(route)
    options.headers['x-github-api-version'] = API_VERSION
  })
  return { ...asked, octokit }
}

/** An answer was larger than anything grade4 asks for. */
class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/** `fetch` that gives up on an answer as soon as it is too large. */
async function limitedFetch(url: string, init: RequestInit): Promise<Response> {
  const { fetch } = await network()
  const response = await fetch(url, init)
  if (response.body === null) return response
  const bytes = await bytesOf(response, LARGEST_ANSWER_BYTES)
  if (bytes === null) throw new AnswerTooLarge(`More than ${LARGEST_ANSWER_BYTES} bytes.`)
  const { status, statusText, headers } = response
  const read = new Response(bytes, { status, statusText, headers })
  return Object.defineProperty(read, 'url', { value: response.url })
}
