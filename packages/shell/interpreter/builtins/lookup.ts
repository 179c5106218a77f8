import { isUnknown } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { isBuiltin, isRefusedBuiltin } from '../../supported.js'
import { findProgram } from '../find-program.js'
import type { Shell } from '../shell.js'
import type { Builtin } from './builtin.js'
import { knownText } from './known.js'

const KEYWORDS = new Set(
  'if then elif else fi for while until do done case esac select function in time { } ! [[ ]]'.split(
    ' ',
  ),
)

/** As `command -v`, `type`, `type -t`, `type -p` (files alone) and `type -P` (a file in any case) say it. */
type Style = 'path' | 'words' | 'kind' | 'file' | 'search'

/** Says what a name is. */
export async function describe(shell: Shell, name: string, style: Style): Promise<Status> {
  const kind = style === 'search' ? null : kindInShell(shell, name)
  if (kind !== null && style === 'file') return 0
  const found = kind === null ? await findProgram(shell, name) : { path: name }
  if (isUnknown(found)) return found
  if (found === null) return style === 'words' ? shell.fail(`type: ${name}: not found`) : 1
  const words = kind === 'function' ? 'a function' : kind === null ? found.path : `a shell ${kind}`
  await shell.out(
    `${style === 'words' ? `${name} is ${words}` : style === 'kind' ? (kind ?? 'file') : found.path}\n`,
  )
  return 0
}

function kindInShell(shell: Shell, name: string): 'keyword' | 'function' | 'builtin' | null {
  if (KEYWORDS.has(name)) return 'keyword'
  if (shell.functions.has(name)) return 'function'
  return isBuiltin(name) || isRefusedBuiltin(name, shell.kind) ? 'builtin' : null
}

export const type: Builtin = async (shell, args, _name, options) => {
  const style = options.has('t')
    ? 'kind'
    : options.has('P')
      ? 'search'
      : options.has('p')
        ? 'file'
        : 'words'
  let status: Status = 0
  for (const arg of args) {
    const one = await describe(shell, knownText(shell, arg), style)
    if (one !== 0) status = one
  }
  return status
}

/** `hash NAME…`: whether they are there. */
export const lookUp: Builtin = async (shell, args) => {
  let status: Status = 0
  for (const arg of args) {
    const name = knownText(shell, arg)
    if (kindInShell(shell, name) !== null) continue
    const found = await findProgram(shell, name)
    if (isUnknown(found)) status = found
    else if (found === null) status = await shell.fail(`hash: ${name}: not found`)
  }
  return status
}
