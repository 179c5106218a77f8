import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import envPaths from 'env-paths'
import writeFileAtomic from 'write-file-atomic'
import { readText } from '../evidence/local-text.js'
import { LastRun } from '../grading/last-run.js'
import type { Report } from '../grading/report.js'

/** 25 statuses are a few hundred bytes. */
const LARGEST_BYTES = 65_536

/** The user's cache folder for grade4; `null` where there is no home to have one in. */
export function cacheFolder(env: NodeJS.ProcessEnv): string | null {
  const home = env.XDG_CACHE_HOME || env.HOME || env.LOCALAPPDATA || env.USERPROFILE
  return home ? envPaths('grade4', { suffix: '' }).cache : null
}

/** Where the last run of the report's account and repository is kept; `null` when one of them is not known. */
export function lastRunFile(
  folder: string,
  { account, repository }: Pick<Report, 'account' | 'repository'>,
): string | null {
  if (account === null || repository === null) return null
  // A name that comes from an account is no file name.
  const key = createHash('sha256').update(JSON.stringify([account, repository.toLowerCase()]))
  return join(folder, 'last-runs', `${key.digest('hex').slice(0, 32)}.json`)
}

/** The last run that was kept in a file; `null` when there is none, or it can't be read: it is a convenience. */
export async function readLastRun(file: string): Promise<LastRun | null> {
  try {
    return LastRun.parse(JSON.parse(await readText(file, LARGEST_BYTES)))
  } catch {
    return null
  }
}

/** Keeps a run for the next one, for its owner's eyes only; a folder that can't be written is let be. */
export async function writeLastRun(file: string, run: LastRun): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFileAtomic(file, `${JSON.stringify(run)}\n`, { mode: 0o600 })
  } catch {
    // A full or read-only disk is no reason to trouble a student who wants a grade.
  }
}
