import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../../cannot-follow.js'
import type { Argument, Shell } from '../shell.js'

/** The text of an argument on which hangs what the script does. Throws `UnknownError` where it is not known. */
export function knownText(shell: Shell, { text }: Argument): string {
  if (hasHole(text)) throw shell.undecided(text)
  return text
}

/** The texts of arguments whose number is known; they may hold holes. */
export function textsOf(name: string, args: readonly Argument[]): string[] {
  const unsure = args.find(({ uncertain }) => uncertain)
  if (unsure !== undefined)
    throw cannotFollow(`nobody knows how many arguments ${name} gets in the script`)
  return args.map(({ text }) => text)
}

/** Whether a text may be the name of a variable. Throws `UnknownError` where it is not known. */
export function isName(shell: Shell, text: string): boolean {
  if (hasHole(text)) throw shell.undecided(text)
  return /^[A-Za-z_]\w*$/.test(text)
}
