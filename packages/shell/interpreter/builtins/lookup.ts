import { isUnknown } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { SUPPORTED_BUILTINS } from '../../supported.js'
import { findProgram } from '../find-program.js'
import type { Argument, Shell } from '../shell.js'
import { type Builtins, knownText } from './builtin.js'

const KEYWORDS = new Set(
  'if then elif else fi for while until do done case esac select function in time { } ! [[ ]]'.split(
    ' ',
  ),
)

/** As `command -v` says it, as `type` does, or not at all. */
type Style = 'path' | 'words' | 'silent'

/** Says what names are. `command -v` ends with 0 where it knows any of them, the others where they know all. */
export async function describeAll(
  shell: Shell,
  args: readonly Argument[],
  style: Style,
): Promise<Status> {
  const statuses: Status[] = []
  for (const arg of args) statuses.push(await describe(shell, knownText(shell, arg), style))
  const unsure = statuses.find(isUnknown)
  if (unsure !== undefined) return unsure
  const goesWell = style === 'path' ? statuses.includes(0) : statuses.every((one) => one === 0)
  return goesWell ? 0 : 1
}

async function describe(shell: Shell, name: string, style: Style): Promise<Status> {
  const kind = kindInShell(shell, name)
  const found = kind === null ? await findProgram(shell, name) : { path: name }
  if (isUnknown(found)) return found
  if (found === null) return style === 'path' ? 1 : shell.fail(`type: ${name}: not found`)
  if (style === 'path') await shell.out(`${found.path}\n`)
  else if (style === 'words') {
    const words =
      kind === null ? found.path : kind === 'function' ? 'a function' : `a shell ${kind}`
    const body = kind === 'function' ? shell.unknownText('bash prints a function') : ''
    await shell.out(`${name} is ${words}\n${body}`)
  }
  return 0
}

function kindInShell(shell: Shell, name: string): 'keyword' | 'function' | 'builtin' | null {
  if (KEYWORDS.has(name)) return 'keyword'
  if (shell.functions.has(name)) return 'function'
  return SUPPORTED_BUILTINS.has(name) ? 'builtin' : null
}

export const LOOKUP: Builtins = {
  /** `type NAME…`. */
  type: (shell, args) => describeAll(shell, args, 'words'),
  /** `hash NAME…`: whether they are there. */
  hash: (shell, args) => describeAll(shell, args, 'silent'),
}
