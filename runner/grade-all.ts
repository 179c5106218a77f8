import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { BroadcastChannel } from 'node:worker_threads'
import type { Reporter } from 'vitest/node'
import { collectGarbage, keepYoungHeapSmall } from './memory.js'
import type { Plan } from './plan.js'
import { startThread } from './thread.js'

/** The precompiled specs, which the thread imports natively; they stand beside this file in the bundle. */
const SPECS = new URL('./specs.js', import.meta.url)

/** What a run is given, and what it reports while it goes on. */
export interface RunControl {
  /** Aborted: subjects that have been begun are finished, and no other is begun. */
  readonly signal?: AbortSignal
  /** GitHub's rate limit is used up until then, ISO 8601. */
  onWait?(until: string): void
}

let runs = 0

/**
 * Runs the plan's checks over the plan's subjects in one vitest run, and tells `reporter` as verdicts fall.
 *
 * One worker thread, which lasts from run to run, no isolation, no transform of the specs, no configuration of
 * the working folder: whatever vitest.config, package.json or .env a student's clone holds is not looked at.
 * Resolves when the run is over. Throws only when vitest itself can't start.
 */
export async function gradeAll(
  plan: Plan,
  reporter: Reporter,
  { signal, onWait = () => {} }: RunControl = {},
): Promise<void> {
  const { startVitest } = await import('vitest/node')
  // What vitest kept of the run before, and its reports, have grown old, where V8 does not look for long.
  if (runs > 0) collectGarbage()
  if (plan.subjects.length > 1) keepYoungHeapSmall()
  runs += 1
  const channel = new BroadcastChannel(`grade4-${process.pid}-${runs}`)
  channel.unref()
  channel.onmessage = ({ data }: { readonly data: unknown }) => onWait(String(data))
  const stop = () => channel.postMessage('stop')
  signal?.addEventListener('abort', stop)
  try {
    const vitest = await startVitest(
      'test',
      [],
      {
        root: fileURLToPath(new URL('.', SPECS)),
        config: false,
        include: ['specs.js'],
        watch: false,
        cache: false,
        pool: startThread(),
        isolate: false,
        maxWorkers: 1,
        maxConcurrency: Math.max(1, plan.subjects.length * (plan.checks.length + 1)),
        reporters: [
          reporter,
          leaveSignals(),
          // A stop that came before the thread listened.
          {
            onTestModuleCollected: () => {
              if (signal?.aborted === true) stop()
            },
          },
        ],
        provide: { plan, channel: channel.name },
        server: { deps: { external: [/\/specs\.js$/] } },
      },
      { envDir: false, logLevel: 'silent', plugins: [precompiledSpecs(runs)] },
      { stdout: silentOutput(), stderr: silentOutput() },
    )
    await vitest.close()
  } finally {
    signal?.removeEventListener('abort', stop)
    channel.close()
  }
}

/**
 * Puts in place of the file that vitest finds a module that imports the specs by their URL. Left to vite, a path
 * is cut at "#" and "?" and "%20" becomes a space, and grade4 would not run where a folder above it is called so.
 */
function precompiledSpecs(run: number) {
  // Another name each time: the thread keeps what it has imported, and these are to be declared anew.
  const module = `\0specs-${run}`
  return {
    name: 'grade4:precompiled-specs',
    enforce: 'pre' as const,
    resolveId(id: string) {
      if (id === SPECS.href) return { id, external: true }
      return id.endsWith('/specs.js') ? module : null
    },
    load: (id: string) =>
      id === module
        ? `import { declareTests } from ${JSON.stringify(SPECS.href)}\ndeclareTests()`
        : null,
  }
}

/**
 * Takes vitest's own handling of Ctrl-C away where the caller has one: vitest's ends the process within a
 * millisecond, whatever is still to be written.
 */
function leaveSignals(): Reporter {
  const signals = ['SIGINT', 'SIGTERM'] as const
  const before = signals.map((signal) => ({ signal, callers: process.listeners(signal) }))
  return {
    onInit: () => {
      for (const { signal, callers } of before) {
        if (callers.length === 0) continue
        for (const listener of process.listeners(signal)) {
          if (!callers.includes(listener)) process.removeListener(signal, listener)
        }
      }
    },
  }
}

/** vitest's own words are not for our users: what matters reaches them as a report. */
function silentOutput(): PassThrough {
  return new PassThrough().resume()
}
