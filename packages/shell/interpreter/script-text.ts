import type { UnknownError } from '@grade4/unknown'
import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'
import type { StatementNode } from './ast.js'
import { parseShell, Unreadable } from './parser.js'

/** Why a script could not be read whole. */
export type ScriptProblem =
  /** Bash would refuse it too, when it gets there. */
  | { readonly kind: 'broken'; readonly message: string }
  /** The parser cannot read it; bash perhaps can. */
  | { readonly kind: 'unreadable'; readonly unknowable: UnknownError }

/** The statements of a script, up to where it can't be read. */
export function parseScript(
  text: string,
  budget: Budget,
): { statements: readonly StatementNode[]; problem: ScriptProblem | null } {
  const whole = tryParse(text, budget)
  if (whole.statements !== null) return { statements: whole.statements, problem: null }
  const { message } = whole
  const problem: ScriptProblem = isOpenQuote(text, message)
    ? { kind: 'broken', message }
    : {
        kind: 'unreadable',
        unknowable: cannotFollow(`the grader cannot read the script: ${message}`),
      }
  return { statements: readableLines(text, message, budget), problem }
}

/** A quote is surely open where nothing else could have misled the parser about it. */
function isOpenQuote(text: string, message: string): boolean {
  return /unexpected EOF while looking for matching/.test(message) && !/\$[({]|`|#|<</.test(text)
}

/** Bash reads line by line and runs what it has read before it comes to the broken line. */
function readableLines(text: string, message: string, budget: Budget): readonly StatementNode[] {
  const lines = text.split('\n')
  const broken = Number(/(?:at |line )(\d+)/.exec(message)?.[1] ?? 1)
  const first = Math.min(broken - 1, lines.length)
  for (let count = first; count > Math.max(0, first - 50); count--) {
    const { statements } = tryParse(lines.slice(0, count).join('\n'), budget)
    if (statements !== null) return statements
  }
  return []
}

function tryParse(
  text: string,
  budget: Budget,
): { statements: readonly StatementNode[] } | { statements: null; message: string } {
  try {
    return { statements: parseShell(text, budget).statements }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { statements: null, message: error.message }
  }
}
