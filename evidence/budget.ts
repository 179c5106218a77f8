import { setMaxListeners } from 'node:events'

/** How many requests went over the wire for one subject, retries included. */
export interface RequestCount {
  aws: number
  github: number
}

/** The time is up. Named as `AbortSignal.timeout` names it. */
class TimeIsUp extends Error {
  override readonly name = 'TimeoutError'
}

/** How often a countdown looks whether a wait is over, in milliseconds. */
const LOOK_EVERY_MS = 100

/**
 * The time that gathering one subject's evidence may take.
 * It starts when the first question is asked, not when the subject is queued.
 */
export class TimeLimit {
  readonly milliseconds: number
  readonly #controller = new AbortController()
  #stop: (() => void) | undefined
  #waits = 0
  /** When the waits that go on began, by `performance.now()`. */
  #waitsSince = 0
  #waitedMs = 0

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
    // Every request listens, and Node takes more than ten listeners for a leak. Not 0, which means the same:
    // Node 20's getMaxListeners, which undici calls, throws at it.
    setMaxListeners(Number.POSITIVE_INFINITY, this.#controller.signal)
  }

  /** Aborts every request that is still going when the time is up. */
  get signal(): AbortSignal {
    this.#stop ??= this.#countdown(this.milliseconds, (over) => this.#controller.abort(over))
    return this.#controller.signal
  }

  /**
   * A wait that a service asked for, which is not the subject's, begins. Gives what ends it, once. Waits at the same
   * time count once.
   */
  beginWait(): () => void {
    if (this.#waits === 0) this.#waitsSince = performance.now()
    this.#waits += 1
    let goesOn = true
    return () => {
      if (!goesOn) return
      goesOn = false
      this.#waits -= 1
      if (this.#waits === 0) this.#waitedMs += performance.now() - this.#waitsSince
    }
  }

  /** No more questions will be asked: the clock stops. */
  end(): void {
    this.#stop?.()
  }

  /** The promise, or a rejection with the signal's reason when the time is up before it settles. */
  async guard<T>(promise: Promise<T>): Promise<T> {
    return await unlessAborted(promise, this.signal)
  }

  /** The promise, or a rejection when it takes so many milliseconds longer than gathering may take. */
  async guardBeyond<T>(promise: Promise<T>, beyondMs: number): Promise<T> {
    const over = new AbortController()
    const stop = this.#countdown(this.milliseconds + beyondMs, (reason) => over.abort(reason))
    return await unlessAborted(promise, over.signal).finally(stop)
  }

  /** Whether the time is up. */
  get isOver(): boolean {
    return this.#controller.signal.aborted
  }

  /** Milliseconds of waits so far. */
  get #extraMs(): number {
    return this.#waitedMs + (this.#waits > 0 ? performance.now() - this.#waitsSince : 0)
  }

  /** Calls `end` when so much time has passed, and the waits meanwhile. Gives what stops it. */
  #countdown(limitMs: number, end: (over: TimeIsUp) => void): () => void {
    let granted = this.#extraMs
    let handle: NodeJS.Timeout
    const arm = (ms: number) => {
      handle = setTimeout(() => {
        const more = this.#extraMs - granted
        if (more <= 0) return end(new TimeIsUp(`More than ${limitMs} ms.`))
        // A wait that goes on is looked at now and then, not at every millisecond.
        const next = this.#waits > 0 ? Math.max(more, LOOK_EVERY_MS) : more
        granted += next
        arm(next)
      }, ms)
      handle.unref()
    }
    arm(limitMs)
    return () => clearTimeout(handle)
  }
}

/** The promise, or a rejection with the signal's reason when that is aborted before it settles. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const over = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, over])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
