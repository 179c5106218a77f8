import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Shell } from '../interpreter/shell.js'
import type { Status } from '../interpreter/status.js'
import type { Argument } from '../interpreter/words.js'
import { isUtility } from '../just-bash.js'
import { programNamed } from './index.js'
import type { Invocation } from './program.js'
import { runScriptFile } from './script-file.js'
import { runStranger } from './strangers.js'
import { runUtility } from './utilities.js'

/** Starts a program by its name or path. */
export async function runProgram(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  environment: Readonly<Record<string, string>>,
): Promise<Status> {
  const system = /^\/(?:usr\/(?:local\/)?)?bin\/([^/]+)$/.exec(name)?.[1]
  const invocation: Invocation = {
    shell,
    name: system ?? name,
    args: args.map(({ text }) => text),
    uncertain: args.find(({ uncertain }) => uncertain) ?? null,
    environment,
  }
  if (system === undefined && name.includes('/')) return runScriptFile(invocation)
  const own = system === undefined ? await inOwnPath(shell, name) : null
  if (own !== null) return runScriptFile({ ...invocation, name: own })
  if (system === undefined && !isInPath(shell, name)) {
    await shell.err(`bash: ${name}: command not found\n`)
    return 127
  }
  const program = shell.host.machine.commands.get(invocation.name) ?? programNamed(invocation.name)
  if (program !== undefined) return program(invocation)
  return isUtility(invocation.name) ? runUtility(invocation) : runStranger(invocation)
}

const SYSTEM = new Set(
  '/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin /usr/games /snap/bin'.split(' '),
)

/** The folders of PATH. */
function pathFolders(shell: Shell): string[] {
  const folders = (shell.variables.text('PATH') ?? '').split(':')
  return folders.map((folder) => folder.replace(/(?<=.)\/+$/, ''))
}

/** Whether PATH still has the folders of the runner's own programs. */
function isInPath(shell: Shell, name: string): boolean {
  const folders = pathFolders(shell)
  const system = folders.includes('/usr/bin') || folders.includes('/bin')
  const local = folders.includes('/usr/local/bin')
  if (system && local) return true
  if (!system && !local && !folders.some(hasHole)) return false
  throw cannotFollow(`nobody knows whether ${name} is in the folders of the script's PATH`)
}

/** A script that the job wrote into a folder of its own PATH. */
async function inOwnPath(shell: Shell, name: string): Promise<string | null> {
  const { fs } = shell.host.machine
  for (const directory of pathFolders(shell)) {
    if (directory === '' || SYSTEM.has(directory)) continue
    const path = shell.path(`${directory}/${name}`)
    if (!hasHole(path) && (await fs.exists(path)) && (await fs.stat(path)).isFile) return path
  }
  return null
}
