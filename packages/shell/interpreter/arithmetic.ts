import { hasHole, isUnknown, type Unknown } from '@grade4/unknown'
import { type ArithmeticExpression, parse } from 'unbash'
import type { Shell } from './shell.js'

/** A number of 64 bits, or not known. */
export type Numeric = bigint | Unknown

/** Something that bash refuses to calculate: it says so and gives up the command. */
export class ArithmeticError extends Error {}

/** The variables of an expression; a subscript may be an expression too. */
export interface Scope {
  readonly shell: Shell
  /** The text of a variable or of one element; empty where it isn't set. */
  get(name: string, subscript: string | undefined): string
  set(name: string, subscript: string | undefined, text: string): void
}

/** A sign behind a sign, but for one behind a variable. */
const TWO_SIGNS = /((?:^|[^\w\]\s])\s*|\b\d+\s*)([-+])\2(?=\s*\d)/g

/** Values of variables that are expressions themselves, one in another. */
const DEEPEST = 60

/** What bash calculates from a text whose expansions are done. Throws `ArithmeticError`; `UnknownError` for a text that is none. */
export function calculate(text: string, scope: Scope, depth = 0): Numeric {
  scope.shell.host.budget.step()
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
    throw scope.shell.refuse(`the calculation ${trimmed}`)
  }
  return evaluate(command.expression, scope, depth)
}

const LACKING_IN_DASH = /^(\+\+|--|\*\*|,)$/

function evaluate(node: ArithmeticExpression, scope: Scope, depth: number): Numeric {
  const run = (inner: ArithmeticExpression) => evaluate(inner, scope, depth)
  const operator = 'operator' in node ? node.operator : ''
  if (scope.shell.kind === 'sh' && LACKING_IN_DASH.test(operator))
    throw scope.shell.refuse(`${operator} in a calculation`)
  switch (node.type) {
    case 'ArithmeticGroup':
      return run(node.expression)
    case 'ArithmeticWord':
      return operand(node.value, scope, depth)
    case 'ArithmeticTernary': {
      const test = run(node.test)
      return isUnknown(test) ? test : run(test === 0n ? node.alternate : node.consequent)
    }
    case 'ArithmeticUnary': {
      const value = run(node.operand)
      if (operator === '++' || operator === '--') {
        const changed = compute(operator.charAt(0), value, 1n)
        store(node.operand, changed, scope)
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
        store(node.left, value, scope)
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
      throw scope.shell.refuse('a command in a calculation')
  }
}

const TARGET = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s

/** A number, or a variable whose value is an expression. */
function operand(text: string, scope: Scope, depth: number): Numeric {
  const [, name, subscript] = TARGET.exec(text) ?? []
  if (name !== undefined) {
    const value = scope.get(name, subscript)
    return hasHole(value)
      ? scope.shell.host.holes.unknown(value)
      : calculate(value, scope, depth + 1)
  }
  if (hasHole(text)) return scope.shell.host.holes.unknown(text)
  const number = numberOf(text)
  // Bash has changed the variable before it comes to what is wrong behind it.
  if (/\+\+|--|=/.test(text)) throw scope.shell.refuse(`the calculation ${text}`)
  if (number === null) throw new ArithmeticError(`${text}: syntax error`)
  return number
}

function store(target: ArithmeticExpression, value: Numeric, scope: Scope): void {
  const [, name, subscript] =
    target.type === 'ArithmeticWord' ? (TARGET.exec(target.value) ?? []) : []
  if (name === undefined) throw new ArithmeticError('attempted assignment to non-variable')
  scope.set(name, subscript, scope.shell.textOf(value))
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
