/** Ctrl-C and its like, while they mean: finish what you are at. */
export interface StopSignals {
  /** Calls `stop` at the first signal, or now when it has come already. */
  onStop(stop: () => void): void
  /** From now on a signal ends the process again. */
  end(): void
}

/** Catches the first SIGINT or SIGTERM; a second one ends the process at once. */
export function catchStopSignals(): StopSignals {
  let caught = false
  let stop = () => {}
  const end = () => {
    process.off('SIGINT', hear)
    process.off('SIGTERM', hear)
  }
  // Not `once`: a listener that has left already makes those who clean up the terminal end the process.
  const hear = (signal: NodeJS.Signals) => {
    if (caught) {
      end()
      process.kill(process.pid, signal)
      return
    }
    caught = true
    stop()
  }
  process.on('SIGINT', hear)
  process.on('SIGTERM', hear)
  return {
    onStop: (called) => {
      stop = called
      if (caught) called()
    },
    end,
  }
}
