import { hasHole, isUnknown, UnknownError } from '@grade4/unknown'
import { calculate, type Numeric } from './arithmetic.js'
import type { Option, Shell } from './shell.js'
import { FatalError } from './signals.js'
import { ArrayValue, type Value } from './variables.js'

/** Every job in the background has a number of its own from here on; the shell's own is the one before. */
export const FIRST_JOB = 4243

const FARTHEST = 1_000_000_000

/** Calculates a text whose expansions are done, with the variables of a shell. Throws `ArithmeticError`. */
export function calculateIn(shell: Shell, text: string): Numeric {
  return calculate(text, {
    shell,
    get: (name, subscript) => {
      const value = textOf(shell, name, subscript)
      if (value === undefined) checkUnset(shell, name)
      return value ?? ''
    },
    set: (name, subscript, value) => assignText(shell, name, subscript, value),
  })
}

/**
 * The text of `$name`, where `name` is also one of `$1`, `$?` and the like, or of an element, whose subscript has no
 * expansions left; `undefined` when it isn't set.
 */
export function textOf(shell: Shell, name: string, subscript?: string): string | undefined {
  const value = shell.variables.get(name)
  if (subscript !== undefined) {
    const key = keyOf(shell, value, subscript)
    if (value instanceof ArrayValue) return value.elements.get(key)
    return key === '0' ? (value ?? madeUp(shell, name)) : undefined
  }
  if (/^\d+$/.test(name)) return name === '0' ? shell.name : shell.positional[Number(name) - 1]
  if (value instanceof ArrayValue) return value.elements.get('0')
  return value ?? madeUp(shell, name)
}

/** All elements of `@`, `*` or an array, which may be a text that is no array. */
export function elementsOf(shell: Shell, name: string): readonly string[] {
  if (name === '@' || name === '*') return shell.positional
  const value = shell.variables.get(name)
  if (value instanceof ArrayValue) return value.entries().map(([, text]) => text)
  const text = value ?? madeUp(shell, name) ?? null
  // Of bash's own arrays not even the number of elements is known.
  if (value === undefined && hasHole(text ?? '')) throw shell.undecided(text ?? '')
  return text === null ? [] : [text]
}

/** The key of an element in an array that a subscript means. */
function keyOf(shell: Shell, value: Value | undefined, subscript: string): string {
  if (hasHole(subscript)) throw shell.undecided(subscript)
  const array = value instanceof ArrayValue ? value : new ArrayValue()
  if (array.associative) return subscript.replace(/^(['"])(.*)\1$/s, '$2')
  const index = calculateIn(shell, subscript)
  if (isUnknown(index)) throw new UnknownError(index)
  const place = index < 0n ? index + BigInt(array.end) : index
  if (place < 0n || place > FARTHEST) throw shell.refuse(`the index ${index}`)
  return String(place)
}

/** Assigns a text to `name` or `name[subscript]`. Throws `ReadonlyVariable`, `ArithmeticError`. */
export function assignText(
  shell: Shell,
  name: string,
  subscript: string | undefined,
  text: string,
  append = false,
): void {
  const { variables, host } = shell
  if (shell.kind === 'bash' && /^S?RANDOM$/.test(name)) return
  if (shell.kind === 'bash' && name === 'SECONDS') {
    host.startedAt = host.clock.now() - Number(text) * 1000
    return
  }
  if (subscript === undefined) {
    const before = append ? (variables.text(name) ?? '') : ''
    const sum = () => shell.textOf(calculateIn(shell, before === '' ? text : `${before}+(${text})`))
    variables.set(name, host.budget.value(variables.isInteger(name) ? sum() : before + text))
    if (shell.options.has('allexport')) variables.mark(name, { exported: true })
    return
  }
  const value = variables.get(name)
  const array =
    value instanceof ArrayValue ? value : ArrayValue.of(value === undefined ? [] : [value])
  const key = keyOf(shell, array, subscript)
  // Set first: a read-only variable refuses it.
  variables.set(name, array)
  array.elements.set(key, host.budget.value((append ? (array.elements.get(key) ?? '') : '') + text))
}

/** Removes an element. */
export function unsetElement(shell: Shell, name: string, subscript: string): void {
  const value = shell.variables.get(name)
  if (!(value instanceof ArrayValue) || /^[@*]$/.test(subscript)) {
    throw shell.refuse(`unset ${name}[${subscript}]`)
  }
  value.elements.delete(keyOf(shell, value, subscript))
}

/** `name` and `name[subscript]` in a text; `null` where it is neither. Throws `UnknownError` where it is not known. */
export function targetOf(
  shell: Shell,
  text: string,
): { name: string; subscript?: string | undefined } | null {
  if (hasHole(text)) throw shell.undecided(text)
  const [, name, subscript] = /^([A-Za-z_]\w*)(?:\[(.+)\])?$/s.exec(text) ?? []
  return name === undefined ? null : { name, subscript }
}

/** `-v`: whether a variable or an element is set. */
export function isSet(shell: Shell, text: string): boolean {
  const { name, subscript } = targetOf(shell, text) ?? { name: text }
  const all = subscript === '@' || subscript === '*'
  return all ? elementsOf(shell, name).length > 0 : textOf(shell, name, subscript) !== undefined
}

/** Ends the shell under `set -u`, because a variable isn't set. */
export function checkUnset(shell: Shell, name: string): void {
  if (shell.options.has('nounset')) throw new FatalError(`${name}: unbound variable`)
}

/** `$-`, in bash's order. */
const FLAGS: readonly (readonly [Option | null, string])[] = [
  ['allexport', 'a'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  [null, 'h'],
  ['nounset', 'u'],
  [null, 'B'],
  ['noclobber', 'C'],
  ['errtrace', 'E'],
]

/** Variables of bash whose values are not known, or not kept. */
const NOT_KNOWN =
  /^(RANDOM|SRANDOM|BASHPID|BASH_(COMMAND|LINENO|SOURCE|SUBSHELL|VERSINFO)|FUNCNAME|GROUPS|HOSTNAME|LINENO|MACHTYPE)$/

/** What the shell makes up when it is read. */
function madeUp(shell: Shell, name: string): string | undefined {
  const { clock, startedAt, architecture, jobs } = shell.host
  switch (name) {
    case '#':
      return String(shell.positional.length)
    case '?':
      return shell.textOf(shell.status)
    case '$':
      return String(FIRST_JOB - 1)
    case '!':
      return [...jobs.keys()].at(-1)?.toString()
    case '_':
      return shell.lastArgument
  }
  if (shell.kind === 'sh' && name === '-') throw shell.refuse('$-')
  if (shell.kind === 'sh') return undefined
  switch (name) {
    case '-':
      return FLAGS.flatMap(([option, flag]) =>
        option === null || shell.options.has(option) ? flag : [],
      ).join('')
    case 'SECONDS':
      return String(Math.floor((clock.now() - startedAt) / 1000))
    case 'EPOCHSECONDS':
      return String(Math.floor(clock.now() / 1000))
    case 'EPOCHREALTIME':
      return `${(clock.now() / 1000).toFixed(3)}000`
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
  if (name === 'BASH_SOURCE' && shell.sourceDepth === 0 && shell.name.endsWith('.sh'))
    return shell.name
  return NOT_KNOWN.test(name) ? shell.unknownText(`the script asks bash for ${name}`) : undefined
}
