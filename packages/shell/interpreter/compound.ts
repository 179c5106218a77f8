import { hasHole, isUnknown, type Unknown, UnknownError } from '@grade4/unknown'
import type { ArithmeticFor, Case, CompoundList, For, If, While, Word } from 'unbash'
import { cannotFollow } from '../cannot-follow.js'
import type { Status } from '../command.js'
import { headerOf } from '../script.js'
import { ArithmeticError } from './arithmetic.js'
import { decided, LoopSignal } from './ending.js'
import { allHarmless } from './harmless.js'
import { matchesPattern, surelyDiffers } from './pattern.js'
import { type Argument, plainArguments, type Shell } from './shell.js'
import { assignText, calculateIn } from './values.js'
import { expandArithmetic, expandPattern, expandText, expandWords } from './words.js'

function run(shell: Shell, { commands }: CompoundList): Promise<Status> {
  return shell.host.run.statements(shell, commands)
}

/** Runs what the command around it looks at the status of. */
function runCondition(shell: Shell, list: CompoundList): Promise<Status> {
  return shell.ignoringErrors(() => run(shell, list))
}

export async function runIf(shell: Shell, command: If): Promise<Status> {
  for (const { clause, then } of [command, ...command.elif]) {
    const status = await runCondition(shell, clause)
    if (isUnknown(status)) return undecidedIf(shell, command, status)
    if (status === 0) return run(shell, then)
  }
  return command.else === undefined ? 0 : run(shell, command.else)
}

/** Branches that only write don't matter, whichever of them is taken. */
async function undecidedIf(shell: Shell, command: If, status: Unknown): Promise<Status> {
  const isHarmless =
    allHarmless(command.then) && (command.else === undefined || allHarmless(command.else))
  if (command.elif.length > 0 || !isHarmless) throw new UnknownError(status)
  await shell.out(shell.textOf(status))
  return 0
}

export async function runCase(shell: Shell, command: Case): Promise<Status> {
  const text = await expandText(shell, command.word)
  let status: Status = 0
  let fallsThrough = false
  for (const { pattern, body, terminator } of command.items) {
    if (!fallsThrough && !(await matchesAny(shell, pattern, text))) continue
    status = await run(shell, body)
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
export async function runWhile(shell: Shell, { kind, clause, body }: While): Promise<Status> {
  return loop(shell, body, async () => {
    const condition = decided(await runCondition(shell, clause))
    return (condition === 0) === (kind === 'while')
  })
}

export async function runFor(shell: Shell, { name, wordlist, body }: For): Promise<Status> {
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
export async function runCountedFor(shell: Shell, command: ArithmeticFor): Promise<Status> {
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
export async function arithmeticStatus(shell: Shell, text: string): Promise<Status> {
  const value = calculateIn(shell, await expandArithmetic(shell, text))
  return isUnknown(value) ? value : value === 0n ? 1 : 0
}

/** Runs something that calculates; where that fails, bash says so and the status is 1. */
export async function orOne(shell: Shell, calculate: () => Promise<Status>): Promise<Status> {
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
        status = await budget.deeper(() => run(shell, body))
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
