import { cannotFollow } from '../cannot-follow.js'

/** An arithmetic error: bash says so and gives up the command. */
export class ArithmeticError extends Error {}

/** A binary operator on two numbers of 64 bits. Throws `ArithmeticError`. */
export function compute(operator: string, left: bigint, right: bigint): bigint {
  const truth = (value: boolean) => (value ? 1n : 0n)
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return BigInt.asIntN(64, left * right)
    case '/':
    case '%':
      if (right === 0n) throw new ArithmeticError('division by 0')
      return operator === '/' ? left / right : left % right
    case '**':
      if (right < 0n || right > 64n) throw new ArithmeticError('exponent out of range')
      return BigInt.asIntN(64, left ** right)
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
    case '|':
      return left | right
    case '^':
      return left ^ right
  }
  throw cannotFollow(`the script calculates with ${operator}, which the grader lacks`)
}

/** A number as arithmetic reads it: decimal, 0octal, 0xhex or base#digits. */
export function literalNumber(text: string): bigint | null {
  if (/^[+-]?(0|[1-9]\d*)$/.test(text)) return BigInt.asIntN(64, BigInt(text.replace(/^\+/, '')))
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`)
  if (/^0\d+$/.test(text)) throw new ArithmeticError(`${text}: value too great for base`)
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return BigInt(text)
  const based = /^(\d+)#(\w+)$/.exec(text)
  if (based?.[1] === '10' && based[2] !== undefined && /^\d+$/.test(based[2]))
    return BigInt(based[2])
  return null
}
