import {
  data,
  Evaluator,
  type Expr,
  ExpressionError,
  ExpressionEvaluationError,
  Lexer,
  Parser,
  wellKnownFunctions,
} from '@actions/expressions'
import {
  type Binary,
  type ContextAccess,
  type FunctionCall,
  type IndexAccess,
  type Logical,
  Star,
  type Unary,
} from '@actions/expressions/ast'
import type { FunctionInfo } from '@actions/expressions/funcs/info'
import {
  byHand,
  type Holes,
  hasHole,
  type Reason,
  surelyDiffer,
  surelyLacks,
} from '@grade4/unknown'
import { asText, boolean, NOTHING, reasonsOf, text, truth, type Value } from './values.js'

/** The expression can't be evaluated; GitHub fails the step with these words. */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure'
}

/** How far the run has come, which is what `success()` and its like ask. */
export interface RunStatus {
  /** `success()`: nothing before it failed and no needed job was skipped. */
  readonly succeeded: boolean
  /** `failure()`: something before it failed. */
  readonly failed: boolean
}

/** A context, made where an expression reads it: most scopes are asked for one of many. */
export type Context = () => Value

/** What an expression can see. */
export interface Scope {
  readonly holes: Holes
  /** By name, lower-case: `github`, `env` … */
  readonly contexts: Pick<ReadonlyMap<string, Context>, 'get'>
  readonly status: RunStatus
}

const CONTEXTS = [
  'github',
  'env',
  'secrets',
  'steps',
  'needs',
  'job',
  'jobs',
  'runner',
  'vars',
  'inputs',
  'matrix',
  'strategy',
]

const STATUS_FUNCTIONS = ['success', 'failure', 'always', 'cancelled']

const FUNCTIONS: FunctionInfo[] = [
  ...STATUS_FUNCTIONS.map((name) => ({ name, minArgs: 0, maxArgs: 255 })),
  { name: 'hashFiles', minArgs: 1, maxArgs: 255 },
]

/** Parses an expression without its `${{ }}`. Throws `ExpressionFailure` when it is none. */
export function parseExpression(expression: string): Expr {
  return named(expression, () =>
    new Parser(new Lexer(expression).lex().tokens, CONTEXTS, FUNCTIONS).parse(),
  )
}

/**
 * The value of an expression, which is written without its `${{ }}`. Unknown values spread through it; what can be
 * known in spite of them (`unknown && false`) is known. Throws `ExpressionFailure` where GitHub would fail the step.
 */
export function evaluate(expression: string, scope: Scope): Value {
  return named(expression, () => new ThreeValued(parseExpression(expression), scope).evaluate())
}

/** Longer expressions are cut in a message, in characters. */
const SHOWN = 60

/** What GitHub's parser and evaluator throw, with the expression behind it. */
function named<T>(expression: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    // A fault of the grader's own is none of the student's expression.
    if (!isOfGitHubs(error)) throw error
    const shown = expression.length > SHOWN ? `${expression.slice(0, SHOWN)}…` : expression
    throw new ExpressionFailure(`${error.message}: \${{ ${shown.trim().replaceAll(/\s+/g, ' ')} }}`)
  }
}

/** Whether it is what GitHub's parser and evaluator throw: their own kinds of error, and plain ones. */
function isOfGitHubs(error: unknown): error is Error {
  return (
    error instanceof ExpressionError ||
    error instanceof ExpressionEvaluationError ||
    (error instanceof Error && error.constructor === Error)
  )
}

class ThreeValued extends Evaluator {
  readonly #scope: Scope

  constructor(expression: Expr, scope: Scope) {
    super(expression, new data.Dictionary())
    this.#scope = scope
  }

  override visitContextAccess(access: ContextAccess): Value {
    return this.#scope.contexts.get(access.name.lexeme.toLowerCase())?.() ?? NOTHING
  }

