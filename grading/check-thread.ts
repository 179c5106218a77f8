import { EventEmitter } from 'node:events'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import type { PoolRunnerInitializer, PoolWorker } from 'vitest/node'

/** What the thread runs; it stands beside this file in the bundle. */
const WORKER_FILE = new URL('./worker.js', import.meta.url)

/**
 * Far more than grading takes, which is 70 MB. The less there may be, the sooner V8 collects garbage: without
 * a limit a class took a hundred MB more, at no gain in time.
 */
const MOST_HEAP_MB = 1024

/**
 * Room for what is young. Measured on a class of 500: with V8's own 48 MB no faster, and 20 MB more; with 12 MB
 * a twelfth slower. Old garbage is V8's to find: forcing it to look makes it drop the code it has optimized.
 */
const MOST_YOUNG_HEAP_MB = 24

/** A thread that nobody has asked for yet. */
let waiting: Worker | null = null

/**
 * Starts the first thread: it loads clients and analysis while this one still reads the command line.
 * It does not keep the process alive, so one that turns out not to be needed is no harm.
 */
export function startEarly(): void {
  waiting = startThread()
  waiting.unref()
}

/** Lends a thread, and ends it when `use` is over. */
export async function withCheckThread<T>(use: (thread: CheckThread) => Promise<T>): Promise<T> {
  const thread = new CheckThread()
  try {
    return await use(thread)
  } finally {
    await thread.end()
  }
}

function startThread(): Worker {
  return new Worker(WORKER_FILE, {
    stdout: true,
    stderr: true,
    // The variables are shared, since the demo sets some after an early start.
    env: SHARE_ENV,
    resourceLimits: {
      maxOldGenerationSizeMb: MOST_HEAP_MB,
      maxYoungGenerationSizeMb: MOST_YOUNG_HEAP_MB,
    },
  })
}

type Listener = (argument: unknown) => void

/**
 * A pool of one worker thread, which is started at once, not when vitest first wants it: two processors then
 * load vitest and the checks side by side. It lasts from run to run: a class is graded by code that is warm.
 */
export class CheckThread implements PoolRunnerInitializer, PoolWorker {
  readonly name = 'check-thread'
  /** What the thread tells the run. */
  readonly #told = new EventEmitter()
  readonly #begin: () => Worker
  #thread: Worker
  #isOver = false

  /** `begin` starts a thread. */
  constructor(begin: () => Worker = startThread) {
    this.#begin = begin
    this.#thread = this.#take(waiting ?? begin())
    waiting = null
  }

  createPoolWorker(): PoolWorker {
    return this
  }

  on(event: string, listener: Listener): void {
    this.#told.on(event, listener)
  }

  off(event: string, listener: Listener): void {
    this.#told.off(event, listener)
  }

  send(message: unknown): void {
    this.#thread.postMessage(message)
  }

  deserialize(data: unknown): unknown {
    return data
  }

  /** A run begins. A thread that broke before it, when nobody listened or under another run, is replaced. */
  async start(): Promise<void> {
    if (this.#isOver) this.#thread = this.#take(this.#begin())
  }

  /** A run is over; the thread waits for the next. */
  async stop(): Promise<void> {
    this.#told.removeAllListeners()
  }

  /** Ends the thread; does nothing when it has ended. */
  async end(): Promise<void> {
    await this.#thread.terminate()
  }

  #take(thread: Worker): Worker {
    this.#isOver = false
    thread.ref()
    thread.on('message', (message) => this.#told.emit('message', message))
    // The end of a thread is told once, which is all that vitest listens for, and to nobody between two runs.
    thread.once('error', (error) => {
      if (this.#told.listenerCount('error') > 0) this.#told.emit('error', error)
      this.#told.removeAllListeners('exit')
    })
    thread.once('exit', (code) => {
      this.#isOver = true
      this.#told.emit('exit', code)
    })
    // Nobody reads what a check prints, and a full pipe would stop it. Reading keeps the process alive, so
    // it starts here.
    thread.stdout.resume()
    thread.stderr.resume()
    return thread
  }
}
