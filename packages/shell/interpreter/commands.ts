import { cannotFollow } from '../cannot-follow.js'
import { ArithmeticError } from './arithmetic-operators.js'
import type { CommandNode } from './ast.js'
import {
  runArithmeticCommand,
  runCase,
  runConditionalCommand,
  runGroup,
  runIf,
  runParentheses,
} from './compound.js'
import { runCountedFor, runFor, runWhile } from './loops.js'
import { withRedirections } from './redirections.js'
import type { Context, Shell } from './shell.js'
import { ExitSignal } from './signals.js'
import { runSimpleCommand } from './simple-command.js'
import type { Status } from './status.js'
import { ReadonlyVariable } from './variables.js'

/** Runs one command of any kind, its redirections around it. An error in its words may end the shell. */
export async function runCommand(
  shell: Shell,
  command: CommandNode,
  context: Context,
): Promise<Status> {
  shell.host.budget.step()
  try {
    return await run(shell, command, context)
  } catch (error) {
    if (error instanceof ArithmeticError) {
      // Bash gives up the line and goes on with the next one, whatever `-e` says.
      throw cannotFollow(`the script calculates something that fails: ${error.message}`)
    }
    if (!(error instanceof ReadonlyVariable)) throw error
    await shell.err(`bash: ${error.message}\n`)
    throw new ExitSignal(1)
  }
}

async function run(shell: Shell, command: CommandNode, context: Context): Promise<Status> {
  if (command.type === 'SimpleCommand') return runSimpleCommand(shell, command, context)
  if (command.type === 'FunctionDef') {
    shell.functions.set(command.name, command)
    return 0
  }
  return withRedirections(shell, command.redirections, context, async () => {
    switch (command.type) {
      case 'If':
        return runIf(shell, command, context)
      case 'While':
      case 'Until':
        return runWhile(shell, command, context)
      case 'For':
        return runFor(shell, command, context)
      case 'CStyleFor':
        return runCountedFor(shell, command, context)
      case 'Case':
        return runCase(shell, command, context)
      case 'Group':
        return runGroup(shell, command, context)
      case 'Subshell':
        return runParentheses(shell, command, context)
      case 'ArithmeticCommand':
        return runArithmeticCommand(shell, command, context)
      case 'ConditionalCommand':
        return runConditionalCommand(shell, command, context)
    }
  })
}
