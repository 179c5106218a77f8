import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'
import type { Arithmetic, WordNode } from './ast.js'
import { parseShell, Unreadable } from './parser.js'

/** Parses an arithmetic text; `null` when it is no arithmetic. In `$((…))`, where just-bash reads all operators. */
export function parseArithmetic(text: string, budget: Budget): Arithmetic | null {
  const command = firstCommand(`: $((${text}\n))`, budget)
  const [word, ...words] = command?.type === 'SimpleCommand' ? command.args : []
  const [part, ...parts] = word?.parts ?? []
  const isAlone = words.length === 0 && parts.length === 0
  return part?.type === 'ArithmeticExpansion' && isAlone ? part.expression : null
}

/** Parses a text as if it stood in double quotes. */
export function parseQuoted(text: string, budget: Budget): WordNode {
  return parseWord(`"${text.replaceAll('"', '')}"`, budget)
}

/** Parses a text as one argument of a command. */
export function parseWord(text: string, budget: Budget): WordNode {
  const command = firstCommand(`: ${text}`, budget)
  const word = command?.type === 'SimpleCommand' ? command.args[0] : undefined
  if (word === undefined) throw cannotFollow(`the grader cannot read ${text} in the script`)
  return word
}

function firstCommand(script: string, budget: Budget) {
  try {
    return parseShell(script, budget).statements[0]?.pipelines[0]?.commands[0] ?? null
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}
