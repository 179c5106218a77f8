import { readFileSync, rmSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'
import { errorCode, jsonOrNull } from '../../evidence/local-text.js'
import { UsageError } from '../../evidence/usage-error.js'

const Owner = z.object({ pid: z.int().positive(), host: z.string(), since: z.string() })
type Owner = z.infer<typeof Owner>

/** Another run is at work in the folder. */
export class FolderLocked extends UsageError {
  override readonly name = 'FolderLocked'
}

/**
 * Takes a lock file for this process; gives what lets go of it. Throws `FolderLocked`.
 *
 * The file is made with O_EXCL and names its owner. One whose owner is dead is taken over at once, so that
 * a killed batch can be started again without a wait, which locks that age by the clock ask for.
 */
export async function takeLock(path: string): Promise<() => void> {
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
  } satisfies Owner)
  for (;;) {
    try {
      await writeFile(path, mine, { flag: 'wx' })
      return () => {
        if (readFileSync(path, 'utf8') === mine) rmSync(path)
      }
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
      await removeStale(path)
    }
  }
}

/** Removes the lock of a dead process. Throws `FolderLocked` when its owner is alive, or may be. */
async function removeStale(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
  if (text === null) return
  const owner = Owner.safeParse(jsonOrNull(text))
  // Empty: its owner died, or is, between making and filling the file.
  if (!owner.success && text !== '') throw new FolderLocked(`${path} is no lock of grade4.`)
  if (owner.success) {
    const { pid, host, since } = owner.data
    if (host !== hostname()) {
      throw new FolderLocked(
        `A batch on ${host} (process ${pid}, since ${since}) works in this folder. If it is dead, delete ${path}.`,
      )
    }
    if (isAlive(pid)) {
      throw new FolderLocked(
        `Another batch works in this folder: process ${pid}, since ${since}. If that is no grade4, delete ${path}.`,
      )
    }
  }
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error
  })
  const moved = await readFile(aside, 'utf8').catch(() => null)
  // Somebody else took the dead lock over in between, and this is theirs: put it back.
  if (moved !== null && moved !== text) await link(aside, path)
  await rm(aside, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
