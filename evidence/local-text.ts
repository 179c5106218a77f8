import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** The operating system's code of an error, `ENOENT`; `null`: it has none. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}

/** A file on this machine is not read. The message says why, as the end of a sentence that begins with its path. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  readonly why: 'outside' | 'not a file' | 'too large' | 'unreadable'

  constructor(why: UnreadableFile['why'], message: string, cause?: unknown) {
    super(message, { cause })
    this.why = why
  }
}

/** The text of a file. Throws `UnreadableFile` for what can't be read, is no file, or has more than `largestBytes`. */
export async function readText(path: string, largestBytes: number): Promise<string> {
  try {
    // Before it is opened: a pipe would keep the reader for ever.
    const stats = await stat(path)
    if (!stats.isFile()) throw new UnreadableFile('not a file', 'is not a file')
    if (stats.size > largestBytes) {
      throw new UnreadableFile('too large', `is larger than ${largestBytes} bytes`)
    }
    return await readFile(path, 'utf8')
  } catch (error) {
    throw unreadable(error)
  }
}

/** The real path of something in a folder. Throws `UnreadableFile` for what leads out of it, by dots or by a link. */
export async function pathInside(folder: string, name: string): Promise<string> {
  try {
    const [top, path] = await Promise.all([realpath(folder), realpath(join(folder, name))])
    if (path.startsWith(`${top}${sep}`)) return path
  } catch (error) {
    throw unreadable(error)
  }
  throw new UnreadableFile('outside', 'leads out of its folder')
}

function unreadable(error: unknown): unknown {
  const code = error instanceof UnreadableFile ? null : errorCode(error)
  return code === null ? error : new UnreadableFile('unreadable', `can't be read (${code})`, error)
}

/** What a text of JSON holds; `null` where it is none, also. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