  override visitUnary(unary: Unary): Value {
    const value = this.eval(unary.expr)
    const known = truth(value)
    return known === null
      ? text(this.#scope.holes.holeFor('!', [asText(value)], 'flag'))
      : boolean(!known)
  }

  override visitBinary(binary: Binary): Value {
    const [left, right] = [this.eval(binary.left), this.eval(binary.right)]
    const unknown = this.#unknownAmong([left, right])
    const isInequality = binary.operator.lexeme === '!='
    if (unknown === null || !(isInequality || binary.operator.lexeme === '=='))
      return unknown ?? super.visitBinary(binary)
    const [one, other] = [left, right].map(textIn)
    if (one == null || other == null) return unknown
    if (one === other) return boolean(!isInequality)
    return surelyDiffer(one, other) ? boolean(isInequality) : unknown
  }

  override visitLogical(logical: Logical): Value {
    // `&&` gives its first false operand, `||` its first true one, both the last where there is none.
    const stopsAt = logical.operator.lexeme === '||'
    const seen: Value[] = []
    let isDoubtful = false
    for (const operand of logical.args) {
      const value = this.eval(operand)
      seen.push(value)
      const known = truth(value)
      isDoubtful ||= known === null
      if (known === stopsAt && (!isDoubtful || isPlain(value))) return value
      if (known === stopsAt) break
    }
    return isDoubtful
      ? text(this.#scope.holes.holeFor(logical.operator.lexeme, seen.map(spelled)))
      : (seen.at(-1) ?? NOTHING)
  }

  override visitIndexAccess(access: IndexAccess): Value {
    const object = this.eval(access.expr)
    if (object.kind === data.Kind.String) return this.#unknownAmong([object]) ?? NOTHING
    if (object.kind === data.Kind.Dictionary || object.kind === data.Kind.Array) {
      const index = access.index instanceof Star ? null : this.eval(access.index)
      const unknownIndex = index === null ? null : this.#unknownAmong([index])
      if (unknownIndex !== null) return unknownIndex
    }
    return super.visitIndexAccess(access)
  }

  override visitFunctionCall(call: FunctionCall): Value {
    const name = call.functionName.lexeme.toLowerCase()
    switch (name) {
      case 'success':
        return boolean(this.#scope.status.succeeded)
      case 'failure':
        return boolean(this.#scope.status.failed)
      case 'always':
        return boolean(true)
      case 'cancelled':
        return boolean(false)
      case 'hashfiles':
        return text(this.#scope.holes.hole(HASH))
    }
    const checked = checkedFunctions.get(name)
    if (checked === undefined) throw new ExpressionFailure(`Unrecognized function: '${name}'`)
    const operands = call.args.map((argument) => this.eval(argument))
    const [first] = operands
    const readable = name === 'fromjson' && first !== undefined && isJson(asText(first))
    const unknown = checked.textual || readable ? null : this.#unknownAmong(operands)
    if (unknown !== null && SEARCHES.has(name)) {
      const [text, part] = operands.map(textIn)
      if (text != null && part != null && surelyLacks(text, part)) return boolean(false)
    }
    return unknown ?? checked.call(operands)
  }

  /** The first operand that is not wholly known, as an unknown value; `null` when all are known. */
  #unknownAmong(operands: readonly Value[]): Value | null {
    const [reason]: Reason[] = operands.flatMap((each) => reasonsOf(each, this.#scope.holes))
    return reason === undefined ? null : text(this.#scope.holes.hole(reason))
  }
}

/** A text for each value, another one for each other value. */
function spelled(value: Value): string {
  return `${value.kind} ${value.primitive ? asText(value) : JSON.stringify(value)}`
}

/** Functions that look for a part of a text, whose case counts for none of them. */
const SEARCHES = new Set(['contains', 'startswith', 'endswith'])

/** The text of a text as it is compared; `null` for any other value. */
function textIn(value: Value): string | null {
  return value.kind === data.Kind.String ? value.coerceString().toLowerCase() : null
}

const HASH: Reason = byHand(
  'hashFiles looks at the files of the repository, which the grader does not have',
  'what depends on it',
)

/** Whether a value reads the same whichever of several values of the same truth it is. */
function isPlain(value: Value): boolean {
  return value.kind === data.Kind.Boolean || (value.primitive && value.coerceString() === '')
}

/** A function of the expression language. */
interface CheckedFunction {
  /** Its result holds its operands as text, so that unknown parts stay visible in it. */
  readonly textual: boolean
  readonly call: (operands: readonly Value[]) => Value
}

/** Longest text an expression may make, in characters. Source: GitHub's templates end at 10 MB. */
const LONGEST = 1_000_000

const TEXTUAL = new Set(['format', 'join', 'tojson'])
const NAMES = ['case', 'contains', 'endswith', 'format', 'fromjson', 'join', 'startswith', 'tojson']

/** GitHub's functions by name, lower-case, refused beforehand where their result would be huge. */
export const checkedFunctions: ReadonlyMap<string, CheckedFunction> = new Map(
  NAMES.flatMap((name) => {
    const definition = wellKnownFunctions[name]
    if (definition === undefined) return []
    const call = (operands: readonly Value[]) => {
      if (lengthOf(name, operands) > LONGEST) {
        throw new ExpressionFailure('Maximum object size exceeded')
      }
      return definition.call(...operands)
    }
    return [[name, { textual: TEXTUAL.has(name), call }] as const]
  }),
)

/** Whether a text is JSON whatever its unknown parts are: they stand inside its texts, and in no key. */
function isJson(text: string): boolean {
  let hasUnknownKey = false
  try {
    JSON.parse(text, (key, value: unknown) => {
      hasUnknownKey ||= hasHole(key)
      return value
    })
  } catch {
    return false
  }
  return !hasUnknownKey
}

/** How long the result may be, in characters, without making it. */
function lengthOf(name: string, operands: readonly Value[]): number {
  const lengths = operands.map((operand) => operand.coerceString().length)
  const [first] = operands
  if (name === 'format' && first !== undefined) {
    const places = first.coerceString().matchAll(/\{(\d{1,6})/g)
    return [...places].reduce(
      (sum, [, index]) => sum + (lengths[Number(index) + 1] ?? 0),
      lengths[0] ?? 0,
    )
  }
  if (name === 'join' && first?.kind === data.Kind.Array) {
    const items = first.values()
    return items.reduce((sum, item) => sum + item.coerceString().length + (lengths[1] ?? 1), 0)
  }
  return Math.max(0, ...lengths)
}
