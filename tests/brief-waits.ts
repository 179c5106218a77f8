import { vi } from 'vitest'

/** Of a client between two tries, in milliseconds; what is shorter or longer is something else, such as a time limit. */
const SHORTEST_MS = 200
const LONGEST_MS = 2_400

/**
 * From now on what clients wait between two tries takes a hundredth of its time, after which it is as late as if it
 * had taken all of it: who waits for a moment looks at the time.
 */
export function makeWaitsBrief(): void {
  const { setTimeout } = globalThis
  const { now } = Date
  let skippedMs = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + skippedMs)
  vi.stubGlobal('setTimeout', (then: (...values: []) => void, ms = 0, ...values: []) => {
    if (ms < SHORTEST_MS || ms > LONGEST_MS) return setTimeout(then, ms, ...values)
    const passed = () => {
      skippedMs += ms - ms / 100
      then(...values)
    }
    return setTimeout(passed, ms / 100)
  })
}
