import { hasHole, isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import type {
  AndOr,
  ArithmeticFor,
  Case,
  CommandNode,
  CompoundList,
  For,
  Function as FunctionNode,
  If,
  Pipeline,
  PipelineNode,
  Statement,
  While,
} from 'unbash'
import { cannotFollow } from '../cannot-follow.js'
import type { Status } from '../command.js'
import { headerOf, noteOf } from '../script.js'
import { ArithmeticError } from './arithmetic.js'
import { evaluateCondition } from './conditions.js'
import { Buffered, type Descriptor, Input } from './descriptors.js'
import { allHarmless, isHarmless } from './harmless.js'
import { runInBackground } from './jobs.js'
import { matchesPattern } from './pattern.js'
import { withRedirections } from './redirections.js'
import type { Argument, Shell } from './shell.js'
import { ExitSignal, FatalError, LoopSignal, ReturnSignal } from './signals.js'
import { runSimpleCommand } from './simple-command.js'
import { decided, negated, statusOf } from './status.js'
import { inSubshell } from './subshell.js'
import { assignText, calculateIn, cannotCalculate } from './values.js'
import { expandArithmetic, expandPattern, expandText, expandWords } from './words.js'

/** Size of a pipe: a program that writes more may be stopped when its reader ends. */
const PIPE = 65_536

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
      await runInBackground(shell, (subshell) =>
        inSubshell(subshell, () => runList(subshell, statement.command)),
      )
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
    if (operator !== undefined && isUnknown(status)) {
      status = await skipOverUnknown(shell, status, operator, pipeline)
    } else if (operator === undefined || (operator === '&&') === (status === 0)) {
      const run = () => runPipeline(shell, pipeline)
      status = index === list.commands.length - 1 ? await run() : await shell.ignoringErrors(run)
    }
    shell.status = status
  }
  return status
}

/**
 * After something whose status is not known: `unknown || true` is 0 either way, and `… || echo …`
 * only writes. Anything that does more decides what the script does.
 */
async function skipOverUnknown(
  shell: Shell,
  status: Unknown,
  operator: '&&' | '||',
  pipeline: PipelineNode,
): Promise<Status> {
  if (!isHarmless(pipeline)) throw new UnknownError(status)
  await shell.out(shell.host.holes.hole(status))
  return operator === '||' ? 0 : status
}

async function runPipeline(shell: Shell, node: PipelineNode): Promise<Status> {
  const { prefixes, commands } =
    node.type === 'Pipeline' ? node : { prefixes: [], commands: [node] }
  const inverts = prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1
  const run = async (): Promise<Status> => {
    const [only, ...more] = commands
    if (node.type === 'Pipeline' && more.length > 0)
      return endIfFailed(shell, await runPiped(shell, node))
    const status = only === undefined ? 0 : await runCommand(shell, only)
    shell.pipeStatuses = [status]
    return status
  }
  const status = inverts ? negated(await shell.ignoringErrors(run)) : await run()
  shell.status = status
  return status
}

/** Each command of a pipeline runs to its end before the next begins. */
async function runPiped(shell: Shell, { commands, operators }: Pipeline): Promise<Status> {
  const { budget } = shell.host
  const statuses: Status[] = []
  let input: Input | null = null
  for (const [index, command] of commands.entries()) {
    const output = index === commands.length - 1 ? null : new Buffered(budget)
    const io: [number, Descriptor][] = input === null ? [] : [[0, input]]
    if (output !== null) io.push([1, output])
    if (output !== null && operators[index] === '|&') io.push([2, output])
    const inPlace = output === null && shell.shopt.has('lastpipe')
    statuses.push(
      inPlace
        ? await runInPlace(shell, io, () => runCommand(shell, command))
        : await runForked(shell.fork(io), command),
    )
    if (output === null) break
    if (
      shell.options.has('pipefail') &&
      output.text.length > PIPE &&
      mayEndEarly(commands[index + 1])
    ) {
      throw cannotFollow('nobody knows whether a program in the pipeline is stopped by SIGPIPE')
    }
    input = new Input(output.text)
  }
  shell.pipeStatuses = statuses
  const final = statuses.at(-1) ?? 0
  if (!shell.options.has('pipefail') || (final !== 0 && !isUnknown(final))) return final
  // The last one that failed decides; an unknown one after it might.
  return statuses.findLast((one) => one !== 0) ?? 0
}

