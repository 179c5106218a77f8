import { isUnknown, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { evaluate } from './arithmetic.js'
import { ArithmeticError } from './arithmetic-operators.js'
import { assignVariable } from './assignments.js'
import type { Arithmetic, Command, StatementNode } from './ast.js'
import { LOOKED_AT } from './compound.js'
import type { Context, Shell } from './shell.js'
import { LoopSignal } from './signals.js'
import { runStatements } from './statements.js'
import { negated, type Status } from './status.js'
import { expandWords } from './words.js'

/** `while`, `until`. */
export async function runWhile(
  shell: Shell,
  command: Command<'While'> | Command<'Until'>,
  context: Context,
): Promise<Status> {
  let status: Status = 0
  await loop(shell, async () => {
    const condition = await runStatements(shell, command.condition, LOOKED_AT)
    if (isUnknown(condition)) throw new UnknownError(condition)
    if ((command.type === 'While' ? condition : negated(condition)) !== 0) return false
    status = await body(shell, command.body, context)
    return true
  })
  return status
}

/** `for x in …`, `for x`. */
export async function runFor(
  shell: Shell,
  command: Command<'For'>,
  context: Context,
): Promise<Status> {
  const values =
    command.words === null
      ? shell.positional.map((text) => ({ text, uncertain: false }))
      : await expandWords(shell, command.words, context)
  if (values.some(({ uncertain }) => uncertain)) {
    throw cannotFollow(`nobody knows how often the loop over ${command.variable} runs`)
  }
  let status: Status = 0
  const left = values.values()
  await loop(shell, async () => {
    const next = left.next()
    if (next.done) return false
    await assignVariable(shell, command.variable, next.value.text, context)
    status = await body(shell, command.body, context)
    return true
  })
  return status
}

/** `for ((…; …; …))`. */
export async function runCountedFor(
  shell: Shell,
  command: Command<'CStyleFor'>,
  context: Context,
): Promise<Status> {
  const calculate = async (expression: Arithmetic | null): Promise<boolean> => {
    if (expression === null) return true
    const value = await evaluate(shell, expression, context)
    if (isUnknown(value)) throw new UnknownError(value)
    return value !== 0n
  }
  let status: Status = 0
  let first = true
  try {
    await calculate(command.init)
    await loop(shell, async () => {
      if (!first) await calculate(command.update)
      first = false
      if (!(await calculate(command.condition))) return false
      status = await body(shell, command.body, context)
      return true
    })
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error
    await shell.err(`bash: ((: ${error.message}\n`)
    return 1
  }
  return status
}

function body(
  shell: Shell,
  statements: readonly StatementNode[],
  context: Context,
): Promise<Status> {
  return shell.host.budget.deeper(() => runStatements(shell, statements, context))
}

/** Takes turns until one says that it was the last, or `break` does. */
async function loop(shell: Shell, turn: () => Promise<boolean>): Promise<void> {
  shell.loopDepth++
  try {
    for (let goesOn = true; goesOn; ) {
      shell.host.budget.step()
      goesOn = await continued(turn)
    }
  } catch (signal) {
    if (!(signal instanceof LoopSignal)) throw signal
    if (signal.levels > 1) throw new LoopSignal(signal.kind, signal.levels - 1)
  } finally {
    shell.loopDepth--
  }
}

async function continued(turn: () => Promise<boolean>): Promise<boolean> {
  try {
    return await turn()
  } catch (signal) {
    if (signal instanceof LoopSignal && signal.kind === 'continue' && signal.levels <= 1)
      return true
    throw signal
  }
}
