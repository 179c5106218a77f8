import { isUnknown, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { type CommandNode, literalText, type PipelineNode } from './ast.js'
import { runCommand } from './commands.js'
import { Buffered, type Descriptor, Input } from './descriptors.js'
import type { Context, Shell } from './shell.js'
import { ExitSignal } from './signals.js'
import { negated, type Status } from './status.js'
import { runSubshell } from './subshell.js'

/** Size of a pipe: a program that writes more may be stopped when its reader ends. */
const PIPE = 65_536

/** Runs a pipeline and applies `-e` to it. */
export async function runPipeline(
  shell: Shell,
  pipeline: PipelineNode,
  context: Context,
): Promise<Status> {
  const looked = { errorsIgnored: context.errorsIgnored || pipeline.negated }
  const [only, ...more] = pipeline.commands
  let status: Status = 0
  if (only !== undefined && more.length === 0) {
    status = await runCommand(shell, only, looked)
    shell.pipeStatuses = [status]
  } else {
    status = await runPiped(shell, pipeline, looked)
  }
  if (pipeline.negated) status = negated(status)
  shell.status = status
  const whole = more.length > 0 || (only !== undefined && endsByErrexit(only))
  if (whole && !looked.errorsIgnored) await applyErrexit(shell, status)
  return status
}

/**
 * Compound commands end the shell only through the commands in them.
 * Source: bash(1), set -e: "If a compound command other than a subshell returns a non-zero status
 * because a command failed while -e was being ignored, the shell does not exit."
 */
function endsByErrexit(command: CommandNode): boolean {
  return ['SimpleCommand', 'Subshell', 'ArithmeticCommand', 'ConditionalCommand'].includes(
    command.type,
  )
}

async function applyErrexit(shell: Shell, status: Status): Promise<void> {
  if (status === 0) return
  const trap = shell.traps.get('ERR')
  const trapped = trap !== undefined && (shell.functionDepth === 0 || shell.options.errtrace)
  if (isUnknown(status)) {
    if (status.assumed === 0) return
    if (trapped || shell.options.errexit) throw new UnknownError(status)
    return
  }
  if (trapped) {
    shell.traps.delete('ERR')
    await shell.host.evaluate(shell, trap, { errorsIgnored: true })
    shell.traps.set('ERR', trap)
    shell.status = status
  }
  if (shell.options.errexit) throw new ExitSignal(status)
}

/** Each command of a pipeline runs to its end before the next begins. */
async function runPiped(shell: Shell, pipeline: PipelineNode, context: Context): Promise<Status> {
  const { budget } = shell.host
  const statuses: Status[] = []
  let input: Input | null = null
  for (const [index, command] of pipeline.commands.entries()) {
    const last = index === pipeline.commands.length - 1
    const output = last ? null : new Buffered(budget)
    const io: [number, Descriptor][] = []
    if (input !== null) io.push([0, input])
    if (output !== null) io.push([1, output])
    if (output !== null && pipeline.pipeStderr?.[index]) io.push([2, output])
    if (last && shell.shopt.has('lastpipe') && input !== null) {
      statuses.push(await runLastInPlace(shell, command, input, context))
      break
    }
    const subshell = shell.fork(io)
    const statement = { type: 'Pipeline' as const, commands: [command], negated: false }
    statuses.push(
      await budget.deeper(() =>
        runSubshell(
          subshell,
          [{ type: 'Statement', pipelines: [statement], operators: [], background: false }],
          context,
        ),
      ),
    )
    if (output !== null) {
      const next = pipeline.commands[index + 1]
      if (shell.options.pipefail && output.text.length > PIPE && mayEndEarly(next)) {
        throw cannotFollow('nobody knows whether a program in the pipeline is stopped by SIGPIPE')
      }
      input = new Input(output.text)
    }
  }
  shell.pipeStatuses = statuses
  const final = statuses.at(-1) ?? 0
  if (!shell.options.pipefail || (final !== 0 && !isUnknown(final))) return final
  // The last one that failed decides; an unknown one after it might.
  return statuses.findLast((one) => one !== 0) ?? 0
}

/** With `lastpipe` the last command runs in the shell itself. */
async function runLastInPlace(
  shell: Shell,
  command: CommandNode,
  input: Input,
  context: Context,
): Promise<Status> {
  const before = shell.io.get(0)
  shell.io.set(0, input)
  try {
    return await runCommand(shell, command, context)
  } finally {
    if (before === undefined) shell.io.delete(0)
    else shell.io.set(0, before)
  }
}

function mayEndEarly(command: CommandNode | undefined): boolean {
  if (command?.type !== 'SimpleCommand') return true
  return !/^(cat|jq|sort|wc|tr|cut|tee|uniq|xargs|tail)$/.test(literalText(command.name) ?? '')
}
