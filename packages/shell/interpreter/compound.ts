import { isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import { evaluate } from './arithmetic.js'
import { ArithmeticError } from './arithmetic-operators.js'
import type { Command } from './ast.js'
import { evaluateCondition } from './conditions.js'
import { allHarmless } from './harmless.js'
import { matchesPattern, undecidable } from './pattern.js'
import type { Context, Shell } from './shell.js'
import { runStatements } from './statements.js'
import { type Status, statusOf } from './status.js'
import { runSubshell } from './subshell.js'
import { expandPattern, expandText } from './words.js'

/** What is looked at by the construct around it: errors in it don't end the shell. */
export const LOOKED_AT: Context = { errorsIgnored: true }

export async function runIf(
  shell: Shell,
  command: Command<'If'>,
  context: Context,
): Promise<Status> {
  for (const clause of command.clauses) {
    const status = await runStatements(shell, clause.condition, LOOKED_AT)
    if (isUnknown(status)) return undecidedIf(shell, command, status)
    if (status === 0) return runStatements(shell, clause.body, context)
  }
  return command.elseBody === null ? 0 : runStatements(shell, command.elseBody, context)
}

/** Branches that only write don't matter, whichever of them is taken. */
async function undecidedIf(shell: Shell, command: Command<'If'>, status: Unknown): Promise<Status> {
  const simple = command.clauses.length === 1
  const bodies = [...command.clauses.map(({ body }) => body), command.elseBody ?? []]
  if (!simple || !bodies.every(allHarmless)) throw new UnknownError(status)
  await shell.out(shell.host.holes.hole(status))
  return 0
}

export async function runCase(
  shell: Shell,
  command: Command<'Case'>,
  context: Context,
): Promise<Status> {
  const text = await expandText(shell, command.word, context)
  let status: Status = 0
  let fallsThrough = false
  for (const item of command.items) {
    if (!fallsThrough && !(await matchesAny(shell, item.patterns, text, context))) continue
    status = await runStatements(shell, item.body, context)
    if (item.terminator === ';;') return status
    fallsThrough = item.terminator === ';&'
  }
  return status
}

async function matchesAny(
  shell: Shell,
  patterns: Command<'Case'>['items'][number]['patterns'],
  text: string,
  context: Context,
): Promise<boolean> {
  const ignoreCase = shell.shopt.has('nocasematch')
  for (const word of patterns) {
    const pattern = await expandPattern(shell, word, context)
    if (pattern === '*') return true
    if (undecidable(pattern, text)) {
      throw new UnknownError(shell.host.holes.reasonFor(text + pattern))
    }
    if (matchesPattern(pattern, text, shell.host.budget, ignoreCase)) return true
  }
  return false
}

export function runGroup(
  shell: Shell,
  command: Command<'Group'>,
  context: Context,
): Promise<Status> {
  return runStatements(shell, command.body, context)
}

export function runParentheses(
  shell: Shell,
  command: Command<'Subshell'>,
  context: Context,
): Promise<Status> {
  return shell.host.budget.deeper(() => runSubshell(shell.fork(), command.body, context))
}

export async function runArithmeticCommand(
  shell: Shell,
  command: Command<'ArithmeticCommand'>,
  context: Context,
): Promise<Status> {
  try {
    const value = await evaluate(shell, command.expression, context)
    return isUnknown(value) ? value : value === 0n ? 1 : 0
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error
    await shell.err(`bash: ((: ${error.message}\n`)
    return 1
  }
}

export async function runConditionalCommand(
  shell: Shell,
  command: Command<'ConditionalCommand'>,
  context: Context,
): Promise<Status> {
  try {
    return statusOf(await evaluateCondition(shell, command.expression, context))
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error
    await shell.err(`bash: [[: ${error.message}\n`)
    return 1
  }
}
