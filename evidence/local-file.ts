import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { z } from 'zod'
import { errorCode, pathInside, readText, UnreadableFile } from './local-text.js'
import { question } from './question.js'

/** As GitHub's limit on a workflow; bytes are at least as many as characters. */
const LARGEST_BYTES = 1_048_576

/** The text of a file of the clone that main.yml is taken from, by its path from the top of the clone. */
export const localFile = question({
  name: 'local.file',
  schema: z.string(),
  ask: async ({ subject: { clone } }, path: string) =>
    clone === undefined
      ? unreadable(path, 'main.yml is not in a clone of the repository')
      : await readInside(clone, path),
})

/** Why a file is not read, in words. */
const WHY = {
  outside: 'it leads out of the clone',
  'not a file': 'it is no file',
  'too large': 'it is too large',
}

/** A file below a folder. What leads out of it, by dots or by a link, is not read. */
async function readInside(folder: string, path: string): Promise<Observed<string>> {
  try {
    return found(await readText(await pathInside(folder, path), LARGEST_BYTES))
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    if (error.why !== 'unreadable') return unreadable(path, WHY[error.why])
    const code = errorCode(error.cause) ?? 'unknown error'
    return code === 'ENOENT' || code === 'ENOTDIR' ? absent(code) : unreadable(path, code)
  }
}

function unreadable(path: string, why: string): Observed<never> {
  return unknown(
    `The file ${path}, which main.yml names, can't be read on this machine: ${why}.`,
    'Push it, and grade the repository on GitHub.',
  )
}
