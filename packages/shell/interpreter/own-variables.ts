import type { Form } from '@grade4/unknown'
import type { Shell } from './shell.js'

/** Variables of bash that are set and whose values are not known, or not kept; by their form where they have one. */
const NOT_KNOWN: readonly (readonly [names: RegExp, form: Form | undefined])[] = [
  [/^(BASHPID|HISTCMD|LINENO|S?RANDOM)$/, 'number'],
  [/^(BASHOPTS|BASH_ARGV0|BASH_VERSION|HOSTNAME|MACHTYPE|SHELLOPTS|TERM)$/, 'word'],
  [/^(BASH_\w+|COMP_WORDBREAKS|DIRSTACK|FUNCNAME|GROUPS)$/, undefined],
]

/**
 * The text of a parameter or variable that the shell has by itself; `undefined`: it has none of that name.
 * Source: Bash Reference Manual, "Special Parameters", "Bash Variables".
 */
export function ownText(shell: Shell, name: string): string | undefined {
  const { clock, startedAt, architecture, jobs, mayBeSet } = shell.host
  switch (name) {
    case '#':
      return String(shell.positional.length)
    case '?':
      return shell.textOf(shell.status)
    case '!':
      return [...jobs.keys()].at(-1)
    case '$':
      return shell.host.process
    case 'PPID':
      return shell.host.parent
    case '_':
      return shell.lastArgument
    case 'OPTIND':
      return '1'
    case 'PS4':
      return '+ '
  }
  if (name === '-') throw shell.refuse('$-')
  if (shell.kind === 'sh') return mayBeSet(name) ?? undefined
  switch (name) {
    case 'SECONDS':
      return String(Math.floor((clock.read() - startedAt) / 1000))
    case 'EPOCHSECONDS':
      return String(Math.floor(clock.read() / 1000))
    case 'EPOCHREALTIME':
      return `${(clock.read() / 1000).toFixed(3)}${clock.belowMs.slice(0, 3)}`
    case 'OSTYPE':
      return 'linux-gnu'
    case 'HOSTTYPE':
      return architecture === 'arm64' ? 'aarch64' : 'x86_64'
    case 'BASH':
      return '/usr/bin/bash'
    case 'OPTERR':
      return '1'
    // The runner's user is not root. Source: actions/runner-images.
    case 'UID':
    case 'EUID':
      return '1001'
  }
  if (name === 'BASH_SOURCE' && shell.sourceDepth === 0 && shell.name.includes('/'))
    return shell.name
  const notKnown = NOT_KNOWN.find(([names]) => names.test(name))
  return notKnown === undefined
    ? (mayBeSet(name) ?? undefined)
    : shell.unknownText(`the script asks bash for ${name}`, notKnown[1])
}
