import {
  byHand,
  hasHole,
  isOwnPath,
  isUnknown,
  mayBeEmpty,
  surelyDiffer,
  type Unknown,
  unknownFor,
} from '@grade4/unknown'
import type { TestBinaryExpression, TestExpression, Word } from 'unbash'
import type { Status } from '../command.js'
import type { Builtin } from './builtins/builtin.js'
import { matchesPattern, search, surelyDiffers } from './pattern.js'
import type { Shell } from './shell.js'
import { calculateIn, isSet, type Numeric } from './values.js'
import { ArrayValue } from './variables.js'
import { expand, expandPattern, expandText } from './words.js'

/** A truth value, or not known. */
type Truth = boolean | Unknown

function statusOf(truth: Truth): Status {
  return isUnknown(truth) ? truth : truth ? 0 : 1
}

function inverted(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth
}

/** `[[ … ]]`. Throws `ArithmeticError`. */
export async function testCommand(shell: Shell, condition: TestExpression): Promise<Status> {
  return statusOf(await evaluate(shell, condition))
}

async function evaluate(shell: Shell, condition: TestExpression): Promise<Truth> {
  switch (condition.type) {
    case 'TestGroup':
      return evaluate(shell, condition.expression)
    case 'TestNot': {
      const truth = await evaluate(shell, condition.operand)
      return condition.negations.length % 2 === 0 ? truth : inverted(truth)
    }
    case 'TestLogical': {
      const settles = condition.operator === '||'
      let truth: Truth = !settles
      for (const operand of condition.operands) {
        truth = await evaluate(shell, operand)
        // Where that is not known, it is not known either whether the next one is evaluated.
        if (truth === settles || isUnknown(truth)) return truth
      }
      return truth
    }
    case 'TestUnary':
      return unaryTest(shell, condition.operator, await expandText(shell, condition.operand))
    case 'TestBinary':
      return binaryTest(shell, condition)
  }
}

async function binaryTest(
  shell: Shell,
  { operator, left: first, right: second }: TestBinaryExpression,
): Promise<Truth> {
  const left = await expandText(shell, first)
  if (operator === '=~') return matchRegex(shell, left, second)
  if (operator === '=' || operator === '==' || operator === '!=') {
    const pattern = await expandPattern(shell, second)
    if (surelyDiffers(pattern, left)) return operator === '!='
    if (hasHole(left + pattern)) return shell.host.holes.unknown(left, pattern)
    return matchesPattern(pattern, left, shell.host.budget) === (operator !== '!=')
  }
  const right = await expandText(shell, second)
  return compared(shell, left, operator, right, (text) => calculateIn(shell, text))
}

