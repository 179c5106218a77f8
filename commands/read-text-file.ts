import { readFile, stat } from 'node:fs/promises'
import { UsageError } from '../evidence/usage-error.js'

/**
 * The text of a file on this machine. Throws `UsageError` when it can't be read, or has more than
 * `largestBytes`; `what`: what it should have been, `a workflow`.
 */
export async function readTextFile(
  path: string,
  { what, largestBytes }: { readonly what: string; readonly largestBytes: number },
): Promise<string> {
  try {
    // Before it is opened: a pipe would keep the reader for ever.
    const stats = await stat(path)
    if (!stats.isFile()) throw new UsageError(`${path} is not a file.`)
    if (stats.size > largestBytes) {
      throw new UsageError(`${path} is larger than ${largestBytes} bytes; that is not ${what}.`)
    }
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof UsageError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`${path} can't be read (${code}).`)
  }
}
