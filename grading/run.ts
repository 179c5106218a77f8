import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Reporter } from 'vitest/node'
import type { Plan } from '../checks/plan.js'
import type { CheckThread } from './check-thread.js'

/** File that vitest finds and is given; it stands beside this one. */
const SPEC_FILE = 'run.check.js'

/** What it stands for: the precompiled specs, which the thread imports natively. */
const SPECS = new URL('./specs.js', import.meta.url).href

/**
 * Runs the plan's checks over the plan's subjects in one vitest run, telling `reporter` as verdicts fall.
 *
 * One worker thread, no isolation, no transform of the specs, no configuration of the working folder:
 * whatever vitest.config, package.json or .env a student's clone holds is not looked at.
 * Resolves when the run is over; the thread is the caller's, for the next run or to be ended.
 * Throws only when vitest itself can't start.
 */
export async function runChecks(
  thread: CheckThread,
  plan: Plan,
  reporter: Reporter,
): Promise<void> {
  const { startVitest } = await import('vitest/node')
  const root = fileURLToPath(new URL('.', import.meta.url))
  const vitest = await startVitest(
    'test',
    [],
    {
      root,
      config: false,
      include: [SPEC_FILE],
      watch: false,
      cache: false,
      pool: thread,
      isolate: false,
      maxWorkers: 1,
      maxConcurrency: Math.max(1, plan.subjects.length * (plan.checks.length + 1)),
      reporters: [reporter, leaveSignals()],
      provide: { plan },
      server: { deps: { external: [/\/specs\.js$/] } },
    },
    { envDir: false, logLevel: 'silent', plugins: [precompiledSpecs()] },
    { stdout: silentOutput(), stderr: silentOutput() },
  )
  await vitest.close()
}

let runs = 0

/**
 * Names the specs by their URL. Left to vite, a path is cut at "#" and "?" and "%20" becomes a space, and
 * grade4 would not run where a folder above it is called so.
 */
function precompiledSpecs() {
  // Another name each time: the thread keeps what it has imported, and these are to be declared anew.
  runs += 1
  const module = `\0specs-${runs}`
  return {
    name: 'grade4:precompiled-specs',
    enforce: 'pre' as const,
    resolveId(id: string) {
      if (id.endsWith(`/${SPEC_FILE}`)) return module
      return id === SPECS ? { id, external: true } : null
    },
    load: (id: string) =>
      id === module
        ? `import { declareTests } from ${JSON.stringify(SPECS)}\ndeclareTests()`
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
