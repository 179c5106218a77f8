import { hasHole, isUnknown, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Status } from '../command.js'
import { type ArithmeticError, calculate, type Numeric, type Scope } from './arithmetic.js'
import type { Option, Shell } from './shell.js'
import { FatalError } from './signals.js'
import { ArrayValue, type Value } from './variables.js'

/** Every job in the background has a number of its own from here on; the shell's own is the one before. */
export const FIRST_JOB = 4243

const FARTHEST = 1_000_000_000

/** Calculates a text whose expansions are done, with the variables of a shell. Throws `ArithmeticError`. */
export function calculateIn(shell: Shell, text: string): Numeric {
  return calculate(text, scopeOf(shell))
}

function scopeOf(shell: Shell): Scope {
  const { budget, holes } = shell.host
  return {
    get: (name, subscript) => {
      const text =
        subscript === undefined ? nameText(shell, name) : elementText(shell, name, subscript)
      if (text === undefined) checkUnset(shell, name)
      return text ?? ''
    },
    set: (name, subscript, text) => assignText(shell, name, subscript, text),
    unknown: (text) => holes.unknown(text),
    hole: (unknown) => holes.hole(unknown),
    step: () => budget.step(),
    checkOperator: (operator) => {
      if (shell.kind === 'sh' && /^(\+\+|--|\*\*|,)$/.test(operator))
        throw shell.refuse(`${operator} in $((…))`)
    },
  }
}

/** The text of `$name`, where `name` is also one of `$1`, `$?` and the like; `undefined` when it isn't set. */
export function nameText(shell: Shell, name: string): string | undefined {
  if (/^\d+$/.test(name)) return name === '0' ? shell.name : shell.positional[Number(name) - 1]
  return specialText(shell, name) ?? shell.variables.text(name) ?? madeUp(shell, name)
}

/** The text of an element; `undefined` when it isn't set. `subscript`: its expansions are done. */
export function elementText(shell: Shell, name: string, subscript: string): string | undefined {
  if (name === 'PIPESTATUS') {
    const statuses = ArrayValue.of(shell.pipeStatuses.map((one) => statusText(shell, one)))
    return statuses.elements.get(keyOf(shell, statuses, subscript))
  }
  const value = shell.variables.get(name)
  const key = keyOf(shell, value, subscript)
  if (value instanceof ArrayValue) return value.elements.get(key)
  return key === '0' ? (value ?? madeUp(shell, name)) : undefined
}

/** All elements of `@`, `*` or an array, which may be a text that is no array. */
export function elementsOf(shell: Shell, name: string): readonly string[] {
  if (name === '@' || name === '*') return shell.positional
  if (name === 'PIPESTATUS') return shell.pipeStatuses.map((one) => statusText(shell, one))
  const value = shell.variables.get(name)
  if (value instanceof ArrayValue) return value.entries().map(([, text]) => text)
  const text = value ?? madeUp(shell, name)
  // Of bash's own arrays not even the number of elements is known.
  if (value === undefined && hasHole(text ?? '')) throw shell.undecided(text ?? '')
  return text === undefined ? [] : [text]
}

