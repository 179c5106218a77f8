import { isMarked, reasonFor } from '../../marks.js'
import { availability } from '../../programs/availability.js'
import type { Shell } from '../shell.js'
import { type Status, Unsure } from '../status.js'
import { type Builtin, isBuiltin } from './index.js'

const KEYWORDS = new Set(
  'if then elif else fi for while until do done case esac select function in time { } ! [[ ]]'.split(
    ' ',
  ),
)

/** Says what a name is: `path` as `command -v`, `words` as `type`, `kind` as `type -t`. */
export async function describe(
  shell: Shell,
  name: string,
  style: 'path' | 'words' | 'kind',
): Promise<Status> {
  if (isMarked(name)) return new Unsure(reasonFor(shell.host.unknowns, name))
  const kind = KEYWORDS.has(name)
    ? 'keyword'
    : shell.functions.has(name)
      ? 'function'
      : isBuiltin(name)
        ? 'builtin'
        : 'file'
  if (kind !== 'file') {
    const words = kind === 'function' ? 'a function' : `a shell ${kind}`
    await shell.out(
      `${style === 'path' ? name : style === 'kind' ? kind : `${name} is ${words}`}\n`,
    )
    return 0
  }
  const there = await availability(shell, name)
  if (there instanceof Unsure) return there
  if (there === null) {
    if (style === 'words') await shell.err(`bash: type: ${name}: not found\n`)
    return 1
  }
  await shell.out(
    `${style === 'path' ? there : style === 'kind' ? 'file' : `${name} is ${there}`}\n`,
  )
  return 0
}

export const type: Builtin = async (shell, args) => {
  const flags = args
    .filter(({ text }) => text.startsWith('-'))
    .map(({ text }) => text)
    .join('')
  const style = flags.includes('t') ? 'kind' : flags.toLowerCase().includes('p') ? 'path' : 'words'
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
    const there = await availability(shell, text)
    if (there instanceof Unsure) status = there
    else if (there === null) {
      await shell.err(`bash: hash: ${text}: not found\n`)
      status = 1
    }
  }
  return status
}
