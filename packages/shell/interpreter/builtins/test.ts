import { hasHole, isUnknown } from '@grade4/unknown'
import { cannotFollow } from '../../cannot-follow.js'
import { isSet } from '../conditions.js'
import { compareNumbers, fileTest, textTest } from '../file-tests.js'
import type { Context, Shell } from '../shell.js'
import { type Status, statusOf, type Truth } from '../status.js'
import type { Argument } from '../words.js'
import type { Builtin } from './index.js'

export const testBuiltin: Builtin = (shell, args, context) => test(shell, 'test', args, context)

export const bracket: Builtin = async (shell, args, context) => {
  if (args.at(-1)?.text === ']') return test(shell, '[', args.slice(0, -1), context)
  await shell.err("bash: [: missing `]'\n")
  return 2
}

/** A test that bash itself refuses; its status is 2. */
class TestError extends Error {}

async function test(
  shell: Shell,
  command: string,
  args: readonly Argument[],
  context: Context,
): Promise<Status> {
  const uncertain = args.find((argument) => argument.uncertain)
  if (uncertain !== undefined) return shell.host.holes.unknown(uncertain.text)
  const texts = args.map(({ text }) => text)
  try {
    return statusOf(await new Expression(shell, texts, context).value())
  } catch (error) {
    if (!(error instanceof TestError)) throw error
    await shell.err(`bash: ${command}: ${error.message}\n`)
    return 2
  }
}

const BINARY = /^(=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/

/** The expression of `test`. Up to four arguments it is read by their number, as POSIX says. */
class Expression {
  readonly #shell: Shell
  readonly #texts: readonly string[]
  readonly #context: Context
  #position = 0

  constructor(shell: Shell, texts: readonly string[], context: Context) {
    this.#shell = shell
    this.#texts = texts
    this.#context = context
  }

  async value(): Promise<Truth> {
    const [first = '', second = '', third = '', fourth = ''] = this.#texts
    switch (this.#texts.length) {
      case 0:
        return false
      case 1:
        return textTest(this.#shell, '-n', first)
      case 2:
        return first === '!'
          ? inverted(textTest(this.#shell, '-n', second))
          : this.#unary(first, second)
      case 3:
        if (BINARY.test(second)) return this.#binary(first, second, third)
        if (second === '-a' || second === '-o') break
        if (first === '!')
          return inverted(await new Expression(this.#shell, [second, third], this.#context).value())
        if (first === '(' && third === ')') return textTest(this.#shell, '-n', second)
        throw new TestError(`${second}: binary operator expected`)
      case 4:
        if (first === '!') {
          return inverted(
            await new Expression(this.#shell, [second, third, fourth], this.#context).value(),
          )
        }
    }
    const truth = await this.#or()
    if (this.#position < this.#texts.length) throw new TestError('too many arguments')
    return truth
  }

  async #or(): Promise<Truth> {
    let left = await this.#and()
    while (this.#texts[this.#position] === '-o') {
      this.#position++
      const right = await this.#and()
      left = left === true || right === true ? true : isUnknown(left) ? left : right
    }
    return left
  }

  async #and(): Promise<Truth> {
    let left = await this.#not()
    while (this.#texts[this.#position] === '-a') {
      this.#position++
      const right = await this.#not()
      left = left === false || right === false ? false : isUnknown(left) ? left : right
    }
    return left
  }

  async #not(): Promise<Truth> {
    const [text, next, third] = this.#texts.slice(this.#position)
    if (text === undefined) throw new TestError('argument expected')
    if (next !== undefined && BINARY.test(next)) {
      this.#position += 3
      return this.#binary(text, next, third ?? '')
    }
    this.#position++
    if (text === '!') return inverted(await this.#not())
    if (text === '(') {
      const inner = await this.#or()
      if (this.#texts[this.#position++] !== ')') throw new TestError("`)' expected")
      return inner
    }
    if (/^-[a-zA-Z]$/.test(text) && next !== undefined && next !== '-a' && next !== '-o') {
      this.#position++
      return this.#unary(text, next)
    }
    return textTest(this.#shell, '-n', text)
  }

  async #unary(operator: string, operand: string): Promise<Truth> {
    if (operator === '-n' || operator === '-z') return textTest(this.#shell, operator, operand)
    if (operator === '-v') return isSet(this.#shell, operand, this.#context)
    if (/^-[abcdefghkoprstuwxGLOS]$/.test(operator)) return fileTest(this.#shell, operator, operand)
    throw new TestError(`${operator}: unary operator expected`)
  }

  async #binary(left: string, operator: string, right: string): Promise<Truth> {
    const same = left === right
    if (hasHole(left + right) && !same) {
      return this.#shell.host.holes.unknown(left + right)
    }
    switch (operator) {
      case '=':
      case '==':
        return same
      case '!=':
        return !same
      case '<':
        return left < right
      case '>':
        return left > right
      case '-nt':
      case '-ot':
      case '-ef':
        throw cannotFollow(`the script compares files with ${operator}, which the grader lacks`)
    }
    return compareNumbers(operator, wholeNumber(left), wholeNumber(right))
  }
}

function wholeNumber(text: string): bigint {
  const trimmed = text.trim()
  if (!/^[+-]?\d+$/.test(trimmed)) throw new TestError(`${text}: integer expression expected`)
  return BigInt(trimmed.replace(/^\+/, ''))
}

function inverted(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth
}
