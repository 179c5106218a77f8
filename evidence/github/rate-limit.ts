/**
 * What GitHub lets one token spend in a minute, in points; a GET is one.
 * Source: GitHub documentation, "Rate limits for the REST API", secondary rate limits.
 */
export const POINTS_PER_MINUTE = 900

/** What tells whether and how long GitHub wants a caller to wait: an answer's status, headers and message. */
export interface LimitedAnswer {
  readonly status: number
  /** The value of a header, by its name in lower case. */
  header(name: string): string | number | null | undefined
  /** GitHub's sentence, or the body that holds it. */
  readonly message: string
}

/** What GitHub's own times, which are whole seconds, are waited for beyond, in milliseconds. */
const MARGIN_MS = 1_000

/**
 * Whether GitHub refused a request for its rate limits alone. Of the secondary limit it may send nothing but a
 * sentence.
 * Source: GitHub documentation, "Rate limits for the REST API".
 */
export function isRateLimited({ status, header, message }: LimitedAnswer): boolean {
  if (status === 429) return true
  return (
    status === 403 &&
    (header('x-ratelimit-remaining') === '0' ||
      (header('retry-after') ?? null) !== null ||
      /rate limit/i.test(message))
  )
}

/** The moment an answer names before which nothing may be sent, in milliseconds since 1970; `null`: it names none. */
export function waitNamedBy({ header, ...answer }: LimitedAnswer, now: number): number | null {
  const retryAfter = header('retry-after') ?? null
  if (retryAfter !== null && isRateLimited({ header, ...answer })) {
    return now + Number(retryAfter) * 1000
  }
  const reset = Number(header('x-ratelimit-reset'))
  return header('x-ratelimit-remaining') === '0' && reset > 0 ? reset * 1000 + MARGIN_MS : null
}
