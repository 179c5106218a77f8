import { cannotFollow, hasHole, isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import type {
  AndOr,
  ArithmeticFor,
  Case,
  CommandNode,
  CompoundList,
  For,
  If,
  Pipeline,
  PipelineNode,
  Statement,
  While,
  Word,
} from 'unbash'
import type { Status } from '../command.js'
import { headerOf, noteOf } from '../script.js'
import { Buffered, Input } from './descriptors.js'
import { decided, ExitSignal, FatalError, inSubshell, LoopSignal, negated } from './ending.js'
import { allHarmless, isHarmless } from './harmless.js'
import { runInBackground } from './jobs.js'
import { matchesPattern, surelyDiffers } from './pattern.js'
import { withRedirections } from './redirections.js'
import { type Argument, plainArguments, type Shell } from './shell.js'
import { runSimpleCommand } from './simple-command.js'
import { testCommand } from './tests.js'
import { ArithmeticError, assignText, calculateIn } from './values.js'
import { ArrayValue } from './variables.js'
import { expandArithmetic, expandPattern, expandText, expandWords } from './words.js'

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
      return runBody(shell, command.body)
    case 'Subshell': {
      const subshell = shell.fork()
      const run = () => runBody(subshell, command.body)
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

function runBody(shell: Shell, { commands }: CompoundList): Promise<Status> {
  return runStatements(shell, commands)
}

/** Runs what the command around it looks at the status of. */
function runCondition(shell: Shell, list: CompoundList): Promise<Status> {
  return shell.ignoringErrors(() => runBody(shell, list))
}

async function runIf(shell: Shell, command: If): Promise<Status> {
  for (const { clause, then } of [command, ...command.elif]) {
    const status = await runCondition(shell, clause)
    if (isUnknown(status)) return undecidedIf(shell, command, status)
    if (status === 0) return runBody(shell, then)
  }
  return command.else === undefined ? 0 : runBody(shell, command.else)
}

/** Branches that only write don't matter, whichever of them is taken. */
async function undecidedIf(shell: Shell, command: If, status: Unknown): Promise<Status> {
  const isHarmless =
    allHarmless(command.then) && (command.else === undefined || allHarmless(command.else))
  if (command.elif.length > 0 || !isHarmless) throw new UnknownError(status)
  await shell.out(shell.textOf(status))
  return 0
}

async function runCase(shell: Shell, command: Case): Promise<Status> {
  const text = await expandText(shell, command.word)
  let status: Status = 0
  let fallsThrough = false
  for (const { pattern, body, terminator } of command.items) {
    if (!fallsThrough && !(await matchesAny(shell, pattern, text))) continue
    status = await runBody(shell, body)
    if (terminator !== ';&' && terminator !== ';;&') return status
    fallsThrough = terminator === ';&'
  }
  return status
}

async function matchesAny(shell: Shell, words: readonly Word[], text: string): Promise<boolean> {
  for (const word of words) {
    const pattern = await expandPattern(shell, word)
    if (pattern === '*') return true
    if (surelyDiffers(pattern, text)) continue
    if (hasHole(text + pattern)) throw shell.undecided(text, pattern)
    if (matchesPattern(pattern, text, shell.host.budget)) return true
  }
  return false
}

/** `while`, `until`. */
async function runWhile(shell: Shell, { kind, clause, body }: While): Promise<Status> {
  return loop(shell, body, async () => {
    const condition = decided(await runCondition(shell, clause))
    return (condition === 0) === (kind === 'while')
  })
}

async function runFor(shell: Shell, { name, wordlist, body }: For): Promise<Status> {
  const values: readonly Argument[] =
    wordlist === undefined ? plainArguments(shell.positional) : await expandWords(shell, wordlist)
  if (values.some(({ uncertain }) => uncertain)) {
    throw cannotFollow(`it is not known how often the loop over ${name.text} runs`)
  }
  const left = values.values()
  return loop(shell, body, async () => {
    const next = left.next()
    if (!next.done) assignText(shell, name.text, undefined, next.value.text)
    return !next.done
  })
}

/** `for ((…; …; …))`. */
async function runCountedFor(shell: Shell, command: ArithmeticFor): Promise<Status> {
  const [initialize = '', test = '', update = ''] = headerOf(command)
  let next = initialize
  return orOne(shell, () =>
    loop(shell, command.body, async () => {
      await arithmeticStatus(shell, next)
      next = update
      return test === '' || decided(await arithmeticStatus(shell, test)) === 0
    }),
  )
}

/** The status of an arithmetic text: 0 where it is not zero. Throws `ArithmeticError`. */
async function arithmeticStatus(shell: Shell, text: string): Promise<Status> {
  const value = calculateIn(shell, await expandArithmetic(shell, text))
  return isUnknown(value) ? value : value === 0n ? 1 : 0
}

/** Runs something that calculates; where that fails, bash says so and the status is 1. */
async function orOne(shell: Shell, calculate: () => Promise<Status>): Promise<Status> {
  try {
    return await calculate()
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
        status = await budget.deeper(() => runBody(shell, body))
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
