/** Ctrl-C and its like, while they mean: finish what you are at. */
export interface StopSignals {
  /** Aborted by the first of them. */
  readonly stop: AbortSignal
  /** From now on a signal ends the process again. */
  end(): void
}

/** Catches the first SIGINT or SIGTERM; a second one ends the process at once. */
export function catchStopSignals(): StopSignals {
  const controller = new AbortController()
  const end = () => {
    process.off('SIGINT', hear)
    process.off('SIGTERM', hear)
  }
  // Not `once`: a listener that has left already makes those who clean up the terminal end the process.
  const hear = (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) return controller.abort()
    end()
    process.kill(process.pid, signal)
  }
  process.on('SIGINT', hear)
  process.on('SIGTERM', hear)
  return { stop: controller.signal, end }
}

/** What the promise gives; `null` as soon as the signal says stop. */
export async function unlessStopped<T>(promise: Promise<T>, stop: AbortSignal): Promise<T | null> {
  if (stop.aborted) return null
  let leave = () => {}
  const stopped = new Promise<null>((resolve) => {
    leave = () => resolve(null)
    stop.addEventListener('abort', leave, { once: true })
  })
  try {
    return await Promise.race([promise, stopped])
  } finally {
    stop.removeEventListener('abort', leave)
  }
}
