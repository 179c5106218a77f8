import { hasHole, surelyDiffer } from '@grade4/unknown'
import type { Shell } from '../shell.js'
import { compareNumbers, inverted, statusOf, type Truth, unaryTest } from '../tests.js'
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
  if (texts.some((text) => /^[()]$/.test(text))) throw shell.refuse('brackets in a test')
  if (!texts.some((text) => /^-[ao]$/.test(text))) throw new TestError('too many arguments')
  return combined(shell, texts)
}

/** Terms with `-o` between those with `-a` between them. */
async function combined(shell: Shell, texts: readonly string[]): Promise<Truth> {
  let any: Truth = false
  for (const conjunction of splitAt('-o', texts)) {
    let all: Truth = true
    for (const term of splitAt('-a', conjunction)) {
      const last = term.at(-1)
      // It may be read in another way, too.
      if (last === undefined || last === '!' || BINARY.test(last) || term.length > 4)
        throw shell.refuse(`the test ${texts.join(' ')}`)
      all = settled(all, await evaluate(shell, term), false)
    }
    any = settled(any, all, true)
  }
  return any
}

function splitAt(separator: string, texts: readonly string[]): string[][] {
  const parts: string[][] = [[]]
  for (const text of texts) {
    if (text === separator) parts.push([])
    else parts.at(-1)?.push(text)
  }
  return parts
}

/** `and` or `or` of two truths. `by`: the truth that settles the whole. */
function settled(one: Truth, other: Truth, by: boolean): Truth {
  return one === by || other === !by ? one : other
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
