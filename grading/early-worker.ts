import { SHARE_ENV, Worker } from 'node:worker_threads'
import type { PoolRunnerInitializer, PoolWorker } from 'vitest/node'

/** What the thread runs; it stands beside this file in the bundle. */
const WORKER_FILE = new URL('./worker.js', import.meta.url)

/** A thread that nobody has asked for yet. */
let waiting: Worker | null = null

/**
 * Starts the thread of the next run: it loads clients and analysis while this one still reads the command line.
 * It does not keep the process alive, so one that turns out not to be needed is no harm.
 */
export function startEarly(): void {
  waiting = startThread()
  waiting.unref()
}

function startThread(): Worker {
  // The variables are shared, since the demo sets some after an early start.
  return new Worker(WORKER_FILE, { stdout: true, stderr: true, env: SHARE_ENV })
}

/**
 * A pool of one worker thread that is started at once, not when vitest first wants it: two processors then
 * load vitest and the checks side by side. Otherwise it is what vitest's own `threads` pool is.
 */
export class EarlyWorker implements PoolRunnerInitializer, PoolWorker {
  readonly name = 'early-worker'
  readonly #thread: Worker
  #ended: Error | null = null

  constructor() {
    this.#thread = waiting ?? startThread()
    this.#thread.ref()
    waiting = null
    this.#thread.on('error', (error) => {
      this.#ended ??= error
    })
    this.#thread.on('exit', () => {
      this.#ended ??= new Error('The worker thread has ended.')
    })
    // Nobody reads what a check prints, and a full pipe would stop it. Reading keeps the process alive, so
    // it starts here.
    this.#thread.stdout.resume()
    this.#thread.stderr.resume()
  }

  createPoolWorker(): PoolWorker {
    return this
  }

  on(event: string, listener: (argument: unknown) => void): void {
    this.#thread.on(event, listener)
  }

  off(event: string, listener: (argument: unknown) => void): void {
    this.#thread.off(event, listener)
  }

  send(message: unknown): void {
    this.#thread.postMessage(message)
  }

  deserialize(data: unknown): unknown {
    return data
  }

  /** Throws when the thread broke before vitest was there to hear of it. */
  async start(): Promise<void> {
    if (this.#ended !== null) throw this.#ended
  }

  /** Ends the thread; does nothing when it has ended. */
  async stop(): Promise<void> {
    await this.#thread.terminate()
  }
}
