import { type Form, formsIn, hasHole, isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import { type ArithmeticExpression, parse } from 'unbash'
import { FatalError } from './ending.js'
import type { Shell } from './shell.js'
import { ArrayValue, type Value } from './variables.js'

const FARTHEST = 1_000_000_000

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

/** A number of 64 bits, or not known. */
export type Numeric = bigint | Unknown

/** Something that bash refuses to calculate: it says so and gives up the command. */
export class ArithmeticError extends Error {}

/** A sign behind a sign, but for one behind a variable. */
const TWO_SIGNS = /((?:^|[^\w\]\s])\s*|\b\d+\s*)([-+])\2(?=\s*\d)/g

/** Values of variables that are expressions themselves, one in another. */
const DEEPEST = 60

/** What bash calculates from a text whose expansions are done. Throws `ArithmeticError`; `UnknownError` for a text that is none. */
export function calculateIn(shell: Shell, text: string, depth = 0): Numeric {
  shell.host.budget.step()
  // Before a number `--` is two signs: 5--3 is 5 - -3.
  const trimmed = text.trim().replace(TWO_SIGNS, '$1$2 $2')
  if (trimmed === '') return 0n
  if (/^\d{1,15}$/.test(trimmed) && !trimmed.startsWith('0')) return BigInt(trimmed)
  const [statement, ...more] = parse(`((${trimmed}))`).commands
  const command = statement?.command
  if (
    command?.type !== 'ArithmeticCommand' ||
    command.expression === undefined ||
    more.length > 0 ||
    depth > DEEPEST
  ) {
    throw shell.refuse(`the calculation ${trimmed}`)
  }
  return evaluate(shell, command.expression, depth)
}

const LACKING_IN_DASH = /^(\+\+|--|\*\*|,)$/

function evaluate(shell: Shell, node: ArithmeticExpression, depth: number): Numeric {
  const run = (inner: ArithmeticExpression) => evaluate(shell, inner, depth)
  const operator = 'operator' in node ? node.operator : ''
  if (shell.kind === 'sh' && LACKING_IN_DASH.test(operator))
    throw shell.refuse(`${operator} in a calculation`)
  switch (node.type) {
    case 'ArithmeticGroup':
      return run(node.expression)
    case 'ArithmeticWord':
      return operand(shell, node.value, depth)
    case 'ArithmeticTernary': {
      const test = run(node.test)
      return isUnknown(test) ? test : run(test === 0n ? node.alternate : node.consequent)
    }
    case 'ArithmeticUnary': {
      const value = run(node.operand)
      if (operator === '++' || operator === '--') {
        const changed = compute(operator.charAt(0), value, 1n)
        store(shell, node.operand, changed)
        return node.prefix ? changed : value
      }
      if (isUnknown(value)) return value
      if (operator === '!') return truth(value === 0n)
      return operator === '-' ? BigInt.asIntN(64, -value) : operator === '~' ? ~value : value
    }
    case 'ArithmeticBinary': {
      if (/^([-+*/%&^|]|<<|>>)?=$/.test(operator)) {
        const right = run(node.right)
        const value =
          operator === '=' ? right : compute(operator.slice(0, -1), run(node.left), right)
        store(shell, node.left, value)
        return value
      }
      const left = run(node.left)
      if (operator !== '&&' && operator !== '||') return compute(operator, left, run(node.right))
      if (isUnknown(left)) return left
      if ((left === 0n) === (operator === '&&')) return truth(operator === '||')
      const right = run(node.right)
      return isUnknown(right) ? right : truth(right !== 0n)
    }
    default:
      throw shell.refuse('a command in a calculation')
  }
}

const TARGET = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s

/** A number, or a variable whose value is an expression. */
function operand(shell: Shell, text: string, depth: number): Numeric {
  const [, name, subscript] = TARGET.exec(text) ?? []
  if (name !== undefined) {
    const value = textOf(shell, name, subscript)
    if (value === undefined) checkUnset(shell, name)
    if (hasHole(value ?? '')) return shell.host.holes.unknown(value ?? '')
    return calculateIn(shell, value ?? '', depth + 1)
  }
  if (hasHole(text)) return shell.host.holes.unknown(text)
  const number = numberOf(text)
  // Bash has changed the variable before it comes to what is wrong behind it.
  if (/\+\+|--|=/.test(text)) throw shell.refuse(`the calculation ${text}`)
  if (number === null) throw new ArithmeticError(`${text}: syntax error`)
  return number
}

function store(shell: Shell, target: ArithmeticExpression, value: Numeric): void {
  const [, name, subscript] =
    target.type === 'ArithmeticWord' ? (TARGET.exec(target.value) ?? []) : []
  if (name === undefined) throw new ArithmeticError('attempted assignment to non-variable')
  assignText(shell, name, subscript, shell.textOf(value))
}

function truth(value: boolean): bigint {
  return value ? 1n : 0n
}

const OPERATORS: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  ',': (_, right) => right,
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': power,
  '<<': (left, right) => left << (right & 63n),
  '>>': (left, right) => left >> (right & 63n),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '&': (left, right) => left & right,
  '^': (left, right) => left ^ right,
  '|': (left, right) => left | right,
}

/** A binary operator on two numbers of 64 bits. Throws `ArithmeticError`. */
function compute(operator: string, left: Numeric, right: Numeric): Numeric {
  if (isUnknown(right) || operator === ',') return right
  if (isUnknown(left)) return left
  if (/[/%]/.test(operator) && right === 0n) throw new ArithmeticError('division by 0')
  const result = OPERATORS[operator]?.(left, right)
  if (result === undefined) throw new ArithmeticError(`${operator}: syntax error`)
  return BigInt.asIntN(64, result)
}

/** By squares, in 64 bits. */
function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ArithmeticError('exponent less than 0')
  let result = 1n
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asIntN(64, result * square)
    square = BigInt.asIntN(64, square * square)
  }
  return result
}

/** Decimal, 0octal, 0xhex or base#digits up to base 36; `null` for any other text. */
function numberOf(text: string): bigint | null {
  const [, base, digits = ''] = /^(?:(\d\d?)#|(?=0x))?(\w+)$/i.exec(text) ?? []
  if (/^0x[0-9a-f]+$/i.test(text)) return BigInt.asIntN(64, BigInt(text))
  const radix = BigInt(base ?? (digits.startsWith('0') ? 8 : 10))
  const values = [...digits].map((digit) => Number.parseInt(digit, 36))
  if (digits === '' || radix < 2n || radix > 36n || !values.every((value) => value < radix))
    return null
  return values.reduce((number, value) => BigInt.asIntN(64, number * radix + BigInt(value)), 0n)
}
