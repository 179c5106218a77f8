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
    return statusOf(await evaluate(shell, texts))
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
async function evaluate(shell: Shell, texts: readonly string[]): Promise<Truth> {
  const [first = '', second = '', third = ''] = texts
  const count = texts.length
  if (count === 0) return false
  if (count === 1) return unaryTest(shell, '-n', first)
  if (count === 3 && BINARY.test(second)) return binary(shell, first, second, third)
  if (first === '!' && count <= 4) return inverted(await evaluate(shell, texts.slice(1)))
  if (count === 2) return unary(shell, first, second)
  if (count === 3 && first === '(' && third === ')') return unaryTest(shell, '-n', second)
  if (count === 3 && !/^-[ao]$/.test(second))
    throw new TestError(`${second}: binary operator expected`)
  const left = [...texts]
  const truth = await any(shell, left)
  if (left.length > 0) throw new TestError('too many arguments')
  return truth
}

/** Terms with `-o` between those with `-a` between them, from the front of `left`. */
function any(shell: Shell, left: string[]): Promise<Truth> {
  return joined(left, '-o', true, () => joined(left, '-a', false, () => term(shell, left)))
}

/** `settles`: the truth that settles the whole. */
async function joined(
  left: string[],
  operator: string,
  settles: boolean,
  next: () => Promise<Truth>,
): Promise<Truth> {
  let truth = await next()
  while (left[0] === operator) {
    left.shift()
    const right = await next()
    if (truth !== settles && (right === settles || truth === !settles)) truth = right
  }
  return truth
}

async function term(shell: Shell, left: string[]): Promise<Truth> {
  const [text, next = '', third = ''] = left
  if (text === undefined) throw new TestError('argument expected')
  if (BINARY.test(next)) {
    left.splice(0, 3)
    return binary(shell, text, next, third)
  }
  left.shift()
  if (text === '!') return inverted(await term(shell, left))
  if (text === '(') {
    const inner = await any(shell, left)
    if (left.shift() !== ')') throw new TestError("`)' expected")
    return inner
  }
  if (!UNARY.test(text) || left.length === 0 || /^-[ao]$/.test(next))
    return unaryTest(shell, '-n', text)
  left.shift()
  return unary(shell, text, next)
}

function unary(shell: Shell, operator: string, operand: string): Promise<Truth> {
  if (UNARY.test(operator)) return unaryTest(shell, operator, operand)
  if (/^-[a-zA-Z]$/.test(operator)) throw shell.refuse(`the test ${operator}`)
  throw new TestError(`${operator}: unary operator expected`)
}

function binary(shell: Shell, left: string, operator: string, right: string): Truth {
  const isEqual = left === right
  const compares = /^(=|==|!=)$/.test(operator)
  if (/^-(nt|ot|ef)$/.test(operator) || (operator === '==' && shell.kind === 'sh')) {
    throw shell.refuse(`the test ${operator}`)
  }
  const isDecided = compares && (isEqual || surelyDiffer(left, right))
  if (hasHole(left + right) && !isDecided) return shell.host.holes.unknown(left, right)
  if (compares) return isEqual === (operator !== '!=')
  if (operator === '<') return left < right
  if (operator === '>') return left > right
  return compareNumbers(shell, operator, wholeNumber(left), wholeNumber(right))
}

function wholeNumber(text: string): bigint {
  const trimmed = text.trim()
  if (!/^[+-]?\d+$/.test(trimmed)) throw new TestError(`${text}: integer expression expected`)
  return BigInt(trimmed.replace(/^\+/, ''))
}
