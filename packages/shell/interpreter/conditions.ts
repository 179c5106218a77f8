import { hasHole, isUnknown } from '@grade4/unknown'
import { evaluateText } from './arithmetic.js'
import type { Condition, WordNode } from './ast.js'
import { compareNumbers, fileTest, textTest } from './file-tests.js'
import { matchesPattern, undecidable } from './pattern.js'
import { matchRegex } from './regex.js'
import type { Context, Shell } from './shell.js'
import type { Truth } from './status.js'
import { subscripted, textOf } from './values.js'
import { expandPattern, expandText } from './words.js'

/** Evaluates what stands in `[[ … ]]`. Throws `ArithmeticError`. */
export async function evaluateCondition(
  shell: Shell,
  condition: Condition,
  context: Context,
): Promise<Truth> {
  switch (condition.type) {
    case 'CondGroup':
      return evaluateCondition(shell, condition.expression, context)
    case 'CondNot': {
      const truth = await evaluateCondition(shell, condition.operand, context)
      return isUnknown(truth) ? truth : !truth
    }
    case 'CondAnd':
    case 'CondOr': {
      const settles = condition.type === 'CondOr'
      const left = await evaluateCondition(shell, condition.left, context)
      if (left === settles) return left
      // Nobody knows whether the right side is evaluated: it must not do anything.
      if (isUnknown(left) && runsCommands(condition.right)) return left
      const right = await evaluateCondition(shell, condition.right, context)
      return isUnknown(left) && right !== settles ? left : right
    }
    case 'CondWord':
      return textTest(shell, '-n', await expandText(shell, condition.word, context))
    case 'CondUnary':
      return unary(shell, condition.operator, condition.operand, context)
    case 'CondBinary':
      return binary(shell, condition, context)
  }
}

function runsCommands(condition: Condition): boolean {
  return JSON.stringify(condition).includes('"CommandSubstitution"')
}

async function unary(
  shell: Shell,
  operator: string,
  operand: WordNode,
  context: Context,
): Promise<Truth> {
  const text = await expandText(shell, operand, context)
  if (operator === '-n' || operator === '-z') return textTest(shell, operator, text)
  if (operator === '-v') return isSet(shell, text, context)
  return fileTest(shell, operator, text)
}

/** `-v`. An unknown value is set all the same. */
export async function isSet(shell: Shell, name: string, context: Context): Promise<Truth> {
  if (hasHole(name)) return shell.host.holes.unknown(name)
  if (subscripted(name) === null && shell.variables.get(name) !== undefined) {
    return shell.variables.text(name) !== undefined
  }
  return (await textOf(shell, name, context)) !== undefined
}

async function binary(
  shell: Shell,
  condition: Extract<Condition, { type: 'CondBinary' }>,
  context: Context,
): Promise<Truth> {
  const left = await expandText(shell, condition.left, context)
  switch (condition.operator) {
    case '=':
    case '==':
    case '!=': {
      const pattern = await expandPattern(shell, condition.right, context)
      if (undecidable(pattern, left)) {
        return shell.host.holes.unknown(left + pattern)
      }
      const ignoreCase = shell.shopt.has('nocasematch')
      const equal = matchesPattern(pattern, left, shell.host.budget, ignoreCase)
      return equal === (condition.operator !== '!=')
    }
    case '=~':
      return matchRegex(shell, left, condition.right, context)
  }
  const right = await expandText(shell, condition.right, context)
  switch (condition.operator) {
    case '<':
    case '>':
      if (hasHole(left + right)) return shell.host.holes.unknown(left + right)
      return condition.operator === '<' ? left < right : left > right
    case '-nt':
    case '-ot':
    case '-ef':
      return fileTest(shell, condition.operator, left)
  }
  const numbers = [
    await evaluateText(shell, left, context),
    await evaluateText(shell, right, context),
  ]
  return compareNumbers(condition.operator, numbers[0] ?? 0n, numbers[1] ?? 0n)
}