/** `[[ text =~ regex ]]`; what is quoted in the regex stands for itself. Sets BASH_REMATCH. */
async function matchRegex(shell: Shell, text: string, word: Word): Promise<Truth> {
  const { holes, budget } = shell.host
  const pieces = await expand(shell, word, 'word')
  const quoted = (piece: string) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const regex = pieces
    .map((piece) => (piece.kind === 'quoted' ? quoted(piece.text) : piece.text))
    .join('')
  if (hasHole(regex + text)) return holes.unknown(regex, text)
  if (text.includes('\n') && /[.^$]/.test(regex)) throw shell.refuse('=~ over several lines')
  if (/\\[\w<>`']/.test(regex)) throw shell.refuse(`the regular expression ${regex}`)
  const match = search(regex, regex, text, budget)
  const isFound = match.find()
  const groups = Array.from({ length: isFound ? match.groupCount() + 1 : 0 }, (_, nth) => nth)
  shell.variables.set('BASH_REMATCH', ArrayValue.of(groups.map((nth) => match.group(nth) ?? '')))
  return isFound
}

/** `test` and `[`. */
export const test: Builtin = async (shell, args, name) => {
  const texts = args.map(({ text }) => text)
  if (name === '[' && texts.pop() !== ']') return shell.fail("[: missing `]'", 2)
  const unsure = args.find(({ uncertain }) => uncertain)
  if (unsure !== undefined) return shell.host.holes.unknown(unsure.text)
  try {
    return statusOf(await evaluateTexts(shell, texts))
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
async function evaluateTexts(shell: Shell, texts: readonly string[]): Promise<Truth> {
  const [first = '', second = '', third = ''] = texts
  const count = texts.length
  if (count === 0) return false
  if (count === 1) return unaryTest(shell, '-n', first)
  if (count === 3 && BINARY.test(second)) return compareTexts(shell, first, second, third)
  if (first === '!' && count <= 4) return inverted(await evaluateTexts(shell, texts.slice(1)))
  if (count === 2) {
    if (UNARY.test(first)) return unaryTest(shell, first, second)
    if (/^-[a-zA-Z]$/.test(first)) throw shell.refuse(`the test ${first}`)
    throw new TestError(`${first}: unary operator expected`)
  }
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
      all = settled(all, await evaluateTexts(shell, term), false)
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

function compareTexts(shell: Shell, left: string, operator: string, right: string): Truth {
  const isEqual = left === right
  const isEquality = /^(=|==|!=)$/.test(operator)
  if (/^(-nt|-ot|-ef)$/.test(operator) || (operator === '==' && shell.kind === 'sh'))
    throw shell.refuse(`the test ${operator}`)
  const isDecided = isEquality && (isEqual || surelyDiffer(left, right))
  if (hasHole(left + right) && !isDecided) return shell.host.holes.unknown(left, right)
  if (isEquality) return isEqual === (operator !== '!=')
  return compared(shell, left, operator, right, wholeNumber)
}

function wholeNumber(text: string): bigint {
  const trimmed = text.trim()
  if (!/^[+-]?\d+$/.test(trimmed)) throw new TestError(`${text}: integer expression expected`)
  return BigInt(trimmed.replace(/^\+/, ''))
}

const COMPARES: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
}

/** `<` and `>` of texts, `-eq` and its like of the numbers that `number` takes them for. */
function compared(
  shell: Shell,
  left: string,
  operator: string,
  right: string,
  number: (text: string) => Numeric,
): Truth {
  if (operator === '<' || operator === '>') {
    if (hasHole(left + right)) return shell.host.holes.unknown(left, right)
    return operator === '<' ? left < right : left > right
  }
  const compares = COMPARES[operator]
  if (compares === undefined) throw shell.refuse(`the test ${operator}`)
  const [one, other] = [number(left), number(right)]
  if (isUnknown(one)) return one
  return isUnknown(other) ? other : compares(one, other)
}

/** Tests of one operand, which both have. */
async function unaryTest(shell: Shell, operator: string, operand: string): Promise<Truth> {
  const { holes } = shell.host
  if (operator === '-n' || operator === '-z') {
    // A text with ordinary characters is not empty, whatever else is in it.
    return mayBeEmpty(operand) ? holes.unknown(operand) : (operator === '-z') === (operand === '')
  }
  if (hasHole(operand) && !isOwnPath(operand)) return holes.unknown(operand)
  if (operator === '-v') return isSet(shell, operand)
  if (operator === '-o') return [...shell.options].some((option) => option === operand)
  return operator === '-t' ? false : fileTest(shell, operator, operand)
}

/** What may be in a checked-out repository is unknown. */
async function fileTest(shell: Shell, operator: string, path: string): Promise<Truth> {
  const { files } = shell.host
  const absolute = shell.path(path)
  if (path === '') return false
  const isOfLinks = /^-[hL]$/.test(operator)
  // A link to nothing is a link.
  if (isOfLinks && (await files.lstat(absolute).catch(() => null))?.isSymbolicLink) return true
  if (!(await files.exists(absolute))) {
    if (hasHole(path)) return shell.host.holes.unknown(path)
    if (!files.isUnlisted(absolute)) return false
    const because = `the script asks for ${path}, and the grader does not have the repository's files`
    return unknownFor(byHand(because))
  }
  const { isFile, isDirectory, mode, size } = await files.stat(absolute)
  if (/^-[erw]$/.test(operator)) return true
  if (operator === '-f') return isFile
  if (operator === '-d') return isDirectory
  if (operator === '-x') return isDirectory || (mode & 0o111) !== 0
  if (operator === '-s') return isDirectory || size > 0
  if (isOfLinks) return false
  throw shell.refuse(`the test ${operator}`)
}
