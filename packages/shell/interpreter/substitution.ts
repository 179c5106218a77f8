import type { Statement } from 'unbash'
import { Buffered, readForInput } from './descriptors.js'
import { ExitSignal, inSubshell } from './ending.js'
import type { Shell } from './shell.js'

/**
 * What `$(…)` gives: the output without the newlines at its end.
 * `-e` is not in force inside, unless inherit_errexit is set. Source: bash(1), COMMAND EXECUTION ENVIRONMENT.
 */
export async function captureOutput(
  shell: Shell,
  statements: readonly Statement[],
): Promise<string> {
  const { budget } = shell.host
  const buffer = new Buffered(budget)
  const subshell = shell.fork([[1, buffer]])
  if (!shell.shopt.has('inherit_errexit') && shell.kind === 'bash') {
    subshell.options.delete('errexit')
    subshell.errorsIgnored = false
  }
  shell.substitutionStatus = await run(subshell, statements)
  shell.status = shell.substitutionStatus
  return budget.value(buffer.text.replaceAll('\0', '').replace(/\n+$/, ''))
}

/** What `$(< path)` gives. */
export async function readThrough(shell: Shell, path: string): Promise<string> {
  const content = await readForInput(shell, path)
  // Unlike that of a command, this failure ends a shell with -e wherever it happens.
  if (content === null && shell.options.has('errexit')) throw new ExitSignal(1)
  shell.substitutionStatus = content === null ? 1 : 0
  return (content ?? '').replace(/\n+$/, '')
}

/** The path that `<(…)` stands for, with what its command writes. */
export async function substituteProcess(
  shell: Shell,
  statements: readonly Statement[],
): Promise<string> {
  const { budget, files } = shell.host
  const path = `/dev/fd/${63 + shell.host.nextFile++}`
  const buffer = new Buffered(budget)
  await run(shell.fork([[1, buffer]]), statements)
  files.mkdirSync('/dev/fd', { recursive: true })
  files.writeFileSync(path, buffer.text)
  return path
}

function run(subshell: Shell, statements: readonly Statement[]) {
  return inSubshell(subshell, () => subshell.host.run.statements(subshell, statements))
}