function runForked(subshell: Shell, command: CommandNode): Promise<Status> {
  return inSubshell(subshell, () => runCommand(subshell, command))
}

/** With `lastpipe` the last command runs in the shell itself. */
async function runInPlace(
  shell: Shell,
  io: readonly (readonly [number, Descriptor])[],
  run: () => Promise<Status>,
): Promise<Status> {
  const before = [...shell.io]
  for (const [descriptor, there] of io) shell.io.set(descriptor, there)
  try {
    return await run()
  } finally {
    shell.io.clear()
    for (const [descriptor, there] of before) shell.io.set(descriptor, there)
  }
}

/** Programs that read their input to its end. */
const READERS = /^(cat|jq|sort|wc|tr|cut|tee|uniq|xargs|tail)$/

function mayEndEarly(command: CommandNode | undefined): boolean {
  return command?.type !== 'Command' || !READERS.test(command.name?.text ?? '')
}

/** Runs one command of any kind. An error in its words may end the shell. */
async function runCommand(shell: Shell, command: CommandNode): Promise<Status> {
  shell.host.budget.step()
  try {
    return await runAnyCommand(shell, command)
  } catch (error) {
    if (error instanceof ArithmeticError) throw cannotCalculate(error)
    if (!(error instanceof FatalError)) throw error
    throw new ExitSignal(await shell.fail(error.message))
  }
}

