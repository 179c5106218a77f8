import { hasHole, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Redirection, WordNode } from './ast.js'
import { type Descriptor, Input, NOWHERE, type Sink } from './descriptors.js'
import { readForInput, refuseConnection } from './input-file.js'
import type { Context, Shell } from './shell.js'
import type { Status } from './status.js'
import { expandText, expandWords } from './words.js'

/** Runs something with redirections in force; one that fails is said and gives 1. */
export async function withRedirections(
  shell: Shell,
  redirections: readonly Redirection[],
  context: Context,
  run: () => Promise<Status>,
): Promise<Status> {
  if (redirections.length === 0) return run()
  const before = new Map(shell.io)
  try {
    const opened = await redirect(shell, redirections, context)
    return opened ? await run() : 1
  } finally {
    shell.io.clear()
    for (const [descriptor, there] of before) shell.io.set(descriptor, there)
  }
}

/** Opens redirections in order in the shell itself, as `exec` does; `false` when one fails. */
export async function redirect(
  shell: Shell,
  redirections: readonly Redirection[],
  context: Context,
): Promise<boolean> {
  for (const redirection of redirections) {
    if (!(await open(shell, redirection, context))) return false
  }
  return true
}

async function open(shell: Shell, redirection: Redirection, context: Context): Promise<boolean> {
  const { operator, target } = redirection
  if (redirection.fdVariable !== undefined) {
    throw cannotFollow('the script lets bash choose a file descriptor, which the grader lacks')
  }
  const reads = operator.startsWith('<')
  const descriptor = redirection.fd ?? (reads ? 0 : 1)
  if (target.type === 'HereDoc') {
    shell.io.set(descriptor, new Input(await expandText(shell, withoutTabs(target), context)))
    return true
  }
  if (operator === '<<<') {
    shell.io.set(descriptor, new Input(`${await expandText(shell, target, context)}\n`))
    return true
  }
  if (operator === '>&' || operator === '<&') return duplicate(shell, redirection, target, context)
  const path = await pathOf(shell, target, context)
  if (path === null) return false
  if (operator === '<>') {
    throw cannotFollow('the script opens a file for reading and writing, which the grader lacks')
  }
  if (operator === '<') {
    const content = await readForInput(shell, path)
    if (content !== null) shell.io.set(descriptor, new Input(content))
    return content !== null
  }
  const keeps = shell.options.noclobber && /^&?>$/.test(operator)
  const sink = await openForWriting(shell, path, operator.endsWith('>>'), keeps)
  if (sink === null) return false
  shell.io.set(descriptor, sink)
  if (operator.startsWith('&')) shell.io.set(2, sink)
  return true
}

/** The content of `<<-`, without the tabs that lines begin with. */
function withoutTabs({
  content,
  stripTabs,
}: Extract<Redirection['target'], { type: 'HereDoc' }>): WordNode {
  if (!stripTabs) return content
  const parts = content.parts.map((part, index) =>
    part.type === 'Literal'
      ? { ...part, value: part.value.replace(index === 0 ? /(^|\n)\t+/g : /(\n)\t+/g, '$1') }
      : part,
  )
  return { type: 'Word', parts }
}

async function pathOf(shell: Shell, word: WordNode, context: Context): Promise<string | null> {
  const paths = await expandWords(shell, [word], context)
  const [path] = paths
  if (path !== undefined && paths.length === 1) return path.text
  await shell.err('bash: ambiguous redirect\n')
  return null
}

/** `2>&1`, `>&2`, `3<&0`, `3>&-`, and `>& file`. */
async function duplicate(
  shell: Shell,
  redirection: Redirection,
  word: WordNode,
  context: Context,
): Promise<boolean> {
  const writes = redirection.operator === '>&'
  const descriptor = redirection.fd ?? (writes ? 1 : 0)
  const text = await expandText(shell, word, context)
  if (text === '-') {
    shell.io.delete(descriptor)
    return true
  }
  const from = /^(\d+)(-?)$/.exec(text)
  if (from?.[1] === undefined) {
    if (!writes || redirection.fd !== null) {
      await shell.err(`bash: ${text}: ambiguous redirect\n`)
      return false
    }
    const sink = await openForWriting(shell, text, false, false)
    if (sink === null) return false
    shell.io.set(1, sink).set(2, sink)
    return true
  }
  const there: Descriptor | undefined = shell.io.get(Number(from[1]))
  if (there === undefined) {
    await shell.err(`bash: ${text}: Bad file descriptor\n`)
    return false
  }
  shell.io.set(descriptor, there)
  if (from[2] === '-') shell.io.delete(Number(from[1]))
  return true
}

/** `keeps`: under `set -o noclobber`, a file that is there is not written over. */
async function openForWriting(
  shell: Shell,
  path: string,
  append: boolean,
  keeps: boolean,
): Promise<Sink | null> {
  if (hasHole(path)) throw new UnknownError(shell.host.holes.reasonFor(path))
  const { files: fs } = shell.host
  const absolute = shell.path(path)
  if (absolute === '/dev/null') return NOWHERE
  refuseConnection(absolute)
  shell.host.budget.file()
  if (absolute === '/dev/stdout') return shell.sink(1)
  if (absolute === '/dev/stderr') return shell.sink(2)
  const taken = keeps && (await fs.exists(absolute))
  const problem = taken ? 'cannot overwrite existing file' : await whyNot(shell, absolute)
  if (problem !== null) {
    await shell.err(`bash: ${path}: ${problem}\n`)
    return null
  }
  if (!append || !(await fs.exists(absolute))) await fs.writeFile(absolute, '')
  const { budget } = shell.host
  return {
    write: async (text) => {
      budget.written(text.length)
      await fs.appendFile(absolute, text)
    },
  }
}

/** Why a file can't be opened for writing; a folder of a checked-out repository may be there unseen. */
async function whyNot(shell: Shell, absolute: string): Promise<string | null> {
  const { files: fs } = shell.host
  const directory = absolute.slice(0, absolute.lastIndexOf('/')) || '/'
  if (!(await fs.exists(directory))) {
    if (!fs.isUnlisted(directory)) return 'No such file or directory'
    await fs.mkdir(directory, { recursive: true })
  }
  if (!(await fs.stat(directory)).isDirectory) return 'Not a directory'
  if ((await fs.exists(absolute)) && (await fs.stat(absolute)).isDirectory) return 'Is a directory'
  if (
    /^\/(proc|sys|etc|usr|bin|boot|root|dev)(\/|$)/.test(absolute) &&
    !absolute.startsWith('/dev/fd/')
  ) {
    return 'Permission denied'
  }
  return null
}
