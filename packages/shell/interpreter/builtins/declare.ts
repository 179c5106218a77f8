import { cannotFollow } from '../../cannot-follow.js'
import { arrayValue, assign, assignmentArgument, DECLARATIONS, isName } from '../assignments.js'
import type { Assignment, WordNode } from '../ast.js'
import { expandBraces } from '../braces.js'
import type { Context, Shell } from '../shell.js'
import type { Status } from '../status.js'
import { AssociativeArray, IndexedArray, ReadonlyVariable } from '../variables.js'
import { type Argument, expandText, expandWords } from '../words.js'
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
  // All that is text is expanded before anything is declared: `local v=$v` has the v from outside.
  const operands: (Assignment | Argument)[] = []
  for (const word of words.flatMap((one) => expandBraces(one, shell.host.budget))) {
    const assignment = assignmentArgument(word)
    if (assignment === null) operands.push(...(await expandWords(shell, [word], context)))
    else operands.push(await expanded(shell, assignment, context))
  }
  for (const operand of operands) {
    if ('type' in operand) {
      await declareOne(shell, command, flags, operand, context)
      continue
    }
    const { text, uncertain } = operand
    if (uncertain) throw cannotFollow('nobody knows the name of a variable in the script')
    const option = /^[-+]([a-zA-Z]+)$/.exec(text)?.[1]
    if (option !== undefined) {
      for (const flag of option) flags.add(text.startsWith('+') ? `+${flag}` : flag)
    } else if (text !== '--' && !(await declareText(shell, command, flags, text, context))) return 1
  }
  const unsupported = [...flags].find((flag) => !/^(\+?[xraAig]|f|n)$/.test(flag))
  const reference = flags.has('n') && command !== 'export'
  if (unsupported !== undefined || reference) {
    throw cannotFollow(`the script uses ${command} -${unsupported ?? 'n'}, which the grader lacks`)
  }
  return 0
}

/** An assignment whose text is a literal; the elements of an array are expanded when it is declared. */
async function expanded(
  shell: Shell,
  assignment: Assignment,
  context: Context,
): Promise<Assignment> {
  if (assignment.value === null) return assignment
  return { ...assignment, value: literal(await expandText(shell, assignment.value, context)) }
}

function literal(text: string): WordNode {
  return { type: 'Word', parts: [{ type: 'SingleQuoted', value: text }] }
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
  const value = at === -1 ? null : literal(text.slice(at + 1))
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
  const before = local ? undefined : variables.get(name)
  const array =
    assignment.array === null
      ? null
      : await arrayValue(
          shell,
          assignment.array,
          assignment.append ? before : undefined,
          flags.has('A') || before instanceof AssociativeArray,
          context,
        )
  if (local) variables.declareLocal(name, undefined)
  if (flags.has('i')) variables.makeInteger(name)
  if (flags.has('A') && variables.get(name) === undefined)
    variables.set(name, new AssociativeArray())
  if (flags.has('a') && variables.get(name) === undefined) variables.set(name, new IndexedArray())
  if (array !== null) variables.set(name, array)
  else if (!valueless) await assign(shell, assignment, context)
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
  const words = args.map(({ text }) => literal(text))
  return declare(shell, name, words, { errorsIgnored: false })
}
