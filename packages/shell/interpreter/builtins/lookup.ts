import { hasHole, isUnknown } from '@grade4/unknown'
import { findProgram } from '../find-program.js'
import type { Shell } from '../shell.js'
import type { Status } from '../status.js'
import { type Builtin, isBuiltin } from './index.js'

const KEYWORDS = new Set(
  'if then elif else fi for while until do done case esac select function in time { } ! [[ ]]'.split(
    ' ',
  ),
)

/** As `command -v`, `type`, `type -t`, `type -p` (files alone) and `type -P` (a file in any case). */
type Style = 'path' | 'words' | 'kind' | 'file' | 'search'

/** Says what a name is. */
export async function describe(shell: Shell, name: string, style: Style): Promise<Status> {
  if (hasHole(name)) return shell.host.holes.unknown(name)
  const kind = style === 'search' ? null : kindInShell(shell, name)
  const found = kind === null ? await findProgram(shell, name) : { path: name }
  if (isUnknown(found)) return found
  if (found === null) {
    if (style === 'words') await shell.err(`bash: type: ${name}: not found\n`)
    return 1
  }
  if (kind === null || style !== 'file') await shell.out(`${said(name, found.path, kind, style)}\n`)
  return 0
}

type Kind = 'keyword' | 'function' | 'builtin'

function kindInShell(shell: Shell, name: string): Kind | null {
  if (KEYWORDS.has(name)) return 'keyword'
  if (shell.functions.has(name)) return 'function'
  return isBuiltin(name) ? 'builtin' : null
}

function said(name: string, there: string, kind: Kind | null, style: Style): string {
  if (style === 'kind') return kind ?? 'file'
  if (style !== 'words') return there
  const words = kind === 'function' ? 'a function' : `a shell ${kind}`
  return `${name} is ${kind === null ? there : words}`
}

const STYLES: readonly [string, Style][] = [
  ['t', 'kind'],
  ['P', 'search'],
  ['p', 'file'],
]

export const type: Builtin = async (shell, args) => {
  const flags = args
    .filter(({ text }) => text.startsWith('-'))
    .map(({ text }) => text)
    .join('')
  const style = STYLES.find(([flag]) => flags.includes(flag))?.[1] ?? 'words'
  let status: Status = 0
  for (const { text } of args) {
    if (text.startsWith('-')) continue
    const one = await describe(shell, text, style)
    if (one !== 0) status = one
  }
  return status
}

export const hash: Builtin = async (shell, args) => {
  let status: Status = 0
  for (const { text } of args) {
    if (text.startsWith('-') || isBuiltin(text) || shell.functions.has(text)) continue
    const there = await findProgram(shell, text)
    if (isUnknown(there)) status = there
    else if (there === null) {
      await shell.err(`bash: hash: ${text}: not found\n`)
      status = 1
    }
  }
  return status
}
