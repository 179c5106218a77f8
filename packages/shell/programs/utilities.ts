import { posix } from 'node:path'
import { byHand, cannotFollow, hasHole, isOwnPath, UnknownError, unknownFor } from '@grade4/unknown'
import type { Command, Host, Invocation } from '../command.js'
import { runJustBash } from '../just-bash.js'
import { Arguments } from './arguments.js'
import { surelyMatches } from './grep.js'
import type { Tool, ToolCall } from './text-tools.js'

/** The texts of files, by their names; `null` when one is not there. */
export async function readAll(
  invocation: Invocation,
  names: readonly string[],
): Promise<ToolCall['inputs'] | null> {
  const { host, input, path, read, err } = invocation
  const inputs: { name: string; text: string }[] = []
  for (const name of names.length === 0 ? ['-'] : names) {
    const at = path(name)
    const isStandard = name === '-'
    if (!isStandard && !host.files.isUnlisted(at) && !(await host.files.exists(at))) {
      if (names.length > 1)
        throw cannotFollow(`one of the files that ${invocation.name} reads is missing`)
      await err(`${host.holes.hole(WORDING)}\n`)
      return null
    }
    const text = isStandard ? input.rest() : await read(name)
    if (text === null) throw cannotFollow(`${invocation.name} in the script reads a folder`)
    inputs.push({ name, text })
  }
  return inputs
}

const WORDING = byHand('the script prints a message of a program')

/** A call of a tool; where just-bash runs it, nothing of what is followed fails but by its status. */
export function toolCall(
  invocation: Invocation,
  args: Arguments,
  inputs: ToolCall['inputs'],
): ToolCall {
  const { name: script, environment, directory: cwd, budget } = invocation
  return {
    args,
    inputs,
    run: async (words, stdin) => {
      const call = { script, args: words, environment, cwd, stdin }
      const result = await runJustBash(invocation, call)
      if (result.stderr === '') return result
      throw cannotFollow(`the grader does not follow ${script} ${words.join(' ')}`)
    },
    work: (units) => budget.work(units),
  }
}

/** A program that looks at nothing but its arguments and what it reads. */
export function textProgram(tool: Tool): Command {
  return gently(async (invocation) => {
    const { host, out, name } = invocation
    const args = new Arguments(invocation)
    const { reads, traits } = args.followed
    const inputs = reads === 'nothing' ? [] : await readAll(invocation, args.files)
    if (inputs === null) return reads === 'script+files' || name === 'sort' ? 2 : 1
    const texts = inputs.map(({ text }) => text)
    const unknownTexts = [...withoutPaths(args, invocation.args), ...texts].filter(hasHole)
    if (unknownTexts.length > 0) {
      await out(host.holes.holeLike(...unknownTexts))
      const goesWell = traits.has('filter') || (traits.has('finds') && surelyMatches(args, texts))
      return goesWell ? 0 : host.holes.unknown(...unknownTexts)
    }
    const result = await tool(toolCall(invocation, args, inputs))
    await out(result.out ?? layoutOf(invocation))
    return result.status
  })
}

/** `words`: the arguments; without the files among them that are known although a part of their names is not. */
export function withoutPaths(args: Arguments, words: readonly string[]): readonly string[] {
  const { reads, traits } = args.followed
  const isAll = reads === 'files' || ['writes', 'lists', 'paths'].some((trait) => traits.has(trait))
  const files = isAll ? words : reads === 'nothing' ? [] : args.files
  return words.filter((word) => !(isOwnPath(word) && files.includes(word)))
}

function layoutOf({ host, name }: Invocation): string {
  return `${host.holes.hole(byHand(`the grader lays out what ${name} prints in another way`))}\n`
}

/** Where a program that changes nothing is not followed, only what it prints and its status are unknown. */
export function gently(command: Command): Command {
  return async (invocation) => {
    try {
      return await command(invocation)
    } catch (error) {
      if (!(error instanceof UnknownError)) throw error
      invocation.input.rest()
      await invocation.out(`${invocation.host.holes.hole(error.reason)}\n`)
      return unknownFor(error.reason)
    }
  }
}

