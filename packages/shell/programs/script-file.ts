import type { Status } from '../interpreter/status.js'
import { runShellProgram } from './bash.js'
import type { Invocation } from './program.js'
import { runStranger } from './strangers.js'

/** Runs a program given by its path: a script that the job itself wrote, or one nobody can see. */
export async function runScriptFile(invocation: Invocation): Promise<Status> {
  const { shell, name, args } = invocation
  const { fs } = shell.host.machine
  const path = shell.path(name)
  if (!(await fs.exists(path))) {
    if (fs.isUnlisted(path)) return runStranger(invocation)
    await shell.err(`bash: ${name}: No such file or directory\n`)
    return 127
  }
  const stat = await fs.stat(path)
  if (stat.isDirectory || (stat.mode & 0o111) === 0) {
    await shell.err(`bash: ${name}: ${stat.isDirectory ? 'Is a directory' : 'Permission denied'}\n`)
    return 126
  }
  const [first = ''] = (await fs.readFile(path)).split('\n', 1)
  if (!/^#!.*\b(ba)?sh\b/.test(first) && first.startsWith('#!')) return runStranger(invocation)
  const options = /-([a-z]+)\s*$/.exec(first)?.[0].trim()
  const given = options === undefined ? [name, ...args] : [options, name, ...args]
  return runShellProgram({ ...invocation, name: 'bash', args: given })
}
