/** Virtual time: a run on the twin lasts milliseconds here and minutes there. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Lets time pass; `ms` is in milliseconds and not negative. */
  advance(ms: number): void
}

/** A clock that stands still until somebody advances it. `startedAt`: its first reading. */
export function virtualClock(startedAt: Date): Clock {
  let now = startedAt.getTime()
  return {
    now: () => now,
    advance: (ms) => {
      if (ms > 0) now += ms
    },
  }
}
