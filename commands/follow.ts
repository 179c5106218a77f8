import { type Progress, rolloutGoesOn, runGoesOn } from '../facts/progress.js'
import { unlessStopped } from './stop-signals.js'

/** How following ended: everything has ended, was stopped, took too long, or can't be looked at. */
export type Followed = 'ended' | 'stopped' | 'time limit' | 'unknown'

/** How often a look may fail in a row before what was followed is given up. */
const MOST_BLIND_LOOKS = 5

/** What following needs of the world around it. Times in milliseconds. */
export interface Follow {
  /** Looks anew, each time. */
  look(): Promise<Progress>
  /** Hears of every look. */
  tell(progress: Progress): void
  readonly everyMs: number
  readonly limitMs: number
  /** Ends the following at once; what is on its way is not waited for. */
  readonly stop: AbortSignal
  now(): number
  /** Resolves after so long, or when the signal says stop. */
  pause(ms: number, stop: AbortSignal): Promise<void>
}

/** Looks again and again until neither a run nor a rollout goes on. */
export async function follow({
  look,
  tell,
  everyMs,
  limitMs,
  stop,
  now,
  pause,
}: Follow): Promise<Followed> {
  const endAt = now() + limitMs
  let blindLooks = 0
  let hasGone = false
  for (;;) {
    const progress = await unlessStopped(look(), stop)
    if (progress === null) return 'stopped'
    tell(progress)
    const goesOn = runGoesOn(progress) || rolloutGoesOn(progress)
    hasGone ||= goesOn
    blindLooks = progress.unknown.length > 0 ? blindLooks + 1 : 0
    if (!goesOn) {
      if (blindLooks === 0) return 'ended'
      if (!hasGone || blindLooks >= MOST_BLIND_LOOKS) return 'unknown'
    }
    const left = endAt - now()
    if (left <= 0) return 'time limit'
    await pause(Math.min(everyMs, left), stop)
    if (stop.aborted) return 'stopped'
  }
}