/** A program that just-bash runs as the real one, with the options and operands of the table. */
export const utility: Command = async (invocation) => {
  const { name, host, directory, input, environment, out, err } = invocation
  const { files, holes } = host
  const args = new Arguments(invocation)
  const { reads, traits } = args.followed
  const stdin = readsInput(args) ? input.rest() : ''
  files.forget()
  const call = { script: name, args: wordsOf(name, args), environment, cwd: directory, stdin }
  const { exitCode, stdout, stderr } = await runJustBash(invocation, call)
  const { marked, unlisted } = files.encountered
  const words = withoutPaths(args, invocation.args)
  const unknownTexts = [...words, stdin, marked ?? ''].filter(hasHole)
  const isUnseen = unlisted !== null && !traits.has('makes')
  if (isUnseen && !(traits.has('assumes') && exitCode === 0))
    unknownTexts.push(holes.hole(byHand(`${name} in the script looks at ${UNSEEN}`)))
  const passes = traits.has('passes') && unlisted === null && !words.some(hasHole)
  if (unknownTexts.length === 0 || passes) {
    await err(stderr)
    await out(args.isLaidOutOtherwise && stdout !== '' ? layoutOf(invocation) : stdout)
    return exitCode
  }
  await out(holes.holeLike(...unknownTexts))
  const goesWell = isUnseen ? traits.has('lists') && exitCode === 0 : traits.has('filter')
  if (goesWell) return 0
  const status = holes.unknown(...unknownTexts)
  // A file that is only read is taken to be there.
  const isRead = reads === 'files' && (traits.has('passes') || traits.has('filter'))
  return isUnseen && (isRead || traits.has('assumes')) ? { ...status, assumed: 0 } : status
}

const UNSEEN = 'files that the grader does not have'

function readsInput({ followed: { reads }, files }: Arguments): boolean {
  return reads === 'input' || (reads !== 'nothing' && (files.length === 0 || files.includes('-')))
}

/** Arguments as words, options first; what find looks for stands as it was given. */
function wordsOf(name: string, { followed, options, operands }: Arguments): string[] {
  const isApart = name !== 'find' && operands.some((operand) => /^-./.test(operand))
  // Not all of those that read files know the two dashes.
  if (isApart && followed.reads === 'files')
    throw cannotFollow(`${name} in the script reads a file whose name begins with a dash`)
  // paste alone of them asks for its standard input.
  const given = name === 'paste' && operands.length === 0 ? ['-'] : operands
  const words = options.flatMap(([option, ...values]) => [`-${option}`, ...values])
  return [...words, ...(isApart ? ['--'] : []), ...given]
}

/** A program that tells the job's files what it changes, also of those that the grader does not have. */
export function noting(command: Command): Command {
  return async (invocation) => {
    const { host, path } = invocation
    const args = new Arguments(invocation)
    const names = args.files.map(path)
    const note = (paths: readonly string[]) => {
      for (const one of paths) host.files.noteChange(one)
    }
    const isInPlace = invocation.name === 'sed' && args.has('i')
    const changes = isInPlace ? 'all' : args.followed.changes
    if (changes === 'all') note(names)
    if (changes === 'rest') note(names.slice(1))
    if (changes === 'moved') note(names.slice(0, -1))
    if (changes === 'target' || changes === 'moved') {
      const target = names.at(-1) ?? ''
      const inside = names.slice(0, -1).map((one) => posix.join(target, posix.basename(one)))
      const isFolder = await host.files.isFolder(target)
      // One that the grader does not see may be a folder or not.
      note(isFolder || holdsPrograms(host, target) ? inside : [...inside, target])
    }
    return command(invocation)
  }
}

/** Whether programs of the runner's own are in a folder, which then is more than what a job puts there. */
export function holdsPrograms({ commands }: Pick<Host, 'commands'>, folder: string): boolean {
  return [...commands.keys()].some((path) => posix.dirname(path) === folder)
}
