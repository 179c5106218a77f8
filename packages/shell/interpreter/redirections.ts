import { hasHole } from '@grade4/unknown'
import type { HereDoc, Redirect, Redirection, Word } from 'unbash'
import type { Status } from '../command.js'
import { partsOfDocument } from '../script.js'
import { Input, NOWHERE, Sink } from './descriptors.js'
import { readForInput, refuseConnection } from './input-file.js'
import type { ScriptHost, Shell } from './shell.js'
import { expandDocument, expandText, expandWords } from './words.js'

/** Runs something with redirections in force; `null` when one of them fails, which is said. */
export async function withRedirections(
  shell: Shell,
  redirections: readonly Redirection[],
  run: () => Promise<Status>,
): Promise<Status | null> {
  if (redirections.length === 0) return run()
  const before = [...shell.io]
  try {
    return (await redirect(shell, redirections)) ? await run() : null
  } finally {
    shell.io.clear()
    for (const [descriptor, there] of before) shell.io.set(descriptor, there)
  }
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
  const { descriptor: given } = redirection
  if (redirection.type === 'HereDoc') {
    shell.io.set(numberOf(given, 0), new Input(await documentText(shell, redirection)))
    return true
  }
  const { operator, target } = redirection
  if (target === undefined) throw shell.refuse(`${operator} without a file`)
  if (redirection.type === 'HereString') {
    shell.io.set(numberOf(given, 0), new Input(`${await expandText(shell, target)}\n`))
    return true
  }
  if (operator === '>&' || operator === '<&') return duplicate(shell, redirection, target)
  const path = await pathOf(shell, target)
  if (path === null) return false
  if (operator === '<') {
    const content = await readForInput(shell, path)
    if (content !== null) shell.io.set(numberOf(given, 0), new Input(content))
    return content !== null
  }
  const keeps = shell.options.has('noclobber') && /^&?>$/.test(operator)
  const sink = await openForWriting(shell, path, operator.endsWith('>>'), keeps)
  if (sink === null) return false
  shell.io.set(numberOf(given, 1), sink)
  if (operator.startsWith('&')) shell.io.set(2, sink)
  return true
}

function numberOf(descriptor: Redirection['descriptor'], usual: number): number {
  return descriptor?.type === 'FileDescriptor' ? descriptor.value : usual
}

/** Of `<<-` without the tabs that lines begin with. */
function documentText(shell: Shell, { operator, body, delimiter }: HereDoc): Promise<string> {
  const stripped = (text: string, first: boolean) =>
    operator === '<<' ? text : text.replace(first ? /(^|\n)\t+/g : /(\n)\t+/g, '$1')
  if (delimiter?.quoted) return Promise.resolve(shell.host.budget.value(stripped(body.text, true)))
  const parts = partsOfDocument(body).map((part, index) =>
    part.type === 'Literal' ? { ...part, value: stripped(part.value, index === 0) } : part,
  )
  return expandDocument(shell, parts)
}

async function pathOf(shell: Shell, word: Word): Promise<string | null> {
  const [path, ...more] = await expandWords(shell, [word])
  if (path !== undefined && more.length === 0) return path.text
  await shell.fail(`${word.text}: ambiguous redirect`)
  return null
}

/** `2>&1`, `>&2`, `3<&0`, `3>&-`, and `>& file`. */
async function duplicate(
  shell: Shell,
  { operator, descriptor: given }: Redirect,
  word: Word,
): Promise<boolean> {
  const descriptor = numberOf(given, operator === '>&' ? 1 : 0)
  const text = await expandText(shell, word)
  if (hasHole(text)) throw shell.undecided(text)
  const [, from, moves] = /^(\d*)(-?)$/.exec(text) ?? []
  if (text === '' || from === undefined) {
    const both = operator === '>&' && (given === undefined || descriptor === 1)
    if (!both || shell.kind === 'sh') return (await shell.fail(`${text}: ambiguous redirect`)) === 0
    const sink = await openForWriting(shell, text, false, false)
    if (sink !== null) shell.io.set(1, sink).set(2, sink)
    return sink !== null
  }
  if (from === '') return shell.io.delete(descriptor) || true
  const there = shell.io.get(Number(from))
  if (there === undefined) return (await shell.fail(`${from}: Bad file descriptor`)) === 0
  shell.io.set(descriptor, there)
  if (moves === '-') shell.io.delete(Number(from))
  return true
}

/** `keeps`: under `set -o noclobber`, a file that is there is not written over. */
async function openForWriting(
  shell: Shell,
  path: string,
  append: boolean,
  keeps: boolean,
): Promise<Sink | null> {
  if (hasHole(path)) throw shell.undecided(path)
  const { files, budget } = shell.host
  const absolute = shell.path(path)
  if (absolute === '/dev/null') return NOWHERE
  refuseConnection(absolute)
  budget.file()
  if (absolute === '/dev/stdout') return shell.sink(1)
  if (absolute === '/dev/stderr') return shell.sink(2)
  const problem =
    keeps && (await files.exists(absolute))
      ? 'cannot overwrite existing file'
      : await whyNot(shell, absolute)
  if (problem !== null) {
    await shell.fail(`${path}: ${problem}`)
    return null
  }
  if (!append || !(await files.exists(absolute))) await files.writeFile(absolute, '')
  return new FileSink(shell.host, absolute)
}

class FileSink extends Sink {
  readonly #host: ScriptHost
  readonly #path: string

  constructor(host: ScriptHost, path: string) {
    super()
    this.#host = host
    this.#path = path
  }

  protected override async put(text: string): Promise<void> {
    this.#host.budget.written(text.length)
    await this.#host.files.appendFile(this.#path, text)
  }
}

/** Folders of the system, where a job may not write. */
const SYSTEM = /^\/(proc|sys|etc|usr|bin|boot|root|dev(?!\/fd\/))(\/|$)/

/** Why a file can't be opened for writing; a folder of a checked-out repository may be there unseen. */
async function whyNot(shell: Shell, absolute: string): Promise<string | null> {
  const { files } = shell.host
  const directory = absolute.slice(0, absolute.lastIndexOf('/')) || '/'
  if (!(await files.exists(directory))) {
    if (!files.isUnlisted(directory)) return 'No such file or directory'
    await files.mkdir(directory, { recursive: true })
  }
  if (!(await files.stat(directory)).isDirectory) return 'Not a directory'
  if ((await files.exists(absolute)) && (await files.stat(absolute)).isDirectory)
    return 'Is a directory'
  return SYSTEM.test(absolute) ? 'Permission denied' : null
}
