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
 * Room for what is young: V8's own. Measured on a class of 500, of which three of five get a plan: with half of it
 * garbage is collected twice as often, which takes 7 % more of the processor for 15 MB less. Old garbage is V8's to
 * find: forcing it to look makes it drop the code it has optimized.
 */
const MOST_YOUNG_HEAP_MB = 48

/** The process's one thread for checks. */
let thread: CheckThread | null = null

/**
 * The thread that checks run in; started when it is first asked for, which is best done early: it loads clients
 * and analysis while this one still reads the command line. It keeps the process alive until `endThread`.
 */
export function startThread(): CheckThread {
  thread ??= new CheckThread()
  return thread
}

/** Ends the thread, if it was started. */
export async function endThread(): Promise<void> {
  await thread?.end()
  thread = null
}

function startWorker(): Worker {
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
  /** What the current run hears of the thread. */
  readonly #events = new EventEmitter()
  readonly #begin: () => Worker
  #worker: Worker
  #isOver = false

  /** `begin` starts a worker. */
  constructor(begin: () => Worker = startWorker) {
    this.#begin = begin
    this.#worker = this.#take(begin())
  }

  createPoolWorker(): PoolWorker {
    return this
  }

  on(event: string, listener: Listener): void {
    this.#events.on(event, listener)
  }

  off(event: string, listener: Listener): void {
    this.#events.off(event, listener)
  }

  send(message: unknown): void {
    this.#worker.postMessage(message)
  }

  deserialize(data: unknown): unknown {
    return data
  }

  /** A run begins. A worker that broke before it, when nobody listened or under another run, is replaced. */
  async start(): Promise<void> {
    if (this.#isOver) this.#worker = this.#take(this.#begin())
  }

  /** A run is over; the worker waits for the next. */
  async stop(): Promise<void> {
    this.#events.removeAllListeners()
  }

  /** Ends the worker; does nothing when it has ended. */
  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #take(worker: Worker): Worker {
    this.#isOver = false
    worker.on('message', (message) => this.#events.emit('message', message))
    // The end of a worker is reported once, which is all that vitest listens for, and to nobody between two runs.
    worker.once('error', (error) => {
      if (this.#events.listenerCount('error') > 0) this.#events.emit('error', error)
      this.#events.removeAllListeners('exit')
    })
    worker.once('exit', (code) => {
      this.#isOver = true
      this.#events.emit('exit', code)
    })
    // Nobody reads what a check prints, and a full pipe would stop it.
    worker.stdout.resume()
    worker.stderr.resume()
    return worker
  }
}
