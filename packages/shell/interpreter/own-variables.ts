import type { Form } from '@grade4/unknown'
import type { Shell } from './shell.js'

/** Variables of bash that are set and whose values are not known, or not kept; by their form where they have one. */
const NOT_KNOWN: readonly (readonly [names: RegExp, form: Form | undefined])[] = [
  [/^(BASHPID|HISTCMD|LINENO|S?RANDOM)$/, 'number'],
  [/^(BASHOPTS|BASH_ARGV0|BASH_VERSION|HOSTNAME|MACHTYPE|SHELLOPTS|TERM)$/, 'word'],
  [/^(BASH_\w+|COMP_WORDBREAKS|DIRSTACK|FUNCNAME|GROUPS)$/, undefined],
]

type Own = (shell: Shell) => string | undefined

/** Those that bash and dash have. */
const OF_BOTH: ReadonlyMap<string, Own> = new Map<string, Own>([
  ['#', ({ positional }) => String(positional.length)],
  ['?', (shell) => shell.textOf(shell.status)],
  ['!', ({ host }) => [...host.jobs.keys()].at(-1)],
  ['$', ({ host }) => host.process],
  ['PPID', ({ host }) => host.parent],
  ['_', ({ lastArgument }) => lastArgument],
  ['OPTIND', () => '1'],
  ['PS4', () => '+ '],
])

const seconds = (milliseconds: number) => String(Math.floor(milliseconds / 1000))

/** Those that bash alone has. */
const OF_BASH: ReadonlyMap<string, Own> = new Map<string, Own>([
  ['SECONDS', ({ host }) => seconds(host.clock.read() - host.startedAt)],
  ['EPOCHSECONDS', ({ host }) => seconds(host.clock.read())],
  [
    'EPOCHREALTIME',
    ({ host: { clock } }) => `${(clock.read() / 1000).toFixed(3)}${clock.belowMs.slice(0, 3)}`,
  ],
  ['OSTYPE', () => 'linux-gnu'],
  ['HOSTTYPE', ({ host }) => (host.architecture === 'arm64' ? 'aarch64' : 'x86_64')],
  ['BASH', () => '/usr/bin/bash'],
  ['OPTERR', () => '1'],
  // The runner's user is not root. Source: actions/runner-images.
  ['UID', () => '1001'],
  ['EUID', () => '1001'],
])

/**
 * The text of a parameter or variable that the shell has by itself; `undefined`: it has none of that name.
 * Source: Bash Reference Manual, "Special Parameters", "Bash Variables".
 */
export function ownText(shell: Shell, name: string): string | undefined {
  const isBash = shell.kind === 'bash'
  if (name === '-') throw shell.refuse('$-')
  const own = OF_BOTH.get(name) ?? (isBash ? OF_BASH.get(name) : undefined)
  if (own !== undefined) return own(shell)
  if (isBash && name === 'BASH_SOURCE' && shell.sourceDepth === 0 && shell.name.includes('/'))
    return shell.name
  const notKnown = isBash ? NOT_KNOWN.find(([names]) => names.test(name)) : undefined
  return notKnown === undefined
    ? (shell.host.mayBeSet(name) ?? undefined)
    : shell.unknownText(`the script asks bash for ${name}`, notKnown[1])
}
