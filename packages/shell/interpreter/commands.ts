import { isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import type { AndOr, CommandNode, Pipeline, PipelineNode, Statement } from 'unbash'
import { cannotFollow } from '../cannot-follow.js'
import type { Status } from '../command.js'
import { noteOf } from '../script.js'
import { ArithmeticError } from './arithmetic.js'
import {
  arithmeticStatus,
  orOne,
  runCase,
  runCountedFor,
  runFor,
  runIf,
  runWhile,
} from './compound.js'
import { Buffered, Input } from './descriptors.js'
import { ExitSignal, FatalError, inSubshell, negated } from './ending.js'
import { isHarmless } from './harmless.js'
import { runInBackground } from './jobs.js'
import { withRedirections } from './redirections.js'
import type { Shell } from './shell.js'
import { runSimpleCommand } from './simple-command.js'
import { testCommand } from './tests.js'
import { ArrayValue } from './variables.js'

/** Size of a pipe: a program that writes more may be stopped when its reader ends. */
const PIPE = 65_536

/** Programs that read their input to its end. */
const READERS = /^(cat|jq|sort|wc|tr|cut|tee|uniq|xargs|tail)$/

/** Runs statements one after another; gives the status of the last. */
export async function runStatements(
  shell: Shell,
  statements: readonly Statement[],
): Promise<Status> {
  let status: Status = 0
  for (const statement of statements) {
    if (shell.options.has('noexec')) break
    const { line, refused } = noteOf(statement)
    shell.line = line
    if (refused !== null) throw shell.refuse(refused)
    if (statement.background) {
      await runInBackground(shell, (subshell) => runList(subshell, statement.command))
      shell.status = status = 0
    } else status = await runList(shell, statement.command)
  }
  return status
}

async function runList(shell: Shell, list: PipelineNode | AndOr): Promise<Status> {
  if (list.type !== 'AndOr') return runPipeline(shell, list)
  let status: Status = 0
  for (const [index, pipeline] of list.commands.entries()) {
    const operator = list.operators[index - 1]
    const run = () => runPipeline(shell, pipeline)
    if (operator !== undefined && isUnknown(status))
      status = await passOver(shell, status, operator, pipeline)
    else if (operator === undefined || (operator === '&&') === (status === 0)) {
      status = pipeline === list.commands.at(-1) ? await run() : await shell.ignoringErrors(run)
    }
    shell.status = status
  }
  return status
}

/**
 * After something whose status is not known: `unknown || true` is 0 either way, and `… || echo …`
 * only writes. Anything that does more decides what the script does.
 */
async function passOver(
  shell: Shell,
  status: Unknown,
  operator: '&&' | '||',
  next: PipelineNode,
): Promise<Status> {
  if (!isHarmless(next)) throw new UnknownError(status)
  await shell.out(shell.textOf(status))
  return operator === '||' ? 0 : status
}

async function runPipeline(shell: Shell, node: PipelineNode): Promise<Status> {
  if (node.type !== 'Pipeline') return runAlone(shell, node)
  const [only, ...more] = node.commands
  const inverts = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1
  const run = async (): Promise<Status> => {
    if (more.length > 0) return endIfFailed(shell, await runPiped(shell, node))
    return only === undefined ? 0 : runAlone(shell, only)
  }
  const status = inverts ? negated(await shell.ignoringErrors(run)) : await run()
  shell.status = status
  return status
}

async function runAlone(shell: Shell, command: CommandNode): Promise<Status> {
  const status = await runCommand(shell, command)
  setPipeStatus(shell, [status])
  shell.status = status
  return status
}

function setPipeStatus(shell: Shell, statuses: readonly Status[]): void {
  shell.variables.set('PIPESTATUS', ArrayValue.of(statuses.map((status) => shell.textOf(status))))
}

/** Each command of a pipeline runs to its end before the next begins. */
async function runPiped(shell: Shell, { commands, operators }: Pipeline): Promise<Status> {
  const pipefail = shell.options.has('pipefail')
  const statuses: Status[] = []
  let input = shell.input()
  for (const [index, command] of commands.entries()) {
    const next = commands[index + 1]
    const output = next === undefined ? shell.sink(1) : new Buffered(shell.host.budget)
    const both = operators[index] === '|&'
    const subshell = shell.fork([
      [0, input],
      [1, output],
      [2, both ? output : shell.sink(2)],
    ])
    statuses.push(await inSubshell(subshell, () => runCommand(subshell, command)))
    if (!(output instanceof Buffered) || next === undefined) break
    const readsAll = next.type === 'Command' && READERS.test(next.name?.text ?? '')
    if (pipefail && output.text.length > PIPE && !readsAll) {
      throw cannotFollow('it is not known whether a program in the pipeline is stopped by SIGPIPE')
    }
    input = new Input(output.text)
  }
  setPipeStatus(shell, statuses)
  const final = statuses.at(-1) ?? 0
  if (!pipefail || (final !== 0 && !isUnknown(final))) return final
  // The last one that failed decides; an unknown one after it might.
  return statuses.findLast((one) => one !== 0) ?? 0
}

/** Runs one command of any kind. An error in its words may end the shell. */
export async function runCommand(shell: Shell, command: CommandNode): Promise<Status> {
  shell.host.budget.step()
  try {
    return await runAnyCommand(shell, command)
  } catch (error) {
    if (error instanceof ArithmeticError)
      throw shell.refuse(`a calculation that fails (${error.message})`)
    if (!(error instanceof FatalError)) throw error
    throw new ExitSignal(await shell.fail(error.message))
  }
}

async function runAnyCommand(shell: Shell, command: CommandNode): Promise<Status> {
  switch (command.type) {
    case 'Command':
      return endIfFailed(shell, await runSimpleCommand(shell, command))
    case 'Redirected': {
      const run = () => runAnyCommand(shell, command.command)
      return (await withRedirections(shell, command.redirects, run)) ?? endIfFailed(shell, 1)
    }
    case 'Function':
      if (command.body.type === 'CompoundList') throw shell.refuse('a function without a body')
      // It would be exported.
      if (shell.options.has('allexport')) throw shell.refuse('a function under set -a')
      shell.functions.set(command.name.value, command.body)
      return 0
    case 'BraceGroup':
      return runStatements(shell, command.body.commands)
    case 'Subshell': {
      const subshell = shell.fork()
      const run = () => runStatements(subshell, command.body.commands)
      return endIfFailed(shell, await inSubshell(subshell, run))
    }
    case 'If':
      return runIf(shell, command)
    case 'While':
      return runWhile(shell, command)
    case 'For':
      return runFor(shell, command)
    case 'ArithmeticFor':
      return runCountedFor(shell, command)
    case 'Case':
      return runCase(shell, command)
    case 'ArithmeticCommand':
      return endIfFailed(shell, await orOne(shell, () => arithmeticStatus(shell, command.body)))
    case 'TestCommand':
      return endIfFailed(shell, await orOne(shell, () => testCommand(shell, command.expression)))
    default:
      throw shell.refuse(command.type)
  }
}

/**
 * Ends the shell under `-e` where a command failed and nobody looks at its status, after the ERR trap.
 * Compound commands end it only through the commands in them, but for `( … )`, `(( … ))` and `[[ … ]]`.
 */
async function endIfFailed(shell: Shell, status: Status): Promise<Status> {
  shell.status = status
  if (status === 0 || shell.errorsIgnored) return status
  const errexit = shell.options.has('errexit')
  const isTrapped = shell.functionDepth === 0 || shell.options.has('errtrace')
  const trap = isTrapped ? shell.traps.get('ERR') : undefined
  if (isUnknown(status)) {
    if (status.assumed === 0 || (trap === undefined && !errexit)) return status
    if (status.passedOver === undefined) throw new UnknownError(status)
    shell.host.passedOver.push(status.passedOver)
    shell.status = 0
    return 0
  }
  if (trap !== undefined) {
    shell.traps.delete('ERR')
    await shell.ignoringErrors(() => shell.host.run.text(shell, trap))
    shell.traps.set('ERR', trap)
    shell.status = status
  }
  if (errexit) throw new ExitSignal(status)
  return status
}
