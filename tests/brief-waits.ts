import { vi } from 'vitest'

/** Of a client between two tries, in milliseconds; what is shorter or longer is something else, such as a time limit. */
const SHORTEST_MS = 200
const LONGEST_MS = 2_400

/** From now on what clients wait between two tries takes a hundredth of its time. */
export function makeWaitsBrief(): void {
  const { setTimeout } = globalThis
  vi.stubGlobal('setTimeout', (then: () => void, ms = 0, ...values: []) => {
    const isWait = ms >= SHORTEST_MS && ms <= LONGEST_MS
    return setTimeout(then, isWait ? ms / 100 : ms, ...values)
  })
}
