import PQueue from 'p-queue'
import type { TimeLimit } from '../budget.js'
import { isRateLimited, type LimitedAnswer, waitNamedBy } from './rate-limit.js'

/** Share of the points that is used: what arrives in a minute is not quite what was sent in one. */
const SHARE = 0.97

/** So many requests may go out together, a student's or two; those after them are spread out. */
const TOGETHER = 20

/** Requests on the way at once. GitHub takes a hundred, of all that use the token. */
const AT_ONCE = 80

/** Wait where GitHub names no time, in milliseconds; it doubles with each further refusal. */
const UNNAMED_WAIT_MS = 60_000

/** A request that GitHub refused for its limits is sent again so often. */
const WAITS = 4

/** Called when requests begin to wait for GitHub, with the moment they go on. */
type WaitListener = (until: Date) => void

let listener: WaitListener = () => {}

/** Hears of every wait that GitHub asked for in this thread. */
export function onGithubWait(hear: WaitListener): void {
  listener = hear
}

/** Whose request is sent, and how long it may wait. */
export interface Sender {
  readonly timeLimit: TimeLimit
  /** A longer wait for GitHub's limits is not taken, in seconds. */
  readonly longestWaitSeconds: number
}

/**
 * The requests of one token, of all subjects, at the pace that GitHub allows. While GitHub said wait, none is sent.
 */
export class Pace {
  readonly #queue: PQueue
  /** Milliseconds since 1970. */
  #closedUntil = 0
  /** In a row, without a time. */
  #refusals = 0
  #opening: NodeJS.Timeout | undefined

  constructor(pointsPerMinute: number) {
    this.#queue = new PQueue({
      concurrency: AT_ONCE,
      intervalCap: TOGETHER,
      interval: (TOGETHER * 60_000) / (pointsPerMinute * SHARE),
      // Counted back from each request, so that no two intervals' requests meet.
      strict: true,
    })
  }

  /**
   * What `fetch` gives when it is this request's turn; sent again after a refusal for GitHub's limits, when the
   * wait is not too long. Where it is, that refusal, though nothing was sent. A wait takes nothing of the
   * subject's time. Rejects as `fetch` does.
   */
  async send(fetch: () => Promise<Response>, sender: Sender): Promise<Response> {
    for (let waits = 0; ; waits += 1) {
      const response = await this.#inTurn(fetch, sender)
      const refusal = response === null || (await this.#isRefusal(response))
      if (!refusal) return response
      const tooLong = this.#closedUntil - Date.now() > sender.longestWaitSeconds * 1000
      if (waits >= WAITS || tooLong) return response ?? refusedUntil(this.#closedUntil)
      this.#pause()
    }
  }

  /** The answer; `null`: GitHub said wait meanwhile, and nothing was sent. */
  async #inTurn(fetch: () => Promise<Response>, { timeLimit }: Sender): Promise<Response | null> {
    const end = timeLimit.beginWait()
    try {
      return await this.#queue.add(
        async () => {
          end()
          return Date.now() < this.#closedUntil ? null : await fetch()
        },
        { signal: timeLimit.signal },
      )
    } finally {
      end()
    }
  }

  /** Whether an answer is a refusal for GitHub's limits. Until when any answer says to wait is kept. */
  async #isRefusal(response: Response): Promise<boolean> {
    const { status, headers } = response
    const answer: LimitedAnswer = {
      status,
      header: (name) => headers.get(name),
      message: status === 403 ? await response.clone().text() : '',
    }
    const refused = isRateLimited(answer)
    const now = Date.now()
    const named = waitNamedBy(answer, now)
    if (named !== null) this.#closeUntil(named)
    // Requests that were on the way together are refused together: that is one refusal.
    else if (refused && now >= this.#closedUntil) {
      this.#closeUntil(now + UNNAMED_WAIT_MS * 2 ** this.#refusals)
      this.#refusals += 1
    } else if (!refused) this.#refusals = 0
    return refused
  }

  #closeUntil(moment: number): void {
    if (moment <= this.#closedUntil) return
    this.#closedUntil = moment
    listener(new Date(moment))
  }

  /** Lets nothing out until GitHub takes requests again. */
  #pause(): void {
    this.#queue.pause()
    clearTimeout(this.#opening)
    this.#opening = setTimeout(() => {
      if (Date.now() < this.#closedUntil) this.#pause()
      else this.#queue.start()
    }, this.#closedUntil - Date.now())
  }
}

/** GitHub's refusal as it would come now. */
function refusedUntil(moment: number): Response {
  const headers = {
    'content-type': 'application/json',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(moment / 1000)),
  }
  return new Response(JSON.stringify({ message: 'Rate limit' }), { status: 429, headers })
}

const paces = new Map<string, Pace>()

/** The pace of a token on one GitHub; made with these points a minute when it is first asked for. */
export function paceOf(token: string, githubUrl: string, pointsPerMinute: number): Pace {
  const key = JSON.stringify([token, githubUrl])
  const pace = paces.get(key) ?? new Pace(pointsPerMinute)
  paces.set(key, pace)
  return pace
}
