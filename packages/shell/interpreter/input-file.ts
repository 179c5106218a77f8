import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Shell } from './shell.js'

/**
 * A file's content for reading from it; `null`, with bash's message on standard error, when there
 * is no such file. A file that the grader cannot see gives an unknown text.
 */
export async function readForInput(shell: Shell, path: string): Promise<string | null> {
  const { files } = shell.host
  const absolute = shell.path(path)
  if (hasHole(path)) return unseen(shell, 'of an unknown name')
  if (absolute === '/dev/null') return ''
  refuseConnection(absolute)
  if (absolute === '/dev/stdin') return shell.input().rest()
  shell.host.budget.file()
  if (await files.exists(absolute)) {
    if (!(await files.stat(absolute)).isDirectory) return files.readFile(absolute)
    await shell.fail(`${path}: Is a directory`)
    return null
  }
  if (files.isUnlisted(absolute)) return unseen(shell, path)
  await shell.fail(`${path}: No such file or directory`)
  return null
}

function unseen(shell: Shell, name: string): string {
  return shell.unknownText(`the script reads the file ${name}, which the grader does not have`)
}

/** Bash makes a connection of `/dev/tcp/HOST/PORT`. Throws `UnknownError`: who answers it is not known. */
export function refuseConnection(absolute: string): void {
  if (/^\/dev\/(tcp|udp)\//.test(absolute)) {
    throw cannotFollow(`the script connects to ${absolute}`)
  }
}
