import { isUnknown, type Unknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { PipelineNode, StatementNode } from './ast.js'
import { pipelinesOf } from './double-parentheses.js'
import { isHarmless } from './harmless.js'
import { runPipeline } from './pipeline.js'
import type { Context, Shell } from './shell.js'
import { decided, type Status } from './status.js'
import { runSubshell } from './subshell.js'

/** Runs statements one after another; gives the status of the last. */
export async function runStatements(
  shell: Shell,
  statements: readonly StatementNode[],
  context: Context,
): Promise<Status> {
  let status: Status = 0
  for (const statement of statements) {
    if (shell.options.noexec) return status
    status = await runStatement(shell, statement, context)
  }
  return status
}

async function runStatement(
  shell: Shell,
  statement: StatementNode,
  context: Context,
): Promise<Status> {
  if (statement.deferredError !== undefined) {
    throw cannotFollow(`the grader cannot read the script: ${statement.deferredError.message}`)
  }
  if (statement.background) return runInBackground(shell, statement)
  const { operators } = statement
  const pipelines = pipelinesOf(statement, shell.host.budget)
  const last = pipelines.length - 1
  let status: Status = 0
  for (const [index, pipeline] of pipelines.entries()) {
    const operator = index === 0 ? ';' : (operators[index - 1] ?? ';')
    if (operator !== ';' && isUnknown(status)) {
      status = await skipOverUnknown(shell, status, operator, pipeline)
    } else if (operator === ';' || (operator === '&&') === (decided(status) === 0)) {
      const looked = { errorsIgnored: context.errorsIgnored || index < last }
      status = await runPipeline(shell, pipeline, looked)
    }
    shell.status = status
  }
  return status
}

/**
 * After something whose status nobody knows: `unknown || true` is 0 either way, and `… || echo …`
 * only writes. Anything that does more decides what the script does.
 */
async function skipOverUnknown(
  shell: Shell,
  status: Unknown,
  operator: '&&' | '||',
  pipeline: PipelineNode,
): Promise<Status> {
  const [command] = pipeline.commands
  const alone = pipeline.commands.length === 1 && !pipeline.negated
  if (!alone || command === undefined || !isHarmless(command)) {
    return decided(status)
  }
  await shell.out(shell.host.holes.hole(status))
  return operator === '||' ? 0 : status
}

/** Background jobs run at once; what they did and nobody waits for may come in another order. */
async function runInBackground(shell: Shell, statement: StatementNode): Promise<Status> {
  const { host } = shell
  const before = host.effects
  const subshell = shell.fork()
  host.lastBackground = await host.budget.deeper(() =>
    runSubshell(subshell, [{ ...statement, background: false }], { errorsIgnored: false }),
  )
  if (host.effects > before) host.unwaited = true
  return 0
}
