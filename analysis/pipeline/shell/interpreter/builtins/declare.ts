import { unknowable } from '../../unknowable.js'
import { arrayValue, assign, assignmentArgument, DECLARATIONS, isName } from '../assignments.js'
import type { Assignment, WordNode } from '../ast.js'
import { expandBraces } from '../braces.js'
import type { Context, Shell } from '../shell.js'
import type { Status } from '../status.js'
import { AssociativeArray, IndexedArray, ReadonlyVariable } from '../variables.js'
import { type Argument, expandWords } from '../words.js'
import { writeList } from './various.js'

/** `export`, `local`, `declare`, `typeset`, `readonly`: their status hides that of `$(…)` in them. */
export async function declare(
  shell: Shell,
  command: string,
  words: readonly WordNode[],
  context: Context,
): Promise<Status> {
  try {
    return await declareAll(shell, command, words, context)
  } catch (error) {
    // `export` and `readonly` are special builtins of POSIX: their failure ends the shell.
    if (!(error instanceof ReadonlyVariable) || /^(export|readonly)$/.test(command)) throw error
    await shell.err(`bash: ${command}: ${error.message}\n`)
    return 1
  }
}

async function declareAll(
  shell: Shell,
  command: string,
  words: readonly WordNode[],
  context: Context,
): Promise<Status> {
  if (command === 'local' && shell.functionDepth === 0) {
    await shell.err('bash: local: can only be used in a function\n')
    return 1
  }
  if (words.length === 0) return writeList(shell, command)
  const flags = new Set<string>()
  for (const word of words.flatMap((one) => expandBraces(one, shell.host.budget))) {
    const assignment = assignmentArgument(word)
    if (assignment !== null) {
      await declareOne(shell, command, flags, assignment, context)
      continue
    }
    for (const { text, uncertain } of await expandWords(shell, [word], context)) {
      if (uncertain) throw unknowable('nobody knows the name of a variable in the script')
      const option = /^[-+]([a-zA-Z]+)$/.exec(text)?.[1]
      if (option !== undefined) {
        for (const flag of option) flags.add(text.startsWith('+') ? `+${flag}` : flag)
      } else if (text !== '--' && !(await declareText(shell, command, flags, text, context)))
        return 1
    }
  }
  const unsupported = [...flags].find((flag) => !/^(\+?[xraAig]|f|n)$/.test(flag))
  const reference = flags.has('n') && command !== 'export'
  if (unsupported !== undefined || reference) {
    throw unknowable(`the script uses ${command} -${unsupported ?? 'n'}, which the grader lacks`)
  }
  return 0
}

/** `name` or, from an expansion, `name=value`. */
async function declareText(
  shell: Shell,
  command: string,
  flags: ReadonlySet<string>,
  text: string,
  context: Context,
): Promise<boolean> {
  if (flags.has('f') && !shell.functions.has(text)) {
    await shell.err(`bash: ${command}: ${text}: not a function\n`)
    return false
  }
  const at = text.indexOf('=')
  const name = at === -1 ? text : text.slice(0, at)
  if (!isName(name)) {
    await shell.err(`bash: ${command}: \`${text}': not a valid identifier\n`)
    return false
  }
  const literal = { type: 'SingleQuoted' as const, value: text.slice(at + 1) }
  const value: WordNode | null = at === -1 ? null : { type: 'Word', parts: [literal] }
  await declareOne(
    shell,
    command,
    flags,
    { type: 'Assignment', name, value, append: false, array: null },
    context,
  )
  return true
}

async function declareOne(
  shell: Shell,
  command: string,
  flags: ReadonlySet<string>,
  assignment: Assignment,
  context: Context,
): Promise<void> {
  const { name } = assignment
  const { variables } = shell
  const local =
    command === 'local' ||
    (/declare|typeset/.test(command) && shell.functionDepth > 0 && !flags.has('g'))
  const valueless = assignment.value === null && assignment.array === null
  const exports = command === 'export' && !flags.has('f')
  if (local) variables.declareLocal(name, undefined)
  if (flags.has('i')) variables.makeInteger(name)
  if (flags.has('A') && variables.get(name) === undefined)
    variables.set(name, new AssociativeArray())
  if (flags.has('a') && variables.get(name) === undefined) variables.set(name, new IndexedArray())
  if (assignment.array !== null) {
    const before = variables.get(name)
    const value = await arrayValue(
      shell,
      assignment.array,
      assignment.append ? before : undefined,
      before instanceof AssociativeArray,
      context,
    )
    variables.set(name, value)
  } else if (!valueless) await assign(shell, assignment, context)
  if (exports) variables.export(name, !flags.has('n'))
  if (flags.has('x')) variables.export(name)
  if (flags.has('+x')) variables.export(name, false)
  if (command === 'readonly' || flags.has('r')) variables.makeReadonly(name)
}

/** `command export X=1`: its arguments were expanded already. */
export function declaring(
  shell: Shell,
  name: string,
  args: readonly Argument[],
): Promise<Status> | undefined {
  if (!DECLARATIONS.has(name)) return undefined
  const words = args.map(
    ({ text }): WordNode => ({ type: 'Word', parts: [{ type: 'SingleQuoted', value: text }] }),
  )
  return declare(shell, name, words, { errorsIgnored: false })
}
