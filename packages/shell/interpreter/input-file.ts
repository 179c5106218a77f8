import { hasHole, isOwnPath } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Shell } from './shell.js'

/** Stops at a path that bash makes a connection of: who answers it is not known. */
export function refuseConnection(absolute: string): void {
  if (/^\/dev\/(tcp|udp)\//.test(absolute)) throw cannotFollow(`the script connects to ${absolute}`)
}

/**
 * A file's content for reading from it; `null`, with bash's message on standard error, when there
 * is no such file. A file that the grader cannot see gives an unknown text.
 */
export async function readForInput(shell: Shell, path: string): Promise<string | null> {
  const { files, budget } = shell.host
  const absolute = shell.path(path)
  const unseen = () =>
    shell.unknownText(`the script reads the file ${path}, which the grader does not have`)
  if (hasHole(path) && !isOwnPath(path)) return unseen()
  if (absolute === '/dev/null') return ''
  if (absolute === '/dev/stdin') return shell.input().rest()
  refuseConnection(absolute)
  budget.file()
  const isThere = await files.exists(absolute)
  if (!isThere && files.isUnlisted(absolute)) return unseen()
  if (isThere && !(await files.stat(absolute)).isDirectory) return files.readFile(absolute)
  await shell.fail(`${path}: ${isThere ? 'Is a directory' : 'No such file or directory'}`)
  return null
}
