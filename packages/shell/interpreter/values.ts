import { hasHole, isUnknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { evaluateText } from './arithmetic.js'
import { parseQuoted } from './parse-text.js'
import type { Context, Options, Shell } from './shell.js'
import type { Status } from './status.js'
import { AssociativeArray, IndexedArray } from './variables.js'
import { expandText } from './words.js'

/** `$!`: every job in the background has this number. */
export const BACKGROUND_PROCESS = '4243'

const SUBSCRIPTED = /^([A-Za-z_]\w*)\[(.*)\]$/s

/** Name and subscript of `name[subscript]`; `null` for any other parameter. */
export function subscripted(parameter: string): { name: string; subscript: string } | null {
  const match = SUBSCRIPTED.exec(parameter)
  if (match?.[1] === undefined || match[2] === undefined) return null
  return { name: match[1], subscript: match[2] }
}

/** All elements of `@`, `*`, `name[@]` or `name[*]`; `null` for a parameter that is a single text. */
export function elementsOf(shell: Shell, parameter: string): string[] | null {
  if (parameter === '@' || parameter === '*') return shell.positional
  const array = subscripted(parameter)
  if (array === null || !/^[@*]$/.test(array.subscript)) return null
  if (array.name === 'PIPESTATUS') return shell.pipeStatuses.map((one) => statusText(shell, one))
  const value = shell.variables.get(array.name)
  if (value === undefined) return elementsMadeUp(shell, array.name)
  if (typeof value === 'string') return [value]
  return value instanceof IndexedArray
    ? value.sorted().map(([, text]) => text)
    : [...value.elements.values()]
}

function elementsMadeUp(shell: Shell, name: string): string[] {
  const text = dynamic(shell, name)
  if (text === undefined) return []
  if (hasHole(text)) throw cannotFollow(`the script asks bash for ${name}, which the grader lacks`)
  return [text]
}

/** The text of a parameter that is a single text; `undefined` when it isn't set. */
export async function textOf(
  shell: Shell,
  parameter: string,
  context: Context,
): Promise<string | undefined> {
  const array = subscripted(parameter)
  if (array !== null) return elementOf(shell, array.name, array.subscript, context)
  if (/^\d+$/.test(parameter)) {
    return parameter === '0' ? shell.name : shell.positional[Number(parameter) - 1]
  }
  return special(shell, parameter) ?? shell.variables.text(parameter) ?? dynamic(shell, parameter)
}

async function elementOf(
  shell: Shell,
  name: string,
  subscript: string,
  context: Context,
): Promise<string | undefined> {
  const value = shell.variables.get(name)
  if (value instanceof AssociativeArray) {
    return value.elements.get(await keyOf(shell, subscript, context))
  }
  const index = await indexOf(shell, subscript, context)
  if (name === 'PIPESTATUS') {
    const status = shell.pipeStatuses[index]
    return status === undefined ? undefined : statusText(shell, status)
  }
  if (value instanceof IndexedArray) {
    return value.elements.get(index < 0 ? value.end + index : index)
  }
  const text = value ?? dynamic(shell, name)
  // Of bash's own arrays not even the number of elements is known.
  return index === 0 || (value === undefined && hasHole(text ?? '')) ? text : undefined
}

/** The index that a subscript means. */
export async function indexOf(shell: Shell, subscript: string, context: Context): Promise<number> {
  const index = await evaluateText(shell, subscript, context)
  if (typeof index !== 'bigint')
    throw cannotFollow(`nobody knows the index ${subscript} in the script`)
  if (index > 2_000_000_000n || index < -2_000_000_000n) {
    throw cannotFollow('the script uses an array index that is too large for the grader')
  }
  return Number(index)
}

/** The key that a subscript of an associative array means. */
export async function keyOf(shell: Shell, subscript: string, context: Context): Promise<string> {
  const plain = /^[\w.:/-]+$/.test(subscript)
  const key = plain
    ? subscript
    : await expandText(shell, parseQuoted(subscript, shell.host.budget), context)
  if (hasHole(key)) throw cannotFollow(`nobody knows the key ${subscript} in the script`)
  return key.replace(/^'(.*)'$/s, '$1')
}

function special(shell: Shell, parameter: string): string | undefined {
  switch (parameter) {
    case '#':
      return String(shell.positional.length)
    case '?':
      return statusText(shell, shell.status)
    case '$':
      return '4242'
    case '!':
      return BACKGROUND_PROCESS
    case '-':
      return flagsOf(shell.options)
    case '_':
      return shell.lastArgument
  }
  return undefined
}

/** In bash's order. */
function flagsOf(options: Options): string {
  const { allexport, errexit, noglob, nounset, noclobber, errtrace } = options
  const flags: [string, boolean][] = [
    ['a', allexport],
    ['e', errexit],
    ['f', noglob],
    ['h', true],
    ['u', nounset],
    ['B', true],
    ['C', noclobber],
    ['E', errtrace],
  ]
  return flags.flatMap(([flag, on]) => (on ? [flag] : [])).join('')
}

function statusText(shell: Shell, status: Status): string {
  return isUnknown(status) ? shell.host.holes.hole(status) : String(status)
}

/** Variables that bash makes up when they are read. */
function dynamic(shell: Shell, name: string): string | undefined {
  const { clock } = shell.host
  switch (name) {
    case 'RANDOM':
    case 'SRANDOM':
      return shell.host.holes.hole({
        because: 'the script uses a random number',
        remedy: 'Grade this step by hand.',
      })
    case 'SECONDS':
      return String(Math.floor((clock.now() - shell.host.startedAt) / 1000))
    case 'EPOCHSECONDS':
      return String(Math.floor(clock.now() / 1000))
    case 'EPOCHREALTIME':
      return `${Math.floor(clock.now() / 1000)}.${String(clock.now() % 1000).padStart(3, '0')}000`
    case 'BASHPID':
      return '4242'
    case 'BASH_SOURCE':
      if (shell.sourceDepth === 0 && shell.name.endsWith('.sh')) return shell.name
      return notKept(shell, name)
    case 'BASH_COMMAND':
    case 'BASH_LINENO':
    case 'BASH_SUBSHELL':
    case 'BASH_VERSINFO':
    case 'FUNCNAME':
    case 'GROUPS':
    case 'HOSTNAME':
    case 'LINENO':
    case 'MACHTYPE':
    case 'PPID':
      return notKept(shell, name)
    case 'BASH_VERSION':
      return '5.2.21(1)-release'
    case 'OSTYPE':
      return 'linux-gnu'
    case 'HOSTTYPE':
      return shell.host.architecture === 'arm64' ? 'aarch64' : 'x86_64'
    case 'BASH':
      return '/usr/bin/bash'
    case 'SHLVL':
      return '1'
  }
  return undefined
}

function notKept(shell: Shell, name: string): string {
  return shell.host.holes.hole({
    because: `the script asks bash for ${name}, which the grader lacks`,
    remedy: 'Grade this step by hand.',
  })
}
