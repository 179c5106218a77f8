import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { Octokit } from '@octokit/rest'
import type { Access, TokenOrigin } from '../access.js'
import type { RequestCount, TimeLimit } from '../budget.js'
import { GITHUB_ROUTES, NotReadOnly } from '../read-only.js'
import { keepSecret } from '../redact.js'
import type { AnswersOnDisk } from './answers-on-disk.js'
import { rateLimitOf } from './rate-limit.js'

/** First version that tells which form of the subject claim a repository gets. */
const API_VERSION = '2026-03-10'

/** No answer we ask for is honestly larger; a 100 MB main.yml is not read to its end. */
const LARGEST_ANSWER_BYTES = 8_388_608

/** GitHub cuts off answers slower than ten seconds; a little more for the way. */
const SLOWEST_ANSWER_MS = 15_000

/** How often a request is tried again after a 5xx or a broken connection. */
const RETRIES = 3

/** A wait for the rate limit is taken this often, and when it is not longer than that, in seconds, unless told. */
const RATE_LIMIT_WAITS = 2
const LONGEST_WAIT = 10

/** The GitHub client of one subject, behind the read-only gate. */
export interface Github {
  /** `null`: nobody is signed in, so nothing is asked. */
  readonly octokit: Octokit | null
  /** Where its token was found; `null`: not told. */
  readonly tokenFrom: TokenOrigin | null
  readonly timeLimit: TimeLimit
}

const RetryingOctokit = Octokit.plugin(retry, throttling)

/** Says nothing: what goes wrong reaches the user as a verdict. */
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * The one place that makes an Octokit: retries, rate limits, user agent, the read-only gate, the count.
 * A wait that GitHub asks for is taken only when it is short.
 */
export function githubClient(
  access: Access,
  answers: AnswersOnDisk | null,
  timeLimit: TimeLimit,
  requests: RequestCount,
): Github {
  const tokenFrom = access.githubTokenFrom ?? null
  if (access.githubToken === null) return { octokit: null, tokenFrom, timeLimit }
  keepSecret(access.githubToken)
  const longestWait = access.longestWaitSeconds ?? LONGEST_WAIT
  const waitIfShort = (seconds: number, _options: unknown, _octokit: unknown, waits: number) => {
    if (waits >= RATE_LIMIT_WAITS || seconds > longestWait) return false
    timeLimit.waitUntil(Date.now() + seconds * 1000)
    return true
  }
  const rateLimit = rateLimitOf(access.githubToken)
  const send = async (url: string, init: RequestInit) => {
    await rateLimit.ready(timeLimit, longestWait)
    requests.github += 1
    const signal = AbortSignal.any([timeLimit.signal, AbortSignal.timeout(SLOWEST_ANSWER_MS)])
    const response = await limitedFetch(url, { ...init, signal })
    rateLimit.note(response.headers)
    return response
  }
  const octokit = new RetryingOctokit({
    auth: access.githubToken,
    baseUrl: access.githubUrl,
    userAgent: 'grade4',
    log: silent,
    retry: { retries: RETRIES, retryAfterBaseValue: 250 },
    throttle: {
      onRateLimit: waitIfShort,
      onSecondaryRateLimit: waitIfShort,
      fallbackSecondaryRateRetryAfter: 60,
    },
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
  return { octokit, tokenFrom, timeLimit }
}

/** An answer was larger than anything grade4 asks for. */
class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/** `fetch` that gives up on an answer as soon as it is too large. */
async function limitedFetch(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init)
  if (response.body === null) return response
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > LARGEST_ANSWER_BYTES) throw new AnswerTooLarge(`More than ${size} bytes.`)
    chunks.push(chunk)
  }
  const { status, statusText, headers } = response
  const read = new Response(Buffer.concat(chunks), { status, statusText, headers })
  return Object.defineProperty(read, 'url', { value: response.url })
}
