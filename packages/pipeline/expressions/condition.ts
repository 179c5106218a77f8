import { FunctionCall } from '@actions/expressions/ast'
import { byHand, hasHole, type Unknown, UnknownError, unknownFor } from '@grade4/unknown'
import { scalarText, type YamlNode } from '../workflow/tree.js'
import { ExpressionFailure, evaluate, parseExpression, type Scope } from './evaluate.js'
import { expand, segments } from './template.js'
import { reasonsOf, text, truth, type Value } from './values.js'

/**
 * Whether a step or job with this `if:` runs. Without a status function it also asks for success.
 * Text around a `${{ }}` makes the condition a text, which is true unless it is empty.
 * Throws `ExpressionFailure`. Source: GitHub Docs, "Expressions", "Status check functions".
 */
export function conditionOf(node: YamlNode | null, scope: Scope): boolean | Unknown {
  const written = node?.kind === 'scalar' ? scalarText(node).trim() : ''
  if (written === '') return scope.status.succeeded
  if (!scope.status.succeeded && !asksStatus(written)) return false
  const expression = wholeExpression(written)
  if (expression === null) return verdict(text(expand(written, scope)), scope)
  return verdict(evaluate(expression, scope), scope)
}

/** The expression that a condition is; `null`: it is a text around expressions. */
function wholeExpression(written: string): string | null {
  const parts = segments(written)
  const [only] = parts
  if (parts.length > 1) return null
  return only !== undefined && 'expression' in only ? only.expression : written
}

/** Contexts of which a condition's reader may not know the value. Secrets are nobody's to show. */
const READ = /(?<![\w'.-])(?:github|env|vars|needs|steps|inputs|matrix|runner)(?:\.[\w-]+)+/gi
const SUCCESS = ', and, without a function such as always(), that nothing before it failed'
const MOST_SHOWN = 3
const LONGEST_SHOWN = 60

/** Why a condition does not hold: as it is written, with the values it read as far as they are known. */
export function whyFalse(node: YamlNode | null, scope: Scope): string {
  const written = node?.kind === 'scalar' ? scalarText(node).trim() : ''
  const read = [...new Set(written.match(READ) ?? [])].flatMap((name) => shownValue(name, scope))
  const shown = read.slice(0, MOST_SHOWN)
  const values = shown.length === 0 ? '' : ` (${shown.join(', ')})`
  const asks = scope.status.succeeded || asksStatus(written) ? '' : SUCCESS
  return `its condition does not hold: if: ${written}${values}${asks}`
}

function shownValue(name: string, scope: Scope): string[] {
  try {
    const value = expand(`\${{ ${name} }}`, scope)
    if (hasHole(value) || value.length > LONGEST_SHOWN) return []
    return [`${name} is ${value === '' ? 'empty' : value}`]
  } catch (error) {
    if (error instanceof ExpressionFailure || error instanceof UnknownError) return []
    throw error
  }
}

/** Whether a condition calls a status function; without one it also asks for success. */
function asksStatus(written: string): boolean {
  const whole = wholeExpression(written)
  if (whole !== null) return callsStatus(parseExpression(whole))
  return segments(written).some(
    (part) => 'expression' in part && callsStatus(parseExpression(part.expression)),
  )
}

function verdict(value: Value, scope: Scope): boolean | Unknown {
  const holds = truth(value)
  if (holds !== null) return holds
  const [reason = NOT_KNOWN] = reasonsOf(value, scope.holes)
  return unknownFor(reason)
}

const NOT_KNOWN = byHand('a condition is not known', 'it')

const STATUS = new Set(['success', 'failure', 'always', 'cancelled'])

/** Whether a status function is called anywhere in an expression, or in a part of one. */
function callsStatus(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false
  const isStatus =
    part instanceof FunctionCall && STATUS.has(part.functionName.lexeme.toLowerCase())
  return isStatus || Object.values(part).some(callsStatus)
}
