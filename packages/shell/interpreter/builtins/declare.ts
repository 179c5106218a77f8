import type { CommandArgument, Word } from 'unbash'
import type { Status } from '../../command.js'
import { BUILTINS } from '../../supported.js'
import { arrayValue, isAssociative } from '../assignments.js'
import type { Argument, Shell } from '../shell.js'
import { assignText } from '../values.js'
import { ArrayValue, ReadonlyVariable } from '../variables.js'
import { expandText, expandWords } from '../words.js'
import { type Builtin, type Options, splitOptions } from './builtin.js'
import { isName } from './known.js'

const DECLARATIONS = ['export', 'local', 'declare', 'typeset', 'readonly'] as const
type Declaration = (typeof DECLARATIONS)[number]

/** Whether a word names a builtin that takes assignments as arguments. One that is quoted takes plain ones. */
export function declares(shell: Shell, { text }: Word): boolean {
  return isDeclaration(text) && !shell.functions.has(text)
}

function isDeclaration(name: string): name is Declaration {
  return DECLARATIONS.some((one) => one === name)
}

/** Something to declare: what it gets is a text, an array still to be made, or nothing. */
interface Declared {
  readonly name: string
  readonly subscript?: string | undefined
  readonly append?: boolean | undefined
  readonly value: string | Extract<CommandArgument, { type: 'Assignment' }>['value'] | undefined
}

/** `export`, `local`, `declare`, `typeset`, `readonly` as they are written: their status hides that of `$(…)` in them. */
export async function declare(
  shell: Shell,
  command: string,
  args: readonly CommandArgument[],
): Promise<Status> {
  if (!isDeclaration(command) || BUILTINS[command][0] !== 'both') {
    if (shell.kind === 'sh') throw shell.refuse(command)
  }
  // All that is text is expanded before anything is declared: `local v=$v` has the v from outside.
  const operands: (Declared | Argument)[] = []
  for (const arg of args) {
    if (arg.type === 'Word') operands.push(...(await expandWords(shell, [arg])))
    else {
      const { name, index, append, value } = arg
      const braces =
        value.type === 'Word' && value.parts?.some(({ type }) => type === 'BraceExpansion')
      if (braces) throw shell.refuse(`braces in what ${command} assigns`)
      const subscript = index === undefined ? undefined : await expandText(shell, index, 'none')
      const text = value.type === 'Word' ? await expandText(shell, value, 'assignment') : value
      operands.push({ name, subscript, append, value: text })
    }
  }
  return isDeclaration(command) ? declareAll(shell, command, operands) : 0
}

/** `command export X=1`: its arguments were expanded already. */
export const declareTexts: Builtin = async (shell, args, name) =>
  isDeclaration(name) ? declareAll(shell, name, args) : 0

async function declareAll(
  shell: Shell,
  command: Declaration,
  operands: readonly (Declared | Argument)[],
): Promise<Status> {
  if (command === 'local' && shell.functionDepth === 0)
    return shell.fail('local: can only be used in a function')
  const first = operands.findIndex((one) => 'name' in one || !/^[-+]./.test(one.text))
  const given = operands.slice(0, first === -1 ? operands.length : first)
  const flags = given.flatMap((one) => ('text' in one ? [one] : []))
  const { options } = splitOptions(shell, command, flags, BUILTINS[command][1])
  if (operands.length === given.length)
    throw shell.refuse(`${command} without a name, which lists variables`)
  let status: Status = 0
  for (const operand of operands.slice(given.length)) {
    const declared = 'name' in operand ? operand : fromText(shell, operand)
    if (declared === null)
      status = await shell.fail(
        `${command}: ${'text' in operand ? operand.text : ''}: not a valid identifier`,
      )
    else {
      try {
        await declareOne(shell, command, options, declared)
      } catch (error) {
        // `export` and `readonly` are special builtins of POSIX: their failure ends the shell.
        if (!(error instanceof ReadonlyVariable) || command === 'export' || command === 'readonly')
          throw error
        return shell.fail(`${command}: ${error.message}`)
      }
    }
  }
  return status
}

/** `name` or, from an expansion, `name=value`; `null` for what is no name. */
function fromText(shell: Shell, { text, uncertain }: Argument): Declared | null {
  if (uncertain && !/^[A-Za-z_]\w*=/.test(text)) throw shell.undecided(text)
  const [, name = '', append, value] = /^([^=+]*)(?:(\+?)=(.*))?$/s.exec(text) ?? []
  if (/\[/.test(name)) throw shell.refuse(`${text} to declare`)
  return isName(shell, name) ? { name, append: append === '+', value } : null
}

async function declareOne(
  shell: Shell,
  command: Declaration,
  options: Options,
  { name, subscript, append = false, value }: Declared,
): Promise<void> {
  const { variables } = shell
  const local =
    command === 'local' ||
    (/^(declare|typeset)$/.test(command) && shell.functionDepth > 0 && !options.has('g'))
  const before = local ? undefined : variables.get(name)
  const associative = options.has('A') || isAssociative(before)
  // The elements of an array are expanded before it is declared.
  const made =
    typeof value === 'object' && value.type === 'ArrayValue'
      ? await arrayValue(shell, value, append ? before : undefined, associative)
      : value
  if (local) variables.declareLocal(name)
  if (options.has('i')) variables.mark(name, { integer: true })
  if ((options.has('A') || options.has('a')) && variables.get(name) === undefined) {
    variables.set(name, new ArrayValue([], associative))
  }
  if (made instanceof ArrayValue) variables.set(name, made)
  else if (typeof made === 'string') assignText(shell, name, subscript, made, append)
  if (command === 'export') variables.mark(name, { exported: !options.has('n') })
  if (options.has('x')) variables.mark(name, { exported: true })
  if (options.has('+x')) variables.mark(name, { exported: false })
  if (command === 'readonly' || options.has('r')) variables.mark(name, { readonly: true })
}