/** The key of an element in an array that a subscript means. */
function keyOf(shell: Shell, value: Value | undefined, subscript: string): string {
  if (hasHole(subscript)) throw shell.undecided(subscript)
  if (value instanceof ArrayValue && value.associative)
    return subscript.replace(/^(['"])(.*)\1$/s, '$2')
  const index = calculateIn(shell, subscript)
  if (isUnknown(index)) throw new UnknownError(index)
  if (index > FARTHEST || index < -FARTHEST) throw shell.refuse(`the index ${index}`)
  return (value instanceof ArrayValue ? value : new ArrayValue()).keyAt(Number(index))
}

/** Assigns a text to `name` or `name[subscript]`. Throws `ReadonlyVariable`, `ArithmeticError`. */
export function assignText(
  shell: Shell,
  name: string,
  subscript: string | undefined,
  text: string,
  append = false,
): void {
  const { variables } = shell
  if (subscript === undefined) {
    const before = append ? (variables.text(name) ?? '') : ''
    const whole = variables.isInteger(name) ? summed(shell, before, text) : before + text
    variables.set(name, shell.host.budget.value(whole))
    if (shell.options.has('allexport')) variables.mark(name, { exported: true })
    return
  }
  const value = variables.get(name)
  const array =
    value instanceof ArrayValue ? value : ArrayValue.of(value === undefined ? [] : [value])
  const key = keyOf(shell, array, subscript)
  if (key.startsWith('-') && !array.associative) throw shell.refuse('an index below the first')
  const before = append ? (array.elements.get(key) ?? '') : ''
  // Set first: a read-only variable refuses it.
  variables.set(name, array)
  array.elements.set(key, shell.host.budget.value(before + text))
}

function summed(shell: Shell, before: string, text: string): string {
  const value = calculateIn(
    shell,
    `${before === '' ? '0' : before} + (${text === '' ? '0' : text})`,
  )
  return isUnknown(value) ? shell.host.holes.hole(value) : String(value)
}

/** Removes an element. */
export function unsetElement(shell: Shell, name: string, subscript: string): void {
  const value = shell.variables.get(name)
  if (!(value instanceof ArrayValue) || /^[@*]$/.test(subscript))
    throw shell.refuse(`unset ${name}[${subscript}]`)
  value.elements.delete(keyOf(shell, value, subscript))
}

/** `name` and `name[subscript]` in a text; `null` where it is neither. */
export function splitTarget(text: string): { name: string; subscript: string | undefined } | null {
  const [, name, subscript] = /^([A-Za-z_]\w*)(?:\[(.+)\])?$/s.exec(text) ?? []
  return name === undefined ? null : { name, subscript }
}

/** `-v`: whether a variable or an element is set. */
export function isSet(shell: Shell, text: string): boolean {
  const target = splitTarget(text)
  if (target === null) return nameText(shell, text) !== undefined
  if (target.subscript === undefined) return nameText(shell, target.name) !== undefined
  if (/^[@*]$/.test(target.subscript)) return elementsOf(shell, target.name).length > 0
  return elementText(shell, target.name, target.subscript) !== undefined
}

/** Ends the shell under `set -u`, because a variable isn't set. */
export function checkUnset(shell: Shell, name: string): void {
  if (shell.options.has('nounset')) throw new FatalError(`${name}: unbound variable`)
}

function statusText(shell: Shell, status: Status): string {
  return isUnknown(status) ? shell.host.holes.hole(status) : String(status)
}

function specialText(shell: Shell, name: string): string | undefined {
  switch (name) {
    case '#':
      return String(shell.positional.length)
    case '?':
      return statusText(shell, shell.status)
    case '$':
      return String(FIRST_JOB - 1)
    case '!':
      return [...shell.host.jobs.keys()].at(-1)?.toString()
    case '-':
      if (shell.kind === 'sh') throw shell.refuse('$-')
      return FLAGS.map((flag) =>
        typeof flag === 'string' ? flag : shell.options.has(flag[0]) ? flag[1] : '',
      ).join('')
    case '_':
      return shell.lastArgument
  }
  return undefined
}

/** `$-`, in bash's order. */
const FLAGS: readonly (string | readonly [Option, string])[] = [
  ['allexport', 'a'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  'h',
  ['nounset', 'u'],
  'B',
  ['noclobber', 'C'],
  ['errtrace', 'E'],
]

/** Variables that bash makes up when they are read. */
function madeUp(shell: Shell, name: string): string | undefined {
  if (shell.kind === 'sh') return undefined
  const { clock, startedAt, architecture } = shell.host
  const now = clock.now()
  switch (name) {
    case 'SECONDS':
      return String(Math.floor((now - startedAt) / 1000))
    case 'EPOCHSECONDS':
      return String(Math.floor(now / 1000))
    case 'EPOCHREALTIME':
      return `${Math.floor(now / 1000)}.${String(now % 1000).padStart(3, '0')}000`
    case 'BASH_SOURCE':
      if (shell.sourceDepth === 0 && shell.name.endsWith('.sh')) return shell.name
      throw shell.refuse(`$${name}`)
    case 'BASH_VERSION':
      return '5.2.21(1)-release'
    case 'OSTYPE':
      return 'linux-gnu'
    case 'HOSTTYPE':
      return architecture === 'arm64' ? 'aarch64' : 'x86_64'
    case 'BASH':
      return '/usr/bin/bash'
    case 'SHLVL':
      return '1'
  }
  if (!OTHERS.has(name)) return undefined
  return shell.unknownText(`the script asks bash for ${name}`)
}

/** Variables of bash whose values are not known, or not kept. */
const OTHERS: ReadonlySet<string> = new Set(
  'RANDOM SRANDOM BASHPID BASH_COMMAND BASH_LINENO BASH_SUBSHELL BASH_VERSINFO FUNCNAME GROUPS HOSTNAME LINENO MACHTYPE'.split(
    ' ',
  ),
)

/** Stops at a text that is no arithmetic: bash gives up the line and goes on with the next one, whatever `-e` says. */
export function cannotCalculate(error: ArithmeticError): UnknownError {
  return cannotFollow(`the script calculates something that fails: ${error.message}`)
}
