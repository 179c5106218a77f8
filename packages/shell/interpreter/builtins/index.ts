import type { Status } from '../../command.js'
import { BUILTINS, type BuiltinName, isBuiltin, isRefusedBuiltin } from '../../supported.js'
import type { Argument, Shell } from '../shell.js'
import { type Builtin, splitOptions } from './builtin.js'
import { breakLoop, exit, returnFrom } from './control.js'
import { declareTexts } from './declare.js'
import { changeDirectory, printDirectory } from './directory.js'
import { builtin, command, evaluate, exec, source } from './indirect.js'
import { lookUp, type } from './lookup.js'
import { echo, printf } from './output.js'
import { mapfile, read } from './read.js'
import { letBuiltin, set, shift, shopt, trap, unset, wait } from './state.js'
import { test } from './test.js'

const FUNCTIONS: Readonly<Record<BuiltinName, Builtin>> = {
  ':': async () => 0,
  '.': source,
  '[': test,
  break: breakLoop,
  builtin,
  cd: changeDirectory,
  command,
  continue: breakLoop,
  declare: declareTexts,
  echo,
  eval: evaluate,
  exec,
  exit,
  export: declareTexts,
  false: async () => 1,
  hash: lookUp,
  let: letBuiltin,
  local: declareTexts,
  mapfile,
  printf,
  pwd: printDirectory,
  read,
  readarray: mapfile,
  readonly: declareTexts,
  return: returnFrom,
  set,
  shift,
  shopt,
  source,
  test,
  trap,
  true: async () => 0,
  type,
  typeset: declareTexts,
  unset,
  wait,
}

/** Runs a builtin. Throws `UnknownError` for an option that is not followed. */
export function runBuiltin(
  shell: Shell,
  name: BuiltinName,
  args: readonly Argument[],
): Promise<Status> {
  const [, followed] = BUILTINS[name]
  const { options, rest } =
    followed === null
      ? { options: new Map(), rest: args }
      : splitOptions(shell, name, args, followed)
  return FUNCTIONS[name](shell, rest, name, options)
}

/** The builtin of a name in a shell. Throws `UnknownError` for one that is not followed. */
export function builtinNamed(shell: Shell, name: string): BuiltinName | undefined {
  if (isRefusedBuiltin(name, shell.kind)) throw shell.refuse(name)
  return isBuiltin(name) ? name : undefined
}
