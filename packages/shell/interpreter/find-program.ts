import { byHand, hasHole, isOwnPath, type Unknown, unknown, unknownFor } from '@grade4/unknown'
import type { Command } from '../command.js'
import type { ShellKind } from '../supported.js'
import type { Shell } from './shell.js'

/** A program that was found. */
export interface FoundProgram {
  /** As `command -v` prints it. */
  readonly path: string
  /** One of the host's, another shell, or a file that the job wrote. */
  readonly runs: Command | ShellKind | 'file'
}

const SHELLS: Readonly<Record<string, ShellKind>> = {
  '/usr/bin/bash': 'bash',
  '/usr/bin/sh': 'sh',
  '/usr/bin/dash': 'sh',
}

/** Names that are surely no programs: places in a template that nobody filled in, options behind a lost backslash. */
const PLACEHOLDER = /^([A-Z][A-Z0-9_]+|-.*|)$/

/** Folders of a repository that package managers fill. */
const FILLED_BY_TOOLS = /\/(node_modules\/\.bin|\.?v?env\/bin)$/

function another(name: string): Unknown {
  return unknown(
    `which ${name} the script runs is not known: the workflow may have put another one in its place`,
    "Run the runner's own, and leave it and PATH as they are.",
  )
}

/** The program that a name or path means; `null` when it surely isn't there. */
export async function findProgram(
  shell: Shell,
  name: string,
): Promise<FoundProgram | Unknown | null> {
  const { files, commands } = shell.host
  const notKnown = unknownFor(
    byHand(`the script runs ${name}, a program that the grader does not have`),
  )
  const at = async (path: string): Promise<FoundProgram | Unknown | null> => {
    const real = path.replace(/^\/bin\//, '/usr/bin/')
    const runs = SHELLS[real] ?? commands.get(real)
    if (runs !== undefined)
      return files.hasChanged(path) || files.hasChanged(real) ? another(name) : { path, runs }
    const whole = shell.path(path)
    const hasChanged = files.hasChanged(whole)
    // A folder of PATH holds what came with the machine, and what the job has put there.
    if (!hasChanged && !name.includes('/')) return null
    if (await files.exists(whole)) return { path, runs: 'file' }
    return hasChanged ? another(name) : null
  }
  if (name.includes('/'))
    return (await at(name)) ?? (files.isUnlisted(shell.path(name)) ? notKnown : null)
  const folders = (shell.variables.text('PATH') ?? '')
    .split(':')
    .map((one) => one.replace(/(?<=.)\/+$/, ''))
  let mayBeAnother = false
  for (const folder of folders) {
    // An empty one is the working directory.
    const directory = folder === '' ? '.' : folder
    const isHidden = hasHole(folder) && !isOwnPath(folder)
    const found = isHidden ? null : await at(`${directory}/${name}`)
    if (found !== null) return mayBeAnother ? another(name) : found
    mayBeAnother ||=
      isHidden || (files.mayHoldPrograms(shell.path(directory)) && !FILLED_BY_TOOLS.test(directory))
  }
  const isSystem = folders.some(
    (folder) => /^\/(usr\/)?(local\/)?bin$/.test(folder) || hasHole(folder),
  )
  return PLACEHOLDER.test(name) || !isSystem ? null : notKnown
}
