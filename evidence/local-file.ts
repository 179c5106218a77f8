import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { z } from 'zod'
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

/** A file below a folder. What leads out of it, by dots or by a link, is not read. */
async function readInside(folder: string, path: string): Promise<Observed<string>> {
  try {
    const [top, file] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    if (!file.startsWith(`${top}${sep}`)) return unreadable(path, 'it leads out of the clone')
    const stats = await stat(file)
    if (!stats.isFile()) return unreadable(path, 'it is no file')
    if (stats.size > LARGEST_BYTES) return unreadable(path, 'it is too large')
    return found(await readFile(file, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent(code)
    return unreadable(path, code)
  }
}

function unreadable(path: string, why: string): Observed<never> {
  return unknown(
    `The file ${path}, which main.yml names, can't be read on this machine: ${why}.`,
    'Push it, and grade the repository on GitHub.',
  )
}
