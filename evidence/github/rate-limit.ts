import { setTimeout as sleep } from 'node:timers/promises'
import type { TimeLimit } from '../budget.js'

/** The reset is told to the second; a little later it has surely come, in milliseconds. */
const MARGIN_MS = 1_000

/** Called when requests begin to wait, with the moment they go on. */
type WaitListener = (until: Date) => void

let listener: WaitListener = () => {}

/** Hears of every wait for GitHub's rate limit in this thread. */
export function onGithubWait(hear: WaitListener): void {
  listener = hear
}

/**
 * GitHub's rate limit of one token, shared by all subjects: when an answer says that nothing is left, the
 * requests to come wait for the reset, rather than be refused one by one.
 */
class RateLimit {
  /** Milliseconds since 1970; 0: no reason to wait. */
  #goesOnAt = 0

  /** Reads the headers of an answer. */
  note(headers: Headers): void {
    const reset = Number(headers.get('x-ratelimit-reset'))
    if (headers.get('x-ratelimit-remaining') !== '0' || !(reset > 0)) return
    const goesOnAt = reset * 1000 + MARGIN_MS
    if (goesOnAt <= Math.max(Date.now(), this.#goesOnAt)) return
    this.#goesOnAt = goesOnAt
    listener(new Date(goesOnAt))
  }

  /** Resolves when a request may be sent; at once when the wait would be longer than so many seconds. */
  async ready(timeLimit: TimeLimit, longestWaitSeconds: number): Promise<void> {
    for (;;) {
      const waitMs = this.#goesOnAt - Date.now()
      if (waitMs <= 0 || waitMs > longestWaitSeconds * 1000) return
      // The wait is GitHub's wish, so it takes nothing of the subject's time.
      timeLimit.waitUntil(this.#goesOnAt)
      await sleep(waitMs)
    }
  }
}

const limits = new Map<string, RateLimit>()

/** The rate limit of a token. */
export function rateLimitOf(token: string): RateLimit {
  const limit = limits.get(token) ?? new RateLimit()
  limits.set(token, limit)
  return limit
}
