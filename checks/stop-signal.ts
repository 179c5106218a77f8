import { BroadcastChannel } from 'node:worker_threads'

/** Asks the worker that listens on this channel to begin no other subject. */
export function callStop(channel: string): void {
  const sender = new BroadcastChannel(channel)
  sender.postMessage('stop')
  sender.close()
}

/** Tells whoever listens by `onWait` until when GitHub makes this thread wait. */
export function tellWait(channel: string, until: Date): void {
  const sender = new BroadcastChannel(`${channel}-waits`)
  sender.postMessage(until.toISOString())
  sender.close()
}

/** Hears what `tellWait` tells on this channel. Gives what ends that. */
export function onWait(channel: string, hear: (until: string) => void): () => void {
  const listener = new BroadcastChannel(`${channel}-waits`)
  listener.onmessage = (event) => {
    const { data } = event as { data?: unknown }
    if (typeof data === 'string') hear(data)
  }
  listener.unref()
  return () => listener.close()
}

/** Calls `stop` when `callStop` is called for this channel, in whatever thread of the process. Gives what ends that. */
export function onStop(channel: string, stop: () => void): () => void {
  const listener = new BroadcastChannel(channel)
  listener.onmessage = stop
  listener.unref()
  return () => listener.close()
}
