import { hasHole, type Unknown, unknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command } from '../command.js'
import type { Shell } from './shell.js'

/** A program that was found. */
export interface FoundProgram {
  /** As `command -v` prints it. */
  readonly path: string
  /** One of the host's, another shell, or a file that the job wrote. */
  readonly runs: Command | 'shell' | 'file'
}

const SHELLS: ReadonlySet<string> = new Set(['/usr/bin/bash', '/usr/bin/sh', '/usr/bin/dash'])

/** The program that a name or path means; `null` when it surely isn't there. */
export async function findProgram(
  shell: Shell,
  name: string,
): Promise<FoundProgram | Unknown | null> {
  const { files } = shell.host
  if (name.includes('/')) {
    const path = shell.path(name)
    const runs = installedAt(shell, path)
    if (runs !== undefined) return { path: name, runs }
    if (await files.exists(path)) return { path: name, runs: 'file' }
    return files.isUnlisted(path) ? notKnown(name) : null
  }
  const folders = pathFolders(shell)
  for (const folder of folders) {
    const path = `${folder}/${name}`
    const runs = installedAt(shell, path)
    if (runs !== undefined) return { path, runs }
    if (folder === '' || hasHole(folder) || !(await files.exists(shell.path(path)))) continue
    if ((await files.stat(shell.path(path))).isFile) return { path, runs: 'file' }
  }
  if (isPlaceholder(name)) return null
  const system = folders.includes('/usr/bin') || folders.includes('/bin')
  const local = folders.includes('/usr/local/bin')
  if (!system && !local && !folders.some(hasHole)) return null
  if (system && local) return notKnown(name)
  throw cannotFollow(`nobody knows whether ${name} is in the folders of the script's PATH`)
}

function installedAt(shell: Shell, path: string): Command | 'shell' | undefined {
  const real = path.replace(/^\/bin\//, '/usr/bin/')
  return SHELLS.has(real) ? 'shell' : shell.host.commands.get(real)
}

/** The folders of PATH. */
function pathFolders(shell: Shell): string[] {
  const folders = (shell.variables.text('PATH') ?? '').split(':')
  return folders.map((folder) => folder.replace(/(?<=.)\/+$/, ''))
}

/**
 * A name that is surely no program: `COMMAND_HERE`, a place in a template that nobody filled in, or
 * `--option`, what follows a line that lacks its backslash.
 */
function isPlaceholder(name: string): boolean {
  return /^([A-Z][A-Z0-9_]+|-.*|)$/.test(name)
}

function notKnown(name: string): Unknown {
  return unknown(
    `the script runs ${name}, a program that the grader does not have`,
    'Grade this step by hand.',
  )
}
