import { cannotFollow, hasHole } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { SUPPORTED_BUILTINS } from '../../supported.js'
import type { Argument, Shell } from '../shell.js'

/** Options by letter, with their values; empty for one that takes none. */
export type Options = ReadonlyMap<string, string>

/** A command that is part of the shell. `args`: what stands behind its options. */
export type Builtin = (
  shell: Shell,
  args: readonly Argument[],
  name: string,
  options: Options,
) => Promise<Status>

export type Builtins = Readonly<Record<string, Builtin>>

/**
 * Splits the arguments of a builtin into options and what follows them.
 * Throws `UnknownError` for an option, or a builtin, that is not followed.
 */
export function splitOptions(
  shell: Shell,
  name: string,
  args: readonly Argument[],
): { readonly options: Options; readonly rest: readonly Argument[] } {
  const followed = SUPPORTED_BUILTINS.get(name)?.[shell.kind] ?? 'refused'
  if (followed === 'refused') throw shell.refuse(name)
  const options = new Map<string, string>()
  const left = [...args]
  while (followed !== '-' && /^[-+]./.test(left[0]?.text ?? '')) {
    const option = left.shift()?.text ?? ''
    if (option === '--') break
    for (let at = 1; at < option.length; at++) {
      const letter = option.charAt(at)
      const known = followed === 'none' || letter === ':' ? -1 : followed.indexOf(letter)
      if (known === -1 || option.startsWith('+')) throw shell.refuse(`${name} ${option}`)
      const takesValue = followed[known + 1] === ':'
      options.set(letter, takesValue ? option.slice(at + 1) || (left.shift()?.text ?? '') : '')
      if (takesValue) break
    }
  }
  return { options, rest: left }
}

/** The text of an argument on which hangs what the script does. Throws `UnknownError` where it is not known. */
export function knownText(shell: Shell, { text }: Argument): string {
  if (hasHole(text)) throw shell.undecided(text)
  return text
}

/** The texts of arguments whose number is known; they may hold holes. */
export function textsOf(name: string, args: readonly Argument[]): string[] {
  if (args.every(({ uncertain }) => !uncertain)) return args.map(({ text }) => text)
  throw cannotFollow(`it is not known how many arguments ${name} gets in the script`)
}
