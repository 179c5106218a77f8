import { type Form, formsIn, hasHole, isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import { calculate, type Numeric } from './arithmetic.js'
import { FatalError } from './ending.js'
import type { Shell } from './shell.js'
import { ArrayValue, type Value } from './variables.js'

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
    return key === '0' ? textOf(shell, name) : undefined
  }
  if (/^\d+$/.test(name)) return name === '0' ? shell.name : shell.positional[Number(name) - 1]
  if (value instanceof ArrayValue) return value.elements.get('0')
  return value ?? (shell.variables.isDeclared(name) ? undefined : ownText(shell, name))
}

/** All elements of `@`, `*` or an array, which may be a text that is no array. */
export function elementsOf(shell: Shell, name: string): readonly string[] {
  if (name === '@' || name === '*') return shell.positional
  const value = shell.variables.get(name)
  if (value instanceof ArrayValue) return value.entries().map(([, text]) => text)
  const text = textOf(shell, name) ?? null
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
    host.startedAt = host.clock.read() - Number(text) * 1000
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
export function isSet(shell: Shell, text: string): boolean | Unknown {
  const { name, subscript } = targetOf(shell, text) ?? { name: text }
  if (subscript === '@' || subscript === '*') return elementsOf(shell, name).length > 0
  const value = textOf(shell, name, subscript)
  return value !== undefined && mayBeUnset(value)
    ? shell.host.holes.unknown(value)
    : value !== undefined
}

/** Whether the variable that a text came from may not be set at all. */
export function mayBeUnset(text: string): boolean {
  return formsIn(text).includes('absent')
}

/** Ends the shell under `set -u`, because a variable isn't set. */
export function checkUnset(shell: Shell, name: string): void {
  if (shell.options.has('nounset')) throw new FatalError(`${name}: unbound variable`)
}

/** Variables of bash that are set and whose values are not known, or not kept; by their form where they have one. */
const NOT_KNOWN: readonly (readonly [names: RegExp, form: Form | undefined])[] = [
  [/^(BASHPID|HISTCMD|LINENO|S?RANDOM)$/, 'number'],
  [/^(BASHOPTS|BASH_ARGV0|BASH_VERSION|HOSTNAME|MACHTYPE|SHELLOPTS|TERM)$/, 'word'],
  [/^(BASH_\w+|COMP_WORDBREAKS|DIRSTACK|FUNCNAME|GROUPS)$/, undefined],
]

type Own = (shell: Shell) => string | undefined

/** Those that bash and dash have. */
const OF_BOTH: ReadonlyMap<string, Own> = new Map<string, Own>([
  ['#', ({ positional }) => String(positional.length)],
  ['?', (shell) => shell.textOf(shell.status)],
  ['!', ({ host }) => [...host.jobs.keys()].at(-1)],
  ['$', ({ host }) => host.process],
  ['PPID', ({ host }) => host.parent],
  ['_', ({ lastArgument }) => lastArgument],
  ['OPTIND', () => '1'],
  ['PS4', () => '+ '],
])

const seconds = (milliseconds: number) => String(Math.floor(milliseconds / 1000))

/** Those that bash alone has. */
const OF_BASH: ReadonlyMap<string, Own> = new Map<string, Own>([
  ['SECONDS', ({ host }) => seconds(host.clock.read() - host.startedAt)],
  ['EPOCHSECONDS', ({ host }) => seconds(host.clock.read())],
  [
    'EPOCHREALTIME',
    ({ host: { clock } }) => `${(clock.read() / 1000).toFixed(3)}${clock.belowMs.slice(0, 3)}`,
  ],
  ['OSTYPE', () => 'linux-gnu'],
  ['HOSTTYPE', ({ host }) => (host.architecture === 'arm64' ? 'aarch64' : 'x86_64')],
  ['BASH', () => '/usr/bin/bash'],
  ['OPTERR', () => '1'],
  // The runner's user is not root. Source: actions/runner-images.
  ['UID', () => '1001'],
  ['EUID', () => '1001'],
])

/**
 * The text of a parameter or variable that the shell has by itself; `undefined`: it has none of that name.
 * Source: Bash Reference Manual, "Special Parameters", "Bash Variables".
 */
function ownText(shell: Shell, name: string): string | undefined {
  const isBash = shell.kind === 'bash'
  if (name === '-') throw shell.refuse('$-')
  const own = OF_BOTH.get(name) ?? (isBash ? OF_BASH.get(name) : undefined)
  if (own !== undefined) return own(shell)
  if (isBash && name === 'BASH_SOURCE' && shell.sourceDepth === 0 && shell.name.includes('/'))
    return shell.name
  const notKnown = isBash ? NOT_KNOWN.find(([names]) => names.test(name)) : undefined
  return notKnown === undefined
    ? (shell.host.mayBeSet(name) ?? undefined)
    : shell.unknownText(`the script asks bash for ${name}`, notKnown[1])
}
