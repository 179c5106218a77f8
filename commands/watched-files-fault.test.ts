import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { UsageError } from './usage-error.js'
import { watchFiles } from './watched-files.js'

/** A watcher that can be told to break, as chokidar does when the system has no more watches to give. */
class Watcher extends EventEmitter {
  async close(): Promise<void> {}
}

let watcher: Watcher

vi.mock('chokidar', () => ({
  watch: () => {
    watcher = new Watcher()
    return watcher
  },
}))

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
