import { hasHole, surelyDiffer } from '@grade4/unknown'
import type { Shell } from '../shell.js'
import { statusOf, type Truth } from '../status.js'
import { compareNumbers, inverted, unaryTest } from '../tests.js'
import type { Builtin } from './builtin.js'

/** `test` and `[`. */
export const test: Builtin = async (shell, args, name) => {
  const texts = args.map(({ text }) => text)
  if (name === '[' && texts.pop() !== ']') return shell.fail("[: missing `]'", 2)
  const unsure = args.find(({ uncertain }) => uncertain)
  if (unsure !== undefined) return shell.host.holes.unknown(unsure.text)
  try {
    return statusOf(await new Expression(shell, texts).value())
  } catch (error) {
    if (!(error instanceof TestError)) throw error
    return shell.fail(`${name}: ${error.message}`, 2)
  }
}

/** A test that the shell itself refuses; its status is 2. */
class TestError extends Error {}

const UNARY = /^-[defhnorstvwxzL]$/
const BINARY = /^(=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/

/** The expression of `test`. Up to four arguments it is read by their number, as POSIX says. */
class Expression {
  readonly #shell: Shell
  readonly #texts: readonly string[]
  #at = 0

  constructor(shell: Shell, texts: readonly string[]) {
    this.#shell = shell
    this.#texts = texts
  }

  async value(): Promise<Truth> {
    const [first = '', second = '', third = ''] = this.#texts
    const count = this.#texts.length
    if (count === 0) return false
    if (count === 1) return unaryTest(this.#shell, '-n', first)
    if (count === 3 && BINARY.test(second)) return this.#binary(first, second, third)
    if (first === '!' && count <= 4) {
      return inverted(await new Expression(this.#shell, this.#texts.slice(1)).value())
    }
    if (count === 2) return this.#unary(first, second)
    if (count === 3 && first === '(' && third === ')') return unaryTest(this.#shell, '-n', second)
    if (count === 3 && !/^-[ao]$/.test(second))
      throw new TestError(`${second}: binary operator expected`)
    const truth = await this.#any()
    if (this.#at < count) throw new TestError('too many arguments')
    return truth
  }

  #any(): Promise<Truth> {
    return this.#joined('-o', true, () => this.#joined('-a', false, () => this.#term()))
  }

  /** Terms with `-a` or `-o` between them; `settles`: the truth that settles the whole. */
  async #joined(
    operator: '-a' | '-o',
    settles: boolean,
    term: () => Promise<Truth>,
  ): Promise<Truth> {
    let truth = await term()
    while (this.#texts[this.#at] === operator) {
      this.#at++
      const right = await term()
      if (truth !== settles && (right === settles || truth === !settles)) truth = right
    }
    return truth
  }

  async #term(): Promise<Truth> {
    const [text, next, third = ''] = this.#texts.slice(this.#at)
    if (text === undefined) throw new TestError('argument expected')
    if (next !== undefined && BINARY.test(next)) {
      this.#at += 3
      return this.#binary(text, next, third)
    }
    this.#at++
    if (text === '!') return inverted(await this.#term())
    if (text === '(') {
      const inner = await this.#any()
      if (this.#texts[this.#at++] !== ')') throw new TestError("`)' expected")
      return inner
    }
    if (!UNARY.test(text) || next === undefined || /^-[ao]$/.test(next))
      return unaryTest(this.#shell, '-n', text)
    this.#at++
    return this.#unary(text, next)
  }

  #unary(operator: string, operand: string): Promise<Truth> {
    if (UNARY.test(operator)) return unaryTest(this.#shell, operator, operand)
    if (/^-[a-zA-Z]$/.test(operator)) throw this.#shell.refuse(`the test ${operator}`)
    throw new TestError(`${operator}: unary operator expected`)
  }

  #binary(left: string, operator: string, right: string): Truth {
    const { kind, host } = this.#shell
    const same = left === right
    const decided = /^[=!]?=$/.test(operator) && (same || surelyDiffer(left, right))
    if (hasHole(left + right) && !decided) return host.holes.unknown(left, right)
    if (kind === 'sh' && operator === '==') throw this.#shell.refuse('== in test')
    if (/^-(nt|ot|ef)$/.test(operator)) throw this.#shell.refuse(`the test ${operator}`)
    if (operator === '=' || operator === '==') return same
    if (operator === '!=') return !same
    if (operator === '<') return left < right
    if (operator === '>') return left > right
    const truth = compareNumbers(operator, wholeNumber(left), wholeNumber(right))
    if (truth === null) throw this.#shell.refuse(`the test ${operator}`)
    return truth
  }
}

function wholeNumber(text: string): bigint {
  const trimmed = text.trim()
  if (!/^[+-]?\d+$/.test(trimmed)) throw new TestError(`${text}: integer expression expected`)
  return BigInt(trimmed.replace(/^\+/, ''))
}
