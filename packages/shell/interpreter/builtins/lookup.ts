import { isUnknown } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { SUPPORTED_BUILTINS } from '../../supported.js'
import { findProgram } from '../find-program.js'
import type { Argument, Shell } from '../shell.js'
import { type Builtin, knownText } from './builtin.js'

const KEYWORDS = new Set(
  'if then elif else fi for while until do done case esac select function in time { } ! [[ ]]'.split(
    ' ',
  ),
)

/** As `command -v`, `type`, `type -t`, `type -p` (files alone), `type -P` (a file in any case) and `hash` say it. */
type Style = 'path' | 'words' | 'kind' | 'file' | 'search' | 'hash'

/** Says what names are. `needs`: whether it has to know all of them, or any, to end with 0. */
export async function describeAll(
  shell: Shell,
  args: readonly Argument[],
  style: Style,
  needs: 'all' | 'any',
): Promise<Status> {
  const statuses: Status[] = []
  for (const arg of args) statuses.push(await describe(shell, knownText(shell, arg), style))
  const unsure = statuses.find(isUnknown)
  if (unsure !== undefined) return unsure
  return (needs === 'all' ? statuses.every((one) => one === 0) : statuses.includes(0)) ? 0 : 1
}

async function describe(shell: Shell, name: string, style: Style): Promise<Status> {
  const kind = style === 'search' ? null : kindInShell(shell, name)
  if (kind !== null && (style === 'file' || style === 'hash')) return 0
  const found = kind === null ? await findProgram(shell, name) : { path: name }
  if (isUnknown(found)) return found
  if (found === null)
    return style === 'words' || style === 'hash' ? shell.fail(`type: ${name}: not found`) : 1
  const words = kind === 'function' ? 'a function' : kind === null ? found.path : `a shell ${kind}`
  const said =
    style === 'words' ? `${name} is ${words}` : style === 'kind' ? (kind ?? 'file') : found.path
  if (style !== 'hash') await shell.out(`${said}\n`)
  return 0
}

function kindInShell(shell: Shell, name: string): 'keyword' | 'function' | 'builtin' | null {
  if (KEYWORDS.has(name)) return 'keyword'
  if (shell.functions.has(name)) return 'function'
  return SUPPORTED_BUILTINS.has(name) ? 'builtin' : null
}

export const type: Builtin = (shell, args, _name, options) => {
  const style = options.has('t')
    ? 'kind'
    : options.has('P')
      ? 'search'
      : options.has('p')
        ? 'file'
        : 'words'
  return describeAll(shell, args, style, 'all')
}

/** `hash NAME…`: whether they are there. */
export const hash: Builtin = (shell, args) => describeAll(shell, args, 'hash', 'all')
