import type { Expr } from '@actions/expressions'
import {
  Binary,
  FunctionCall,
  Grouping,
  IndexAccess,
  Logical,
  Unary,
} from '@actions/expressions/ast'
import { type Unknown, unknownFor } from '@grade4/unknown'
import { scalarText, type YamlNode } from '../workflow/tree.js'
import { evaluate, parseExpression, type Scope } from './evaluate.js'
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
  const parts = segments(written)
  const [only] = parts
  if (parts.length > 1) {
    if (!scope.status.succeeded && !parts.some((part) => asksStatus(part))) return false
    return verdict(text(expand(written, scope)), scope)
  }
  const expression = parseExpression(
    only !== undefined && 'expression' in only ? only.expression : written,
  )
  if (!scope.status.succeeded && !callsStatus(expression)) return false
  return verdict(evaluate(expression, scope), scope)
}

function asksStatus(part: ReturnType<typeof segments>[number]): boolean {
  return 'expression' in part && callsStatus(parseExpression(part.expression))
}

function verdict(value: Value, scope: Scope): boolean | Unknown {
  const holds = truth(value)
  if (holds !== null) return holds
  const [reason = NOT_KNOWN] = reasonsOf(value, scope.holes)
  return unknownFor(reason)
}

const NOT_KNOWN = { because: 'a condition is not known', remedy: 'Grade it by hand.' }

const STATUS = new Set(['success', 'failure', 'always', 'cancelled'])

/** Whether a status function is called anywhere in an expression. */
function callsStatus(expression: Expr): boolean {
  if (expression instanceof FunctionCall) {
    if (STATUS.has(expression.functionName.lexeme.toLowerCase())) return true
    return expression.args.some(callsStatus)
  }
  if (expression instanceof Logical) return expression.args.some(callsStatus)
  if (expression instanceof Unary) return callsStatus(expression.expr)
  if (expression instanceof Grouping) return callsStatus(expression.group)
  if (expression instanceof Binary) {
    return callsStatus(expression.left) || callsStatus(expression.right)
  }
  if (expression instanceof IndexAccess) {
    return callsStatus(expression.expr) || callsStatus(expression.index)
  }
  return false
}
