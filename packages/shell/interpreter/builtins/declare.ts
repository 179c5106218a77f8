import { hasHole } from '@grade4/unknown'
import type { Assignment, CommandArgument, Word } from 'unbash'
import type { Status } from '../../command.js'
import { arrayValue, isAssociative } from '../assignments.js'
import type { Argument, Shell } from '../shell.js'
import { assignText } from '../values.js'
import { ArrayValue, ReadonlyVariable } from '../variables.js'
import { expandText, expandWords } from '../words.js'
import { type Builtin, type Builtins, type Options, splitOptions } from './builtin.js'

const DECLARATION = /^(export|local|declare|readonly)$/

/** Whether a word names a builtin that takes assignments as arguments. One that is quoted takes plain ones. */
export function declares(shell: Shell, { text }: Word): boolean {
  return DECLARATION.test(text) && !shell.functions.has(text)
}

/** Something to declare: what it gets is a text, an array still to be made, or nothing. */
interface Declared {
  readonly name: string
  readonly subscript?: string | undefined
  readonly append?: boolean | undefined
  readonly value: string | Exclude<Assignment['value'], Word> | undefined
}

/** `export`, `local`, `declare`, `readonly` as they are written: their status hides that of `$(…)` in them. */
export async function declare(
  shell: Shell,
  command: string,
  args: readonly CommandArgument[],
): Promise<Status> {
  // All that is text is expanded before anything is declared: `local v=$v` has the v from outside.
  const operands: (Declared | Argument)[] = []
  for (const arg of args) {
    if (arg.type === 'Word') {
      operands.push(...(await expandWords(shell, [arg])))
      continue
    }
    const { name, index, append, value } = arg
    const hasBraces =
      value.type === 'Word' && value.parts?.some(({ type }) => type === 'BraceExpansion')
    if (hasBraces) throw shell.refuse(`braces in what ${command} assigns`)
    const subscript = index === undefined ? undefined : await expandText(shell, index, 'none')
    const text = value.type === 'Word' ? await expandText(shell, value, 'assignment') : value
    operands.push({ name, subscript, append, value: text })
  }
  return declareAll(shell, command, operands)
}

/** `command export X=1`: its arguments were expanded already. */
const declareTexts: Builtin = (shell, args, name, options) => declareAll(shell, name, args, options)

export const DECLARE: Builtins = {
  declare: declareTexts,
  export: declareTexts,
  local: declareTexts,
  readonly: declareTexts,
}

async function declareAll(
  shell: Shell,
  command: string,
  operands: readonly (Declared | Argument)[],
  given?: Options,
): Promise<Status> {
  if (command === 'local' && shell.functionDepth === 0)
    return shell.fail('local: can only be used in a function')
  const first = operands.findIndex((one) => 'name' in one || !/^[-+]./.test(one.text))
  const flags = operands.slice(0, first === -1 ? operands.length : first)
  const options =
    given ??
    splitOptions(
      shell,
      command,
      flags.flatMap((one) => ('text' in one ? [one] : [])),
    ).options
  if (operands.length === flags.length) throw shell.refuse(`${command} that lists variables`)
  let status: Status = 0
  for (const operand of operands.slice(flags.length)) {
    const declared = 'name' in operand ? operand : fromText(shell, operand)
    try {
      if (declared === null) status = await shell.fail(`${command}: not a valid identifier`)
      else await declareOne(shell, command, options, declared)
    } catch (error) {
      // `export` and `readonly` are special builtins of POSIX: their failure ends the shell.
      if (!(error instanceof ReadonlyVariable) || /^(export|readonly)$/.test(command)) throw error
      return shell.fail(`${command}: ${error.message}`)
    }
  }
  return status
}

/** `name` or, from an expansion, `name=value`; `null` for what is no name. */
function fromText(shell: Shell, { text, uncertain }: Argument): Declared | null {
  const [, name = '', append, value] = /^([^=+]*)(?:(\+?)=(.*))?$/s.exec(text) ?? []
  if (hasHole(name) || (uncertain && value === undefined)) throw shell.undecided(text)
  if (name.includes('[')) throw shell.refuse(`${text} to declare`)
  return /^[A-Za-z_]\w*$/.test(name) ? { name, append: append === '+', value } : null
}

async function declareOne(
  shell: Shell,
  command: string,
  options: Options,
  { name, subscript, append = false, value }: Declared,
): Promise<void> {
  const { variables } = shell
  const isLocal = command === 'local' || (command === 'declare' && shell.functionDepth > 0)
  const declaresLocal = isLocal && !options.has('g')
  const before = declaresLocal ? undefined : variables.get(name)
  const associative = options.has('A') || isAssociative(before)
  // The elements of an array are expanded before it is declared.
  const made =
    typeof value === 'object' ? await arrayValue(shell, value, before, append, associative) : value
  if (declaresLocal) variables.declareLocal(name)
  if (options.has('i')) variables.mark(name, { integer: true })
  const isArray = options.has('A') || options.has('a')
  if (isArray && variables.get(name) === undefined)
    variables.set(name, new ArrayValue([], associative))
  if (made instanceof ArrayValue) variables.set(name, made)
  else if (made !== undefined) assignText(shell, name, subscript, made, append)
  if (command === 'export' || options.has('x')) variables.mark(name, { exported: true })
  if (command === 'readonly' || options.has('r')) variables.mark(name, { readonly: true })
}
