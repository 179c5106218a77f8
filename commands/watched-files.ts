import { dirname, sep } from 'node:path'
import { watch } from 'chokidar'
import { UsageError } from '../evidence/usage-error.js'

/**
 * A save is a burst of events: editors write a file beside the old one and rename it, and cdk synth writes one file
 * after another. It is over when nothing has happened for so long, in milliseconds.
 */
const QUIET_MS = 100

/** Folders of what a stack uploads, which no check reads. */
const ASSETS = `${sep}asset.`

/** Files and folders on this machine whose saves are heard of. */
export interface WatchedFiles {
  /**
   * Resolves after the next save, or at once where one has not been asked about yet; `false`: asked to stop.
   * Throws `UsageError` when the system does not watch them any more.
   */
  nextSave(): Promise<boolean>
  /** No more is heard. */
  end(): Promise<void>
}

/**
 * Watches files and folders, which need not be there yet. `paths`: absolute.
 * Their parents are watched, too: what is deleted and made anew, or renamed into place, is another file to the system.
 */
export async function watchFiles(
  paths: readonly string[],
  stop: AbortSignal,
): Promise<WatchedFiles> {
  const parents = paths.map((path) => dirname(path))
  const isWatched = (path: string) =>
    parents.includes(path) ||
    paths.some((one) => path === one || (path.startsWith(`${one}${sep}`) && !path.includes(ASSETS)))
  const watcher = watch(parents, { ignoreInitial: true, ignored: (path) => !isWatched(path) })
  let quiet: NodeJS.Timeout | undefined
  let isSaved = false
  let fault: unknown = null
  let wake = () => {}
  watcher.on('all', () => {
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      isSaved = true
      wake()
    }, QUIET_MS)
  })
  watcher.on('error', (error) => {
    fault ??= error
    wake()
  })
  stop.addEventListener('abort', () => wake())
  await new Promise<void>((resolve) => {
    wake = resolve
    watcher.once('ready', resolve)
  })
  return {
    async nextSave() {
      while (!isSaved && !stop.aborted && fault === null) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      // Such as more files than the system watches for one user.
      if (fault !== null && !stop.aborted) {
        throw new UsageError(`${paths.join(' and ')} can't be watched any more (${fault}).`)
      }
      isSaved = false
      return !stop.aborted
    },
    async end() {
      clearTimeout(quiet)
      await watcher.close()
    },
  }
}
