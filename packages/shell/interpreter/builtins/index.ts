import type { Status } from '../../command.js'
import { SUPPORTED_BUILTINS } from '../../supported.js'
import type { Argument, Shell } from '../shell.js'
import { test } from '../tests.js'
import { type Builtins, splitOptions } from './builtin.js'
import { CONTROL } from './control.js'
import { DECLARE } from './declare.js'
import { INPUT_OUTPUT } from './input-output.js'
import { LOOKUP } from './lookup.js'
import { STATE } from './state.js'

const BUILTINS: Builtins = {
  ...CONTROL,
  ...DECLARE,
  ...INPUT_OUTPUT,
  ...LOOKUP,
  ...STATE,
  test,
  '[': test,
}

/** Runs a builtin; `null` for a name that is none. Throws `UnknownError` for what is not followed. */
export function runBuiltin(
  shell: Shell,
  name: string,
  args: readonly Argument[],
): Promise<Status> | null {
  if (!SUPPORTED_BUILTINS.has(name)) return null
  const { options, rest } = splitOptions(shell, name, args)
  return BUILTINS[name]?.(shell, rest, name, options) ?? null
}
