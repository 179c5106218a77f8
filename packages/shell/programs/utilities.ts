import { hasHole, isOwnPath, UnknownError, unknownFor } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command, Invocation } from '../command.js'
import { runJustBash } from '../just-bash.js'
import { type Arguments, filesOf, followed, followedArguments } from './arguments.js'
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
    if (
      !isStandard &&
      at !== '/dev/null' &&
      !host.files.isUnlisted(at) &&
      !(await host.files.exists(at))
    ) {
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

const WORDING = {
  because: 'the script prints a message of a program',
  remedy: 'Grade this step by hand.',
}

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

/**
 * A program that looks at nothing but its arguments and what it reads. `goesWell`: whether it ends with 0 whatever is
 * not known of that.
 */
export function textProgram(
  name: string,
  tool: Tool,
  goesWell: (args: Arguments, texts: readonly string[]) => boolean = () =>
    followed(name).traits.has('filter'),
): Command {
  return gently(async (invocation) => {
    const { host, out, budget } = invocation
    const { reads } = followed(name)
    const args = followedArguments(name, invocation.args)
    const inputs = reads === 'nothing' ? [] : await readAll(invocation, filesOf(name, args))
    if (inputs === null) return reads === 'script+files' || name === 'sort' ? 2 : 1
    const texts = inputs.map(({ text }) => text)
    const unknownTexts = [...withoutPaths(name, invocation.args), ...texts].filter(hasHole)
    if (unknownTexts.length > 0) {
      await out(host.holes.holeLike(...unknownTexts))
      return goesWell(args, texts) ? 0 : host.holes.unknown(...unknownTexts)
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
  const isAll = reads === 'files' || traits.has('writes') || traits.has('lists') || PATHS.test(name)
  const files = isAll
    ? args
    : reads === 'nothing'
      ? []
      : filesOf(name, followedArguments(name, args))
  return args.filter((arg) => !(isOwnPath(arg) && files.includes(arg)))
}

/** Programs that only look at how a path is written, or whether it is there. */
const PATHS = /^(basename|dirname|readlink)$/

function layoutOf({ host, name }: Invocation): string {
  const because = `the grader lays out what ${name} prints in another way`
  return `${host.holes.hole({ because, remedy: 'Grade this step by hand.' })}\n`
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
    const args = followedArguments(name, invocation.args)
    const read = filesOf(name, args)
    const readsInput =
      reads === 'input' || (reads !== 'nothing' && (read.length === 0 || read.includes('-')))
    const stdin = readsInput ? input.rest() : ''
    files.forget()
    const call = { script: name, args: wordsOf(name, args), environment, cwd: directory, stdin }
    const result = await runJustBash(invocation, call)
    const { marked, unlisted } = files.encountered
    const words = withoutPaths(name, invocation.args)
    const unknownTexts = [...words, stdin, marked ?? ''].filter(hasHole)
    const isRemoved = name === 'rm' && result.exitCode === 0
    if (unlisted !== null && !isRemoved && !/^(touch|tee)$/.test(name)) {
      const because = `${name} in the script looks at files that the grader does not have`
      unknownTexts.push(holes.hole({ because, remedy: 'Grade this step by hand.' }))
    }
    const passes = traits.has('passes') && unlisted === null && !words.some(hasHole)
    if (unknownTexts.length === 0 || passes) {
      await err(result.stderr)
      await out(
        args.isLaidOutOtherwise && result.stdout !== '' ? layoutOf(invocation) : result.stdout,
      )
      return result.exitCode
    }
    await out(holes.holeLike(...unknownTexts))
    // A file that is only read is taken to be there.
    const isRead = reads === 'files' && (traits.has('passes') || traits.has('filter'))
    if ((/^(rm|chmod)$/.test(name) || isRead) && unlisted !== null)
      return { ...holes.unknown(...unknownTexts), assumed: 0 }
    const goesWell =
      unlisted === null ? traits.has('filter') : traits.has('lists') && result.exitCode === 0
    return goesWell ? 0 : holes.unknown(...unknownTexts)
  }
  return traits.has('writes') ? run : gently(run)
}

/** Arguments as words, options first; what find looks for stands as it was given. */
function wordsOf(name: string, { options, operands }: Arguments): string[] {
  const isApart = name !== 'find' && operands.some((operand) => /^-./.test(operand))
  // paste alone of them asks for its standard input.
  const given = name === 'paste' && operands.length === 0 ? ['-'] : operands
  const words = options.flatMap(([option, ...values]) => [`-${option}`, ...values])
  return [...words, ...(isApart ? ['--'] : []), ...given]
}
