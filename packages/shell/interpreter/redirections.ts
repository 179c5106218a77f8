import { hasHole, isOwnPath } from '@grade4/unknown'
import type { HereDoc, Redirect, Redirection, Word } from 'unbash'
import type { Status } from '../command.js'
import { partsOfDocument } from '../script.js'
import { Input, NOWHERE, readForInput, refuseConnection, type Sink } from './descriptors.js'
import type { Shell } from './shell.js'
import { expandDocument, expandText, expandWords } from './words.js'

/** Runs something with redirections in force; `null` when one of them fails, which is said. */
export async function withRedirections(
  shell: Shell,
  redirections: readonly Redirection[],
  run: () => Promise<Status>,
): Promise<Status | null> {
  if (redirections.length === 0) return run()
  return shell.withFiles([], async () => ((await redirect(shell, redirections)) ? run() : null))
}

/** Opens redirections in order in the shell itself, as `exec` does; `false` when one fails. */
export async function redirect(
  shell: Shell,
  redirections: readonly Redirection[],
): Promise<boolean> {
  for (const redirection of redirections) if (!(await open(shell, redirection))) return false
  return true
}

async function open(shell: Shell, redirection: Redirection): Promise<boolean> {
  const { operator, descriptor } = redirection
  const usual = operator.startsWith('<') ? 0 : 1
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : usual
  if (redirection.type === 'HereDoc') {
    shell.io.set(number, new Input(await documentText(shell, redirection)))
    return true
  }
  const { target } = redirection
  if (target === undefined) throw shell.refuse(`${operator} without a file`)
  if (redirection.type === 'HereString') {
    shell.io.set(number, new Input(`${await expandText(shell, target)}\n`))
    return true
  }
  if (operator === '>&' || operator === '<&') return duplicate(shell, redirection, number, target)
  const [path, ...more] = await expandWords(shell, [target])
  if (path === undefined || more.length > 0) return failed(shell, target.text, 'ambiguous redirect')
  if (operator === '<') {
    const content = await readForInput(shell, path.text)
    if (content !== null) shell.io.set(number, new Input(content))
    return content !== null
  }
  const both = operator.startsWith('&') ? [2] : []
  return openForWriting(shell, [number, ...both], path.text, operator.endsWith('>>'))
}

async function failed(shell: Shell, path: string, problem: string): Promise<false> {
  await shell.fail(`${path}: ${problem}`)
  return false
}

/** Of `<<-` without the tabs that lines begin with. */
async function documentText(shell: Shell, { operator, body, delimiter }: HereDoc): Promise<string> {
  const stripped = (text: string, isFirst: boolean) =>
    operator === '<<' ? text : text.replace(isFirst ? /(^|\n)\t+/g : /(\n)\t+/g, '$1')
  if (delimiter?.quoted) return shell.host.budget.value(stripped(body.text, true))
  const parts = partsOfDocument(body).map((part, index) =>
    part.type === 'Literal' ? { ...part, value: stripped(part.value, index === 0) } : part,
  )
  return expandDocument(shell, parts)
}

/** `2>&1`, `>&2`, `3<&0`, `3>&-`. */
async function duplicate(
  shell: Shell,
  { operator }: Redirect,
  number: number,
  word: Word,
): Promise<boolean> {
  const text = await expandText(shell, word)
  if (hasHole(text)) throw shell.undecided(text)
  if (text === '-') {
    shell.io.delete(number)
    return true
  }
  if (!/^\d+$/.test(text)) throw shell.refuse(`${operator} ${text}`)
  const there = shell.io.get(Number(text))
  if (there === undefined) return failed(shell, text, 'Bad file descriptor')
  shell.io.set(number, there)
  return true
}

/** Folders of the system, where a job may not write. */
const SYSTEM = /^\/(proc|sys|etc|usr|bin|boot|root|dev(?!\/fd\/))(\/|$)/

/** Opens a file under these numbers. */
async function openForWriting(
  shell: Shell,
  numbers: readonly number[],
  path: string,
  append: boolean,
): Promise<boolean> {
  if (hasHole(path) && !isOwnPath(path)) throw shell.undecided(path)
  const { files, budget } = shell.host
  const absolute = shell.path(path)
  refuseConnection(absolute)
  budget.file()
  const there = new Map([
    ['/dev/null', NOWHERE],
    ['/dev/stdout', shell.sink(1)],
    ['/dev/stderr', shell.sink(2)],
  ]).get(absolute)
  if (there === undefined) {
    const problem = await whyNot(shell, absolute)
    if (problem !== null) return failed(shell, path, problem)
    if (!append || !(await files.exists(absolute))) await files.writeFile(absolute, '')
  }
  const sink: Sink = there ?? {
    write: async (text) => {
      budget.written(text.length)
      await files.appendFile(absolute, text)
    },
  }
  for (const number of numbers) shell.io.set(number, sink)
  return true
}

/** Why a file can't be opened for writing; a folder of a checked-out repository may be there unseen. */
async function whyNot(
  { host: { files }, variables }: Shell,
  absolute: string,
): Promise<string | null> {
  const directory = absolute.slice(0, absolute.lastIndexOf('/')) || '/'
  if (!(await files.exists(directory))) {
    if (!files.isUnlisted(directory)) return 'No such file or directory'
    await files.mkdir(directory, { recursive: true })
  }
  if (!(await files.isFolder(directory))) return 'Not a directory'
  if (await files.isFolder(absolute)) return 'Is a directory'
  const isRoot = variables.text('SUDO_UID') !== undefined
  return SYSTEM.test(absolute) && !isRoot ? 'Permission denied' : null
}
