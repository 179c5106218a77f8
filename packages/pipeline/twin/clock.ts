import type { Clock as ScriptClock } from '@grade4/shell'

/** Virtual time: a run on the twin lasts milliseconds here and minutes there. */
export interface Clock extends ScriptClock {
  /** Whether a script has looked at the time. */
  readonly wasRead: boolean
}

/** What passes between two looks at a slow clock, in milliseconds, and what it has below a millisecond. */
const SLOW = { betweenReadsMs: 1_037, belowMs: '271828' } as const
const STILL = { betweenReadsMs: 0, belowMs: '000000' } as const

/** How much a slow clock may be ahead of one that stands still, in milliseconds. */
const FARTHEST_MS = 60_000

/**
 * A clock that stands still until somebody advances it. `startedAt`: its first reading. `isSlow`: to scripts each
 * look at it takes its time, so that what hangs on times that no script let pass comes out otherwise.
 */
export function virtualClock(startedAt: Date, isSlow = false): Clock {
  const { betweenReadsMs, belowMs } = isSlow ? SLOW : STILL
  let now = startedAt.getTime()
  let ahead = 0
  let wasRead = false
  return {
    now: () => now,
    advance: (ms) => {
      if (ms > 0) now += ms
    },
    read: () => {
      wasRead = true
      ahead = Math.min(ahead + betweenReadsMs, FARTHEST_MS)
      return now + ahead
    },
    belowMs,
    get wasRead() {
      return wasRead
    },
  }
}
