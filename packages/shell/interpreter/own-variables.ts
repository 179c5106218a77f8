import type { Form } from '@grade4/unknown'
import type { Option, Shell } from './shell.js'

/** `$-`, in bash's order. */
const FLAGS: readonly (readonly [Option | null, string])[] = [
  ['allexport', 'a'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  [null, 'h'],
  ['nounset', 'u'],
  [null, 'B'],
  ['noclobber', 'C'],
  ['errtrace', 'E'],
]

/** Variables of bash that are set and whose values are not known, or not kept, by their form. */
const NOT_KNOWN: Readonly<Record<string, Form | undefined>> = {
  BASHOPTS: 'word',
  BASHPID: 'number',
  BASH_ALIASES: undefined,
  BASH_ARGC: undefined,
  BASH_ARGV: undefined,
  BASH_ARGV0: 'word',
  BASH_CMDS: undefined,
  BASH_COMMAND: undefined,
  BASH_LINENO: undefined,
  BASH_SOURCE: undefined,
  BASH_SUBSHELL: undefined,
  BASH_VERSINFO: undefined,
  BASH_VERSION: 'word',
  COMP_WORDBREAKS: undefined,
  DIRSTACK: undefined,
  FUNCNAME: undefined,
  GROUPS: undefined,
  HISTCMD: 'number',
  HOSTNAME: 'word',
  LINENO: 'number',
  MACHTYPE: 'word',
  RANDOM: 'number',
  SHELLOPTS: 'word',
  SRANDOM: 'number',
  TERM: 'word',
}

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
  if (shell.kind === 'sh' && name === '-') throw shell.refuse('$-')
  if (shell.kind === 'sh') return mayBeSet(name) ?? undefined
  switch (name) {
    case '-':
      return FLAGS.flatMap(([option, flag]) =>
        option === null || shell.options.has(option) ? flag : [],
      ).join('')
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
  return Object.hasOwn(NOT_KNOWN, name)
    ? shell.unknownText(`the script asks bash for ${name}`, NOT_KNOWN[name])
    : (mayBeSet(name) ?? undefined)
}
