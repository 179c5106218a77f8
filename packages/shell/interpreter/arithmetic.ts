import { hasHole, isUnknown, type Unknown } from '@grade4/unknown'

/** A number of 64 bits, or not known. */
export type Numeric = bigint | Unknown

/** Something that bash refuses to calculate: it says so and gives up the command. */
export class ArithmeticError extends Error {}

/** What an expression reads and changes. A subscript is a text that may be an expression itself. */
export interface Scope {
  /** The text of a variable or of one element; empty where it isn't set. */
  get(name: string, subscript: string | undefined): string
  set(name: string, subscript: string | undefined, text: string): void
  /** Why a text with a hole is not known. */
  unknown(text: string): Unknown
  /** The text for a number that is not known. */
  hole(unknown: Unknown): string
  /** Counts one more step of the script. */
  step(): void
  /** Stops at an operator that the shell lacks. */
  checkOperator(operator: string): void
}

/** How strongly binary operators bind; those that assign, `?` and `**` group from the right. */
const POWERS: ReadonlyMap<string, number> = new Map(
  [
    [','],
    ['=', '*=', '/=', '%=', '+=', '-=', '<<=', '>>=', '&=', '^=', '|='],
    ['?'],
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!='],
    ['<', '>', '<=', '>='],
    ['<<', '>>'],
    ['+', '-'],
    ['*', '/', '%'],
    ['**'],
  ].flatMap((operators, power) => operators.map((operator) => [operator, power] as const)),
)

const ASSIGNS = 1
const CONDITIONAL = 2
const UNARY = POWERS.size

const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]*|\d+#[\w@]+|\d+)|([A-Za-z_]\w*)|(\uE0F0\d*\uE0F1)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|[-+*/%&^|<>=!]=|[-+*/%&^|<>=!~?:,()]))\s*/y

/** Nested expressions and values of variables that are expressions themselves. */
const DEEPEST = 60

/**
 * What bash calculates from a text whose expansions are done. `depth`: how many values of variables it is inside of.
 * Throws `ArithmeticError`.
 */
export function calculate(text: string, scope: Scope, depth = 0): Numeric {
  if (depth > DEEPEST) throw new ArithmeticError('expression recursion level exceeded')
  scope.step()
  if (text.trim() === '') return 0n
  try {
    return new Calculation(text, scope, depth).whole()
  } catch (error) {
    if (error instanceof ArithmeticError && hasHole(text)) return scope.unknown(text)
    throw error
  }
}

/** A part of an expression: its value, and where it stands when it can be assigned to. */
interface Operand {
  readonly value: Numeric
  readonly target?: { readonly name: string; readonly subscript: string | undefined }
}

class Calculation {
  readonly #text: string
  readonly #scope: Scope
  readonly #depth: number
  #at = 0
  #nesting = 0
  /** In a branch that is not taken nothing is read or changed. */
  #skips = false

  constructor(text: string, scope: Scope, depth: number) {
    this.#text = text
    this.#scope = scope
    this.#depth = depth
  }

