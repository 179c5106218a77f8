import { byHand, cannotFollow, hasHole, isOwnPath, UnknownError, unknownFor } from '@grade4/unknown'
import type { Command, Invocation } from '../command.js'
import { runJustBash } from '../just-bash.js'
import { Arguments, filesOf, followed } from './arguments.js'
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

/** Runs a program in just-bash, with words and a text on standard input. */
export function inJustBash(invocation: Invocation, script: string): ToolCall['run'] {
  const { environment, directory: cwd } = invocation
  return async (args, stdin) => {
    const result = await runJustBash(invocation, { script, args, environment, cwd, stdin })
    // Of what is followed nothing fails but by its status.
    if (result.stderr !== '')
      throw cannotFollow(`the grader does not follow ${script} ${args.join(' ')}`)
    return result
  }
}

/** A program that looks at nothing but its arguments and what it reads. */
export function textProgram(name: string, tool: Tool): Command {
  const { reads, traits } = followed(name)
  return gently(async (invocation) => {
    const { host, out, budget } = invocation
    const args = new Arguments(name, invocation.args)
    const inputs = reads === 'nothing' ? [] : await readAll(invocation, filesOf(name, args))
    if (inputs === null) return reads === 'script+files' || name === 'sort' ? 2 : 1
    const texts = inputs.map(({ text }) => text)
    const unknownTexts = [...withoutPaths(name, invocation.args), ...texts].filter(hasHole)
    if (unknownTexts.length > 0) {
      await out(host.holes.holeLike(...unknownTexts))
      const goesWell = traits.has('filter') || (traits.has('finds') && surelyMatches(args, texts))
      return goesWell ? 0 : host.holes.unknown(...unknownTexts)
    }
    const run = inJustBash(invocation, name)
    const result = await tool({ args, inputs, run, work: (units) => budget.work(units) })
    await out(result.out ?? layoutOf(invocation))
    return result.status
  })
}

/** Arguments without the files among them that are known although a part of their names is not. */
export function withoutPaths(name: string, args: readonly string[]): readonly string[] {
  const { reads, traits } = followed(name)
  const isAll = reads === 'files' || ['writes', 'lists', 'paths'].some((trait) => traits.has(trait))
  const operands = reads === 'nothing' ? [] : filesOf(name, new Arguments(name, args))
  const files = isAll ? args : operands
  return args.filter((arg) => !(isOwnPath(arg) && files.includes(arg)))
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
export function utility(name: string): Command {
  const { reads, traits } = followed(name)
  const run: Command = async (invocation) => {
    const { host, directory, input, environment, out, err } = invocation
    const { files, holes } = host
    const args = new Arguments(name, invocation.args)
    const stdin = readsInput(name, args) ? input.rest() : ''
    files.forget()
    const call = { script: name, args: wordsOf(name, args), environment, cwd: directory, stdin }
    const { exitCode, stdout, stderr } = await runJustBash(invocation, call)
    const { marked, unlisted } = files.encountered
    const words = withoutPaths(name, invocation.args)
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
  return traits.has('writes') ? run : gently(run)
}

const UNSEEN = 'files that the grader does not have'

function readsInput(name: string, args: Arguments): boolean {
  const { reads } = followed(name)
  const files = filesOf(name, args)
  return reads === 'input' || (reads !== 'nothing' && (files.length === 0 || files.includes('-')))
}

/** Arguments as words, options first; what find looks for stands as it was given. */
function wordsOf(name: string, { options, operands }: Arguments): string[] {
  const isApart = name !== 'find' && operands.some((operand) => /^-./.test(operand))
  // Not all of those that read files know the two dashes.
  if (isApart && followed(name).reads === 'files')
    throw cannotFollow(`${name} in the script reads a file whose name begins with a dash`)
  // paste alone of them asks for its standard input.
  const given = name === 'paste' && operands.length === 0 ? ['-'] : operands
  const words = options.flatMap(([option, ...values]) => [`-${option}`, ...values])
  return [...words, ...(isApart ? ['--'] : []), ...given]
}
