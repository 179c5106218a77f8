import { DECLARATIONS } from '../assignments.js'
import type { Context, Shell } from '../shell.js'
import type { Status } from '../status.js'
import type { Argument } from '../words.js'
import { breakLoop, continueLoop, exit, returnFrom } from './control.js'
import {
  changeDirectory,
  popDirectory,
  printDirectories,
  printDirectory,
  pushDirectory,
} from './directory.js'
import { builtin, command, evaluate, exec, source } from './indirect.js'
import { hash, type } from './lookup.js'
import { echo, printf } from './output.js'
import { mapfile, read } from './read.js'
import { set, shift, shopt, trap, unset } from './state.js'
import { bracket, testBuiltin } from './test.js'
import { letBuiltin, times, ulimit, umask, wait } from './various.js'

/** A command that is part of the shell. */
export type Builtin = (shell: Shell, args: readonly Argument[], context: Context) => Promise<Status>

const succeed: Builtin = async () => 0

const BUILTINS = new Map<string, Builtin>([
  [':', succeed],
  ['true', succeed],
  ['false', async () => 1],
  ['echo', echo],
  ['printf', printf],
  ['cd', changeDirectory],
  ['pwd', printDirectory],
  ['pushd', pushDirectory],
  ['popd', popDirectory],
  ['dirs', printDirectories],
  ['exit', exit],
  ['return', returnFrom],
  ['break', breakLoop],
  ['continue', continueLoop],
  ['set', set],
  ['shopt', shopt],
  ['unset', unset],
  ['shift', shift],
  ['trap', trap],
  ['read', read],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['test', testBuiltin],
  ['[', bracket],
  ['let', letBuiltin],
  ['eval', evaluate],
  ['source', source],
  ['.', source],
  ['command', command],
  ['builtin', builtin],
  ['exec', exec],
  ['type', type],
  ['hash', hash],
  ['wait', wait],
  ['umask', umask],
  ['ulimit', ulimit],
  ['alias', succeed],
  ['unalias', succeed],
  ['disown', succeed],
  ['jobs', succeed],
  ['times', times],
])

/** The builtin of a name. */
export function builtinNamed(name: string): Builtin | undefined {
  return BUILTINS.get(name)
}

/** Whether bash itself knows a command: `type` and `command -v` find it. */
export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name) || DECLARATIONS.has(name)
}
