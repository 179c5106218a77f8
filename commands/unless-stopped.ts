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
