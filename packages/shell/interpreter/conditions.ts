import { hasHole, isUnknown } from '@grade4/unknown'
import type { TestBinaryExpression, TestExpression } from 'unbash'
import { runJustBash } from '../just-bash.js'
import { matchesPattern, surelyDiffers } from './pattern.js'
import type { Shell } from './shell.js'
import { compareNumbers, inverted, type Truth, unaryTest } from './tests.js'
import { calculateIn } from './values.js'
import { ArrayValue } from './variables.js'
import { expand, expandPattern, expandText } from './words.js'

/** Evaluates what stands in `[[ … ]]`. Throws `ArithmeticError`. */
export async function evaluateCondition(shell: Shell, condition: TestExpression): Promise<Truth> {
  switch (condition.type) {
    case 'TestGroup':
      return evaluateCondition(shell, condition.expression)
    case 'TestNot': {
      const truth = await evaluateCondition(shell, condition.operand)
      return condition.negations.length % 2 === 0 ? truth : inverted(truth)
    }
    case 'TestLogical': {
      const settles = condition.operator === '||'
      let truth: Truth = !settles
      for (const operand of condition.operands) {
        truth = await evaluateCondition(shell, operand)
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
  const { holes, budget } = shell.host
  const left = await expandText(shell, first)
  if (operator === '=~') return matchRegex(shell, left, second)
  if (operator === '=' || operator === '==' || operator === '!=') {
    const pattern = await expandPattern(shell, second)
    if (surelyDiffers(pattern, left)) return operator === '!='
    if (hasHole(left + pattern)) return holes.unknown(left, pattern)
    return matchesPattern(pattern, left, budget) === (operator !== '!=')
  }
  const right = await expandText(shell, second)
  if (operator === '<' || operator === '>') {
    if (hasHole(left + right)) return holes.unknown(left, right)
    return operator === '<' ? left < right : left > right
  }
  return compareNumbers(shell, operator, calculateIn(shell, left), calculateIn(shell, right))
}

/** `[[ text =~ regex ]]`; what is quoted in the regex stands for itself. Sets BASH_REMATCH. */
async function matchRegex(
  shell: Shell,
  text: string,
  word: TestBinaryExpression['right'],
): Promise<Truth> {
  const { host } = shell
  const regex = (await expand(shell, word, 'word'))
    .map(({ text, kind }) =>
      kind === 'quoted' ? text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : text,
    )
    .join('')
  if (hasHole(regex + text)) return host.holes.unknown(regex, text)
  if (text.includes('\n') && /[.^$]/.test(regex)) throw shell.refuse('=~ over several lines')
  if (/\\[\w<>`']/.test(regex)) throw shell.refuse(`the regular expression ${regex}`)
  // just-bash's own engine matches without backtracking, so no regex takes exponential time.
  const { stdout, exitCode } = await runJustBash(
    { host, budget: host.budget },
    {
      script: '[[ $TEXT =~ $REGEX ]]; status=$?; printf "%s\\0" "${BASH_REMATCH[@]}"; exit $status',
      args: [],
      environment: { TEXT: text, REGEX: regex },
      cwd: '/',
      stdin: '',
    },
  )
  const groups = exitCode === 0 ? stdout.split('\0').slice(0, -1) : []
  shell.variables.set('BASH_REMATCH', ArrayValue.of(groups))
  return exitCode === 0
}
