import type { Status } from '../../command.js'
import { SUPPORTED_BUILTINS } from '../../supported.js'
import type { Argument, Shell } from '../shell.js'
import { type Builtin, splitOptions } from './builtin.js'
import { breakLoop, command, evaluate, exec, exit, returnFrom, source } from './control.js'
import { declareTexts } from './declare.js'
import { hash, type } from './lookup.js'
import { echo, printf } from './output.js'
import { mapfile, read } from './read.js'
import {
  changeDirectory,
  letBuiltin,
  printDirectory,
  set,
  shift,
  shopt,
  trap,
  unset,
  wait,
} from './state.js'
import { test } from './test.js'

const succeed: Builtin = async () => 0

/** Scripts of bash expand no aliases, but with `expand_aliases`, which is refused. */
const alias: Builtin = async (shell, args) => {
  if (args.length > 0 && args.every(({ text }) => text.includes('='))) return 0
  throw shell.refuse('alias that lists aliases')
}

const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ':': succeed,
    '.': source,
    '[': test,
    alias,
    break: breakLoop,
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
    hash,
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
    true: succeed,
    type,
    unset,
    wait,
  }),
)

/** Runs a builtin; `null` for a name that is none. Throws `UnknownError` for what is not followed. */
export function runBuiltin(
  shell: Shell,
  name: string,
  args: readonly Argument[],
): Promise<Status> | null {
  if (!SUPPORTED_BUILTINS.has(name)) return null
  const { options, rest } = splitOptions(shell, name, args)
  return BUILTINS.get(name)?.(shell, rest, name, options) ?? null
}
