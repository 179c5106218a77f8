import { hasHole, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { assign, declares } from './assignments.js'
import { literalText, type SimpleCommandNode } from './ast.js'
import { declare, declaring } from './builtins/declare.js'
import { builtinNamed } from './builtins/index.js'
import { callFunction } from './functions.js'
import { redirect, withRedirections } from './redirections.js'
import { runProgram } from './run-program.js'
import type { Context, Shell } from './shell.js'
import type { Status } from './status.js'
import type { Value } from './variables.js'
import { type Argument, expandText, expandWords } from './words.js'

/** Runs a simple command: assignments, redirections, then a function, a builtin or a program. */
export async function runSimpleCommand(
  shell: Shell,
  command: SimpleCommandNode,
  context: Context,
): Promise<Status> {
  const outer = shell.afterwards
  shell.afterwards = []
  shell.substitutionStatus = null
  try {
    const status = await expandAndRun(shell, command, context)
    for (const afterwards of shell.afterwards) await afterwards()
    return status
  } finally {
    shell.afterwards = outer
  }
}

async function expandAndRun(
  shell: Shell,
  command: SimpleCommandNode,
  context: Context,
): Promise<Status> {
  const { name, args, assignments, redirections } = command
  if (name !== null && declares(name)) {
    const declaration = literalText(name) ?? ''
    return withRedirections(shell, redirections, context, () =>
      declare(shell, declaration, args, context),
    )
  }
  const [first, ...rest] = await expandWords(shell, name === null ? args : [name, ...args], context)
  if (first === undefined) {
    return withRedirections(shell, redirections, context, async () => {
      for (const assignment of assignments) await assign(shell, assignment, context)
      shell.lastArgument = ''
      return shell.substitutionStatus ?? 0
    })
  }
  if (hasHole(first.text)) throw new UnknownError(shell.host.holes.reasonFor(first.text))
  const temporary = new Map<string, Value>()
  for (const { name: variable, value, append } of assignments) {
    const text = value === null ? '' : await expandText(shell, value, context)
    temporary.set(variable, append ? (shell.variables.text(variable) ?? '') + text : text)
  }
  if (first.text === 'exec' && rest.length === 0) {
    const goesOn = redirections.some(
      ({ target }) =>
        target.type === 'Word' && target.parts.some((part) => part.type === 'ProcessSubstitution'),
    )
    if (goesOn) throw cannotFollow('the script redirects all that follows into a command')
    return (await redirect(shell, redirections, context)) ? 0 : 1
  }
  const status = await withRedirections(shell, redirections, context, () =>
    dispatch(shell, first.text, rest, temporary, context),
  )
  shell.lastArgument = (rest.at(-1) ?? first).text
  return status
}

/** Runs a command by its name. `temporary`: variables that only it sees. */
export async function dispatch(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  temporary: ReadonlyMap<string, Value>,
  context: Context,
  skipFunctions = false,
): Promise<Status> {
  const run = (): Promise<Status> => {
    const called = skipFunctions ? undefined : shell.functions.get(name)
    if (called !== undefined) return callFunction(shell, called, args, context)
    const declaration = declaring(shell, name, args)
    if (declaration !== undefined) return declaration
    const builtin = builtinNamed(name)
    if (builtin !== undefined) return builtin(shell, args, context)
    return runProgram(shell, name, args, shell.variables.environment())
  }
  return temporary.size === 0 ? run() : shell.variables.inFrame(temporary, run)
}
