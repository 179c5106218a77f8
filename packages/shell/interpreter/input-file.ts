import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Shell } from './shell.js'

/**
 * A file's content for reading from it; `null`, with bash's message on standard error, when there
 * is no such file. A file that the grader cannot see gives an unknown text.
 */
export async function readForInput(shell: Shell, path: string): Promise<string | null> {
  const { files: fs } = shell.host
  const absolute = shell.path(path)
  if (hasHole(path)) return unseen(shell, 'of an unknown name')
  if (absolute === '/dev/null') return ''
  refuseConnection(absolute)
  if (absolute === '/dev/stdin') return shell.input().rest()
  shell.host.budget.file()
  if (await fs.exists(absolute)) {
    if (!(await fs.stat(absolute)).isDirectory) return fs.readFile(absolute)
    await shell.err(`bash: ${path}: Is a directory\n`)
    return null
  }
  if (fs.isUnlisted(absolute)) return unseen(shell, path)
  await shell.err(`bash: ${path}: No such file or directory\n`)
  return null
}

function unseen(shell: Shell, name: string): string {
  return shell.host.holes.hole({
    because: `the script reads the file ${name}, which the grader does not have`,
    remedy: 'Grade this step by hand.',
  })
}

/** Bash makes a connection of `/dev/tcp/HOST/PORT`. Throws `UnknownError`: who answers it is not known. */
export function refuseConnection(absolute: string): void {
  if (/^\/dev\/(tcp|udp)\//.test(absolute)) {
    throw cannotFollow(`the script connects to ${absolute}`)
  }
}
