import type { Status } from '../../command.js'
import type { BuiltinName } from '../../supported.js'
import type { Argument, Shell } from '../shell.js'

/** Options by letter, with their values; empty for one that takes none. */
export type Options = ReadonlyMap<string, string>

/** A command that is part of the shell. `args`: what stands behind its options. */
export type Builtin = (
  shell: Shell,
  args: readonly Argument[],
  name: BuiltinName,
  options: Options,
) => Promise<Status>

/**
 * Splits arguments into options and what follows them. `followed`: as in `BUILTINS`.
 * Throws `UnknownError` for any other option.
 */
export function splitOptions(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  followed: string,
): { readonly options: Options; readonly rest: readonly Argument[] } {
  const options = new Map<string, string>()
  const left = [...args]
  while (/^[-+]./.test(left[0]?.text ?? '')) {
    const option = left.shift()?.text ?? ''
    if (option === '--') break
    const text = option.slice(1)
    if (option.startsWith('+')) {
      if (!followed.includes(option)) throw shell.refuse(`${name} ${option}`)
      options.set(option, '')
      continue
    }
    for (let at = 0; at < text.length; at++) {
      const letter = text.charAt(at)
      const known = followed.indexOf(letter)
      if (/[:+]/.test(letter) || known === -1) throw shell.refuse(`${name} -${letter}`)
      if (followed[known + 1] !== ':') options.set(letter, '')
      else {
        options.set(letter, text.slice(at + 1) || (left.shift()?.text ?? ''))
        break
      }
    }
  }
  return { options, rest: left }
}
