import { hasHole, isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { ArithmeticError, compute, literalNumber } from './arithmetic-operators.js'
import { assignVariable } from './assignments.js'
import type { Arithmetic, ArithmeticNode } from './ast.js'
import { captureText } from './capture-text.js'
import { parseArithmetic, parseQuoted } from './parse-text.js'
import type { Context, Shell } from './shell.js'
import { textOf } from './values.js'
import { AssociativeArray } from './variables.js'
import { expandText } from './words.js'

/** A 64-bit number, or unknown. */
export type Numeric = bigint | Unknown

/** What `$((…))` gives. An unknown number is a marked text. */
export async function arithmeticText(
  shell: Shell,
  expression: Arithmetic,
  context: Context,
): Promise<string> {
  const value = await evaluate(shell, expression, context)
  return isUnknown(value) ? shell.host.holes.hole(value) : String(value)
}

/** Evaluates an arithmetic text, e.g. a subscript or the value of a variable. */
export async function evaluateText(shell: Shell, text: string, context: Context): Promise<Numeric> {
  const trimmed = text.trim()
  if (trimmed === '') return 0n
  if (hasHole(trimmed)) return shell.host.holes.unknown(trimmed)
  const number = literalNumber(trimmed)
  if (number !== null) return number
  const parsed = parseArithmetic(trimmed, shell.host.budget)
  if (parsed === null) throw new ArithmeticError(`${trimmed}: syntax error in expression`)
  return shell.host.budget.deeper(() => evaluate(shell, parsed, context))
}

/** Evaluates a parsed expression. Throws `ArithmeticError`. */
export async function evaluate(
  shell: Shell,
  expression: Arithmetic,
  context: Context,
): Promise<Numeric> {
  shell.host.budget.step()
  const shorter = await withoutEmpty(shell, expression.originalText ?? '', context)
  if (shorter !== null) return evaluateText(shell, shorter, context)
  if (
    expression.expression.type === 'ArithSyntaxError' &&
    /(--|\+\+)\s*[\d(]/.test(expression.originalText ?? '')
  ) {
    // To bash `5--3` is 5 - -3.
    throw cannotFollow('the script calculates with signs that the grader cannot tell apart')
  }
  const run = (node: ArithmeticNode): Promise<Numeric> => {
    // The parser takes double quotes off the whole expression, those of its commands too.
    if (
      node.type === 'ArithCommandSubst' &&
      expression.originalText?.includes(node.command) === false
    ) {
      throw cannotFollow('the script calculates with what a command with quotes in it prints')
    }
    return evaluateNode(shell, node, context, run)
  }
  const value = await run(expression.expression)
  return isUnknown(value) ? value : BigInt.asIntN(64, value)
}

/** Where `$name` is empty, it leaves nothing behind, not a zero: the text without it; `null` where none is. */
async function withoutEmpty(shell: Shell, text: string, context: Context): Promise<string | null> {
  if (/\$\(|`/.test(text)) return null
  const kept: string[] = []
  let from = 0
  for (const { 0: whole, 1: name, 2: braced, index } of text.matchAll(NAMED)) {
    if (((await textOf(shell, name ?? braced ?? '', context)) ?? '') !== '') continue
    kept.push(text.slice(from, index))
    from = index + whole.length
  }
  return from === 0 ? null : [...kept, text.slice(from)].join('')
}

const NAMED = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g

type Run = (node: ArithmeticNode) => Promise<Numeric>

async function evaluateNode(
  shell: Shell,
  node: ArithmeticNode,
  context: Context,
  run: Run,
): Promise<Numeric> {
  switch (node.type) {
    case 'ArithNumber':
      if (!Number.isInteger(node.value)) throw new ArithmeticError('invalid number')
      // The parser takes what is larger for this one.
      if (node.value >= Number.MAX_SAFE_INTEGER) throw cannotFollow('the script counts beyond 2^53')
      return BigInt(node.value)
    case 'ArithVariable':
      if (node.hasDollarPrefix) await refuseFormula(shell, node.name, context)
      return variable(shell, node.name, context)
    case 'ArithArrayElement':
      return variable(shell, await elementName(shell, node, context, run), context)
    case 'ArithSpecialVar':
      return variable(shell, node.name, context)
    case 'ArithGroup':
    case 'ArithNested':
      return run(node.expression)
    case 'ArithCommandSubst':
      return evaluateText(shell, await captureText(shell, node.command, context), context)
    case 'ArithBracedExpansion': {
      const word = parseQuoted(`\${${node.content}}`, shell.host.budget)
      return evaluateText(shell, await expandText(shell, word, context), context)
    }
    case 'ArithSingleQuote':
      return BigInt(node.value)
    case 'ArithUnary':
      return unary(shell, node, context, run)
    case 'ArithTernary': {
      const condition = await run(node.condition)
      if (isUnknown(condition)) return condition
      return run(condition === 0n ? node.alternate : node.consequent)
    }
    case 'ArithBinary':
      return binary(node, run)
    case 'ArithAssignment':
      return assignment(shell, node, context, run)
    case 'ArithSyntaxError':
      throw new ArithmeticError(node.message)
    default:
      throw cannotFollow('the script calculates in a way that the grader lacks')
  }
}

/** Bash puts the text of `$x` into the expression before it reads that, so that `$x*2` of `1+1` is 3. */
async function refuseFormula(shell: Shell, name: string, context: Context): Promise<void> {
  const text = (await textOf(shell, name, context)) ?? ''
  if (!hasHole(text) && !/^\s*[-+]?\w*\s*$/.test(text)) {
    throw cannotFollow('the script calculates with a formula in a variable')
  }
}

async function variable(shell: Shell, name: string, context: Context): Promise<Numeric> {
  const text = await textOf(shell, name, context)
  if (text === undefined && shell.options.nounset) {
    throw new ArithmeticError(`${name}: unbound variable`)
  }
  return evaluateText(shell, text ?? '', context)
}

async function known(run: Run, node: ArithmeticNode): Promise<bigint> {
  const value = await run(node)
  if (isUnknown(value)) throw new UnknownError(value)
  return value
}

async function unary(
  shell: Shell,
  node: Extract<ArithmeticNode, { type: 'ArithUnary' }>,
  context: Context,
  run: Run,
): Promise<Numeric> {
  const value = await run(node.operand)
  if (node.operator !== '++' && node.operator !== '--') {
    if (isUnknown(value)) return value
    if (node.operator === '-') return -value
    if (node.operator === '!') return value === 0n ? 1n : 0n
    return node.operator === '~' ? ~value : value
  }
  const name = await targetOf(shell, node.operand, context, run)
  if (isUnknown(value)) {
    await store(shell, name, value, context)
    return value
  }
  const changed = node.operator === '++' ? value + 1n : value - 1n
  await store(shell, name, changed, context)
  return node.prefix ? changed : value
}

async function targetOf(
  shell: Shell,
  node: ArithmeticNode,
  context: Context,
  run: Run,
): Promise<string> {
  if (node.type === 'ArithVariable') return node.name
  if (node.type === 'ArithArrayElement') return elementName(shell, node, context, run)
  throw cannotFollow('the script counts in a way that the grader lacks')
}

/** `name[subscript]`. What is calculated in an indexed array is a text in an associative one. */
async function elementName(
  shell: Shell,
  element: {
    array: string
    index?: ArithmeticNode | undefined
    stringKey?: string | undefined
  },
  context: Context,
  run: Run,
): Promise<string> {
  const { array, index, stringKey } = element
  if (stringKey !== undefined || index === undefined) return `${array}[${stringKey ?? 0}]`
  if (!(shell.variables.get(array) instanceof AssociativeArray)) {
    return `${array}[${await known(run, index)}]`
  }
  const key =
    index.type === 'ArithVariable'
      ? index.hasDollarPrefix
        ? await textOf(shell, index.name, context)
        : index.name
      : index.type === 'ArithNumber'
        ? String(index.value)
        : ''
  if (!/^\w+$/.test(key ?? '')) {
    throw cannotFollow(`nobody knows the key of ${array} that the script calculates with`)
  }
  return `${array}[${key}]`
}

async function assignment(
  shell: Shell,
  node: Extract<ArithmeticNode, { type: 'ArithAssignment' }>,
  context: Context,
  run: Run,
): Promise<Numeric> {
  const { variable: array, subscript: index, stringKey } = node
  const name =
    index === undefined && stringKey === undefined
      ? array
      : await elementName(shell, { array, index, stringKey }, context, run)
  const right = await run(node.value)
  let value = right
  if (node.operator !== '=') {
    const left = await variable(shell, name, context)
    value = isUnknown(left)
      ? left
      : isUnknown(right)
        ? right
        : compute(node.operator.slice(0, -1), left, right)
  }
  await store(shell, name, value, context)
  return value
}

async function store(shell: Shell, name: string, value: Numeric, context: Context): Promise<void> {
  const text = isUnknown(value) ? shell.host.holes.hole(value) : String(value)
  await assignVariable(shell, name, text, context)
}

async function binary(
  node: Extract<ArithmeticNode, { type: 'ArithBinary' }>,
  run: Run,
): Promise<Numeric> {
  const left = await run(node.left)
  if (node.operator === '&&' || node.operator === '||') {
    if (isUnknown(left)) return left
    const settled = node.operator === '&&' ? left === 0n : left !== 0n
    if (settled) return node.operator === '&&' ? 0n : 1n
    const right = await run(node.right)
    return isUnknown(right) ? right : right === 0n ? 0n : 1n
  }
  const right = await run(node.right)
  if (node.operator === ',') return right
  if (isUnknown(left)) return left
  return isUnknown(right) ? right : compute(node.operator, left, right)
}
