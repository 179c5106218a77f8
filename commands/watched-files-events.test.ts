import { EventEmitter } from 'node:events'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { UsageError } from '../evidence/usage-error.js'

/** A watcher that does what it is asked: breaks, too, as chokidar does when the system has no more watches to give. */
class Watcher extends EventEmitter {
  async close(): Promise<void> {}
}

let watcher: Watcher

// Loaded anew, with the stand-in.
let watchFiles: typeof import('./watched-files.js').watchFiles
beforeAll(async () => {
  vi.resetModules()
  vi.doMock('chokidar', () => ({
    watch: () => {
      watcher = new Watcher()
      return watcher
    },
  }))
  ;({ watchFiles } = await import('./watched-files.js'))
})
afterAll(() => {
  vi.doUnmock('chokidar')
  vi.resetModules()
})

const NO_SPACE = new Error('ENOSPC: System limit for number of file watchers reached')

test.each(['before it is ready', 'later'])(
  'a watcher that breaks %s ends the watching',
  async (when) => {
    const starting = watchFiles(['/clone/main.yml'], new AbortController().signal)
    if (when === 'later') watcher.emit('ready')
    watcher.emit('error', NO_SPACE)
    const watched = await starting
    await expect(watched.nextSave()).rejects.toThrow(
      new UsageError(`/clone/main.yml can't be watched any more (${NO_SPACE}).`),
    )
    await watched.end()
  },
)

test('saves close together are one', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const starting = watchFiles(['/clone/main.yml'], new AbortController().signal)
  watcher.emit('ready')
  const watched = await starting
  const heard = vi.fn()
  const saves = watched.nextSave().then(heard)
  for (let event = 0; event < 3; event += 1) {
    watcher.emit('all')
    await vi.advanceTimersByTimeAsync(99)
  }
  expect(heard).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  await saves
  void watched.nextSave().then(heard)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(heard).toHaveBeenCalledOnce()
})