  whole(): Numeric {
    const { value } = this.#expression(0)
    if (this.#at < this.#text.length) throw this.#error()
    return value
  }

  #expression(weakest: number): Operand {
    if (++this.#nesting > DEEPEST) throw new ArithmeticError('expression nests too deep')
    let left = this.#unary()
    for (;;) {
      // Behind a number `--` is two operators: 5--3 is 5 - -3.
      const operator = this.#peek().replace(/^([-+])\1$/, '$1')
      const power = POWERS.get(operator)
      if (power === undefined || power < weakest) break
      if (this.#peek() === operator) this.#take()
      else this.#at++
      this.#scope.checkOperator(operator)
      left = this.#binary(left, operator, power)
    }
    this.#nesting--
    return left
  }

  #binary(left: Operand, operator: string, power: number): Operand {
    const { value } = left
    if (power === ASSIGNS) {
      if (left.target === undefined) throw this.#error('attempted assignment to non-variable')
      const right = this.#expression(ASSIGNS).value
      const result = operator === '=' ? right : this.#compute(operator.slice(0, -1), value, right)
      return this.#store(left.target, result)
    }
    if (power === CONDITIONAL) {
      const first = this.#maybe(value === 0n || isUnknown(value), 0)
      if (this.#peek() !== ':') throw this.#error("`:' expected for conditional expression")
      this.#take()
      const second = this.#maybe(value !== 0n, CONDITIONAL)
      return { value: isUnknown(value) ? value : value === 0n ? second : first }
    }
    if (operator === '&&' || operator === '||') {
      const settled = isUnknown(value) || (value === 0n) === (operator === '&&')
      const right = this.#maybe(settled, power + 1)
      if (isUnknown(value)) return { value }
      if (settled) return { value: operator === '&&' ? 0n : 1n }
      return { value: isUnknown(right) ? right : truth(right !== 0n) }
    }
    const right = this.#expression(operator === '**' ? power : power + 1).value
    return { value: this.#compute(operator, value, right) }
  }

  /** The value of what follows; `skips`: it is only read. */
  #maybe(skips: boolean, weakest: number): Numeric {
    const before = this.#skips
    this.#skips ||= skips
    const { value } = this.#expression(weakest)
    this.#skips = before
    return value
  }

  #unary(): Operand {
    const operator = this.#take()
    if (operator === '(') {
      const { value } = this.#expression(0)
      if (this.#take() !== ')') throw this.#error("missing `)'")
      return { value }
    }
    if (operator === '++' || operator === '--') {
      const { value, target } = this.#expression(UNARY)
      // To bash `--5` is -(-5).
      if (target === undefined) return { value }
      this.#scope.checkOperator(operator)
      return this.#store(target, this.#compute(operator.slice(1), value, 1n))
    }
    if (/^[-+!~]$/.test(operator)) {
      const { value } = this.#expression(UNARY)
      if (isUnknown(value)) return { value }
      if (operator === '-') return { value: BigInt.asIntN(64, -value) }
      return { value: operator === '!' ? truth(value === 0n) : operator === '~' ? ~value : value }
    }
    if (hasHole(operator)) return { value: this.#scope.unknown(operator) }
    if (/^\d/.test(operator)) return { value: numberOf(operator) }
    if (/^[A-Za-z_]/.test(operator)) return this.#variable(operator)
    throw this.#error()
  }

  #variable(name: string): Operand {
    const target = { name, subscript: this.#subscript() }
    const operator = this.#peek()
    if (operator === '=') return { value: 0n, target }
    const value = this.#read(target)
    if (operator !== '++' && operator !== '--') return { value, target }
    this.#scope.checkOperator(operator)
    this.#take()
    this.#store(target, this.#compute(operator.slice(1), value, 1n))
    return { value }
  }

  #read({ name, subscript }: NonNullable<Operand['target']>): Numeric {
    if (this.#skips) return 0n
    const text = this.#scope.get(name, subscript)
    return hasHole(text) ? this.#scope.unknown(text) : calculate(text, this.#scope, this.#depth + 1)
  }

  #store({ name, subscript }: NonNullable<Operand['target']>, value: Numeric): Operand {
    const text = isUnknown(value) ? this.#scope.hole(value) : String(value)
    if (!this.#skips) this.#scope.set(name, subscript, text)
    return { value }
  }

  /** The text between the brackets that stand here. */
  #subscript(): string | undefined {
    if (this.#text[this.#at] !== '[') return undefined
    const start = this.#at + 1
    let open = 0
    for (; this.#at < this.#text.length; this.#at++) {
      if (this.#text[this.#at] === '[') open++
      if (this.#text[this.#at] === ']' && --open === 0) break
    }
    const text = this.#text.slice(start, this.#at++)
    this.#at += /^\s*/.exec(this.#text.slice(this.#at))?.[0].length ?? 0
    return text
  }

  #compute(operator: string, left: Numeric, right: Numeric): Numeric {
    if (operator === ',' || isUnknown(right)) return right
    if (isUnknown(left)) return left
    return this.#skips ? 0n : compute(operator, left, right)
  }

  #peek(): string {
    TOKEN.lastIndex = this.#at
    const [, number, name, hole, operator] = TOKEN.exec(this.#text) ?? []
    return number ?? name ?? hole ?? operator ?? ''
  }

  #take(): string {
    const token = this.#peek()
    if (token === '' && this.#at < this.#text.length) throw this.#error()
    if (token !== '') this.#at = TOKEN.lastIndex
    return token
  }

  #error(what = 'syntax error in expression'): ArithmeticError {
    return new ArithmeticError(`${this.#text.trim()}: ${what}`)
  }
}

function truth(value: boolean): bigint {
  return value ? 1n : 0n
}

/** A binary operator on two numbers of 64 bits. Throws `ArithmeticError`. */
function compute(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return BigInt.asIntN(64, left + right)
    case '-':
      return BigInt.asIntN(64, left - right)
    case '*':
      return BigInt.asIntN(64, left * right)
    case '/':
    case '%':
      if (right === 0n) throw new ArithmeticError('division by 0')
      return operator === '/' ? BigInt.asIntN(64, left / right) : left % right
    case '**':
      if (right < 0n) throw new ArithmeticError('exponent less than 0')
      return power(left, right)
    case '<<':
      return BigInt.asIntN(64, left << (right & 63n))
    case '>>':
      return left >> (right & 63n)
    case '<':
      return truth(left < right)
    case '<=':
      return truth(left <= right)
    case '>':
      return truth(left > right)
    case '>=':
      return truth(left >= right)
    case '==':
      return truth(left === right)
    case '!=':
      return truth(left !== right)
    case '&':
      return left & right
    case '^':
      return left ^ right
    default:
      return left | right
  }
}

/** By squares, in 64 bits. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asIntN(64, result * square)
    square = BigInt.asIntN(64, square * square)
  }
  return result
}

/** A number as arithmetic reads it: decimal, 0octal, 0xhex or base#digits. Throws `ArithmeticError`. */
function numberOf(text: string): bigint {
  const [, base, digits] = /^(\d+)#(.*)$/.exec(text) ?? [null, null, text]
  if (base === null && /^0x/i.test(text)) return BigInt.asIntN(64, BigInt(text === '0x' ? 0 : text))
  const radix = Number(base ?? (/^0\d/.test(text) ? 8 : 10))
  if (radix < 2 || radix > 64) throw new ArithmeticError(`${text}: invalid arithmetic base`)
  // Up to base 36 capitals are the same digits as small letters.
  const order = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_'
  let number = 0n
  for (const digit of radix <= 36 ? digits.toLowerCase() : digits) {
    const value = order.indexOf(digit)
    if (value === -1 || value >= radix)
      throw new ArithmeticError(`${text}: value too great for base`)
    number = BigInt.asIntN(64, number * BigInt(radix) + BigInt(value))
  }
  return number
}