async function runAnyCommand(shell: Shell, command: CommandNode): Promise<Status> {
  switch (command.type) {
    case 'Command':
      return endIfFailed(shell, await runSimpleCommand(shell, command, callFunction))
    case 'Redirected': {
      const status = await withRedirections(shell, command.redirects, () =>
        runAnyCommand(shell, command.command),
      )
      return status ?? endIfFailed(shell, 1)
    }
    case 'Function':
      shell.functions.set(command.name.value, command.body)
      return 0
    case 'BraceGroup':
      return runStatements(shell, command.body.commands)
    case 'Subshell': {
      const subshell = shell.fork()
      const status = await inSubshell(subshell, () =>
        runStatements(subshell, command.body.commands),
      )
      return endIfFailed(shell, status)
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
      return endIfFailed(
        shell,
        await orOne(shell, async () =>
          statusOf(await evaluateCondition(shell, command.expression)),
        ),
      )
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
  const trap =
    shell.functionDepth === 0 || shell.options.has('errtrace') ? shell.traps.get('ERR') : undefined
  if (isUnknown(status)) {
    if (status.assumed !== 0 && (trap !== undefined || errexit)) throw new UnknownError(status)
    return status
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

/** Calls a function. Whether `-e` applies in it depends on where it was called. */
async function callFunction(
  shell: Shell,
  name: string,
  body: FunctionNode['body'],
  args: readonly Argument[],
): Promise<Status> {
  if (body.type === 'CompoundList') throw shell.refuse(`the function ${name}`)
  if (args.some(({ uncertain }) => uncertain)) {
    throw cannotFollow(`nobody knows how many arguments ${name} gets in the script`)
  }
  const { positional, loopDepth, line } = shell
  shell.positional = args.map(({ text }) => text)
  shell.loopDepth = 0
  shell.functionDepth++
  try {
    return await shell.host.budget.deeper(() =>
      shell.variables.inFrame(new Map(), () => runCommand(shell, body)),
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

async function runIf(shell: Shell, command: If): Promise<Status> {
  for (const { clause, then } of [command, ...command.elif]) {
    const status = await shell.ignoringErrors(() => runStatements(shell, clause.commands))
    if (isUnknown(status)) return undecidedIf(shell, command, status)
    if (status === 0) return runStatements(shell, then.commands)
  }
  return runStatements(shell, command.else?.commands ?? [])
}

/** Branches that only write don't matter, whichever of them is taken. */
async function undecidedIf(shell: Shell, command: If, status: Unknown): Promise<Status> {
  const bodies = [command.then, ...(command.else === undefined ? [] : [command.else])]
  if (command.elif.length > 0 || !bodies.every(allHarmless)) throw new UnknownError(status)
  await shell.out(shell.host.holes.hole(status))
  return 0
}

async function runCase(shell: Shell, command: Case): Promise<Status> {
  const text = await expandText(shell, command.word)
  let status: Status = 0
  let fallsThrough = false
  for (const { pattern, body, terminator } of command.items) {
    if (!fallsThrough && !(await matchesAny(shell, pattern, text))) continue
    status = await runStatements(shell, body.commands)
    if (terminator !== ';&' && terminator !== ';;&') return status
    fallsThrough = terminator === ';&'
  }
  return status
}

async function matchesAny(
  shell: Shell,
  words: Case['items'][number]['pattern'],
  text: string,
): Promise<boolean> {
  const fold = (one: string) => (shell.shopt.has('nocasematch') ? one.toLowerCase() : one)
  for (const word of words) {
    const pattern = await expandPattern(shell, word)
    if (pattern === '*') return true
    if (hasHole(text + pattern)) throw shell.undecided(text, pattern)
    if (matchesPattern(fold(pattern), fold(text), shell.host.budget)) return true
  }
  return false
}

async function runWhile(shell: Shell, { kind, clause, body }: While): Promise<Status> {
  return loop(shell, body, async () => {
    const condition = decided(
      await shell.ignoringErrors(() => runStatements(shell, clause.commands)),
    )
    return (condition === 0) === (kind === 'while')
  })
}

async function runFor(shell: Shell, { name, wordlist, body }: For): Promise<Status> {
  const values: readonly Argument[] =
    wordlist === undefined
      ? shell.positional.map((text) => ({ text, uncertain: false }))
      : await expandWords(shell, wordlist)
  if (values.some(({ uncertain }) => uncertain)) {
    throw cannotFollow(`nobody knows how often the loop over ${name.text} runs`)
  }
  const left = values.values()
  return loop(shell, body, async () => {
    const next = left.next()
    if (!next.done) assignText(shell, name.text, undefined, next.value.text)
    return !next.done
  })
}

async function runCountedFor(shell: Shell, command: ArithmeticFor): Promise<Status> {
  const parts = headerOf(command)
  let first = true
  return orOne(shell, async () => {
    await arithmeticStatus(shell, parts.initialize)
    return loop(shell, command.body, async () => {
      if (!first) await arithmeticStatus(shell, parts.update)
      first = false
      return parts.test.trim() === '' || decided(await arithmeticStatus(shell, parts.test)) === 0
    })
  })
}

async function arithmeticStatus(shell: Shell, text: string): Promise<Status> {
  const value = calculateIn(shell, await expandArithmetic(shell, text))
  return isUnknown(value) ? value : value === 0n ? 1 : 0
}

/** Runs something that calculates; where that fails, bash says so and the status is 1. */
async function orOne(shell: Shell, run: () => Promise<Status>): Promise<Status> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error
    return shell.fail(error.message)
  }
}

/** Runs a loop's body as long as `next` says so, or until `break` does. */
async function loop(
  shell: Shell,
  body: CompoundList,
  next: () => Promise<boolean>,
): Promise<Status> {
  const { budget } = shell.host
  let status: Status = 0
  shell.loopDepth++
  try {
    for (;;) {
      budget.step()
      try {
        if (!(await next())) return status
        status = await budget.deeper(() => runStatements(shell, body.commands))
      } catch (signal) {
        if (!(signal instanceof LoopSignal)) throw signal
        if (signal.levels > 1) throw new LoopSignal(signal.kind, signal.levels - 1)
        status = 0
        if (signal.kind === 'break') return status
      }
    }
  } finally {
    shell.loopDepth--
  }
}
