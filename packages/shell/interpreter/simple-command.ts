import { cannotFollow, hasHole, isOwnPath } from '@grade4/unknown'
import type { Assignment, Command, CommandArgument, CommandNode, Word } from 'unbash'
import type { Status } from '../command.js'
import { readWord } from '../script.js'
import { assign } from './assignments.js'
import { declare, declares } from './builtins/declare.js'
import { runBuiltin } from './builtins/index.js'
import { ReturnSignal } from './ending.js'
import { redirect, withRedirections } from './redirections.js'
import { runProgram } from './run-program.js'
import type { Argument, Shell } from './shell.js'
import type { Value } from './variables.js'
import { expandText, expandWords } from './words.js'

/** Runs a simple command: assignments, redirections, then a function, a builtin or a program. */
export async function runSimpleCommand(shell: Shell, command: Command): Promise<Status> {
  shell.substitutionStatus = null
  // Where a redirection failed, there is none.
  return (await expandAndRun(shell, command)) ?? 1
}

/** `null`: a redirection failed. */
async function expandAndRun(shell: Shell, command: Command): Promise<Status | null> {
  const { name, args, redirects } = command
  const assignments = command.prefix.filter((part) => part.type === 'Assignment')
  if (name !== undefined && declares(shell, name)) {
    return withRedirections(shell, redirects, () => declare(shell, name.value, args))
  }
  const words = name === undefined ? [] : [name, ...args.map((arg) => asWord(shell, arg))]
  const expanded = await expandWords(shell, words)
  const [first, ...rest] = expanded
  if (first === undefined) {
    // Bash assigns before it redirects: a file that can't be opened comes too late.
    for (const assignment of assignments) await assign(shell, assignment)
    shell.lastArgument = ''
    return withRedirections(shell, redirects, async () => shell.substitutionStatus ?? 0)
  }
  if (isNotKnown(first.text)) throw shell.undecided(first.text)
  if (first.text === 'exec' && rest.length === 0) {
    return (await redirect(shell, redirects)) ? 0 : 1
  }
  const temporary = await temporaryVariables(shell, assignments)
  const status = await withRedirections(shell, redirects, () => {
    const body = shell.functions.get(first.text)
    const run = () =>
      body === undefined ? runNamed(shell, expanded) : call(shell, first.text, body, rest)
    return temporary.size === 0 ? run() : shell.variables.inFrame(temporary, run)
  })
  shell.lastArgument = (rest.at(-1) ?? first).text
  return status
}

/** A file of the script's own is known by its path. */
function isNotKnown(name: string): boolean {
  return hasHole(name) && !(name.includes('/') && isOwnPath(name))
}

/** Runs a builtin or a program. */
export async function runNamed(shell: Shell, args: readonly Argument[]): Promise<Status> {
  const [name, ...rest] = args
  if (name === undefined) return 0
  if (isNotKnown(name.text)) throw shell.undecided(name.text)
  const status = runBuiltin(shell, name.text, rest)
  return status ?? runProgram(shell, name.text, rest, shell.variables.environment())
}

/** Variables that only the command sees. */
async function temporaryVariables(
  shell: Shell,
  assignments: readonly Assignment[],
): Promise<Map<string, Value>> {
  const temporary = new Map<string, Value>()
  for (const { name, value, append, index } of assignments) {
    if (index !== undefined || value.type !== 'Word')
      throw shell.refuse('an array before a command')
    // Bash runs functions and special builtins all the same.
    if (shell.variables.isReadonly(name)) throw shell.refuse('a readonly variable before a command')
    const text = await expandText(shell, value, 'assignment')
    temporary.set(name, append ? (shell.variables.text(name) ?? '') + text : text)
  }
  return temporary
}

/** What looks like an assignment is a word where the command takes none. */
function asWord(shell: Shell, arg: CommandArgument): Word {
  const word = arg.type === 'Word' ? arg : readWord(arg.text, shell.host.budget)
  if (word === null) throw shell.refuse(arg.text)
  return word
}

/** Calls a function. Whether `-e` applies in it depends on where it was called. */
async function call(
  shell: Shell,
  name: string,
  body: CommandNode,
  args: readonly Argument[],
): Promise<Status> {
  if (args.some(({ uncertain }) => uncertain)) {
    throw cannotFollow(`it is not known how many arguments ${name} gets in the script`)
  }
  const { positional, loopDepth, line, host, variables } = shell
  shell.positional = args.map(({ text }) => text)
  shell.loopDepth = 0
  shell.functionDepth++
  try {
    return await host.budget.deeper(() =>
      variables.inFrame(new Map(), () => host.run.node(shell, body)),
    )
  } catch (signal) {
    if (!(signal instanceof ReturnSignal)) throw signal
    return signal.status
  } finally {
    shell.positional = positional
    shell.loopDepth = loopDepth
    shell.functionDepth--
    shell.line = line
  }
}
