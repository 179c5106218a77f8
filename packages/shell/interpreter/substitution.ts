import type { Part, StatementNode, WordNode } from './ast.js'
import { Buffered, Input } from './descriptors.js'
import { readForInput } from './input-file.js'
import type { Context, Shell } from './shell.js'
import { ExitSignal } from './signals.js'
import { runSubshell } from './subshell.js'
import { expandText } from './words.js'

/**
 * What `$(…)` gives: the output without the newlines at its end.
 * `-e` is not in force inside, unless inherit_errexit is set. Source: bash(1), COMMAND EXECUTION ENVIRONMENT.
 */
export async function captureOutput(
  shell: Shell,
  statements: readonly StatementNode[],
  context: Context,
): Promise<string> {
  const file = fileToRead(statements)
  if (file !== null) return readThrough(shell, file, context)
  const { budget } = shell.host
  const buffer = new Buffered(budget)
  const subshell = shell.fork([[1, buffer]])
  const inherits = shell.shopt.has('inherit_errexit') || shell.options.posix
  if (!inherits) subshell.options.errexit = false
  shell.substitutionStatus = await budget.deeper(() =>
    runSubshell(subshell, statements, inherits ? context : { errorsIgnored: false }),
  )
  shell.status = shell.substitutionStatus
  return budget.value(buffer.text.replaceAll('\0', '').replace(/\n+$/, ''))
}

/** `$(<file)` reads a file without a command. */
function fileToRead(statements: readonly StatementNode[]): WordNode | null {
  const [statement] = statements
  const [pipeline] = statement?.pipelines ?? []
  const [command] = pipeline?.commands ?? []
  if (statements.length !== 1 || statement?.pipelines.length !== 1) return null
  if (pipeline?.commands.length !== 1 || command?.type !== 'SimpleCommand') return null
  if (command.name !== null || command.assignments.length > 0) return null
  const [redirection] = command.redirections
  if (command.redirections.length !== 1 || redirection?.operator !== '<') return null
  return redirection.target.type === 'Word' ? redirection.target : null
}

async function readThrough(shell: Shell, word: WordNode, context: Context): Promise<string> {
  const path = await expandText(shell, word, context)
  const content = await readForInput(shell, path)
  // Unlike that of a command, this failure ends a shell with -e wherever it happens.
  if (content === null && shell.options.errexit) throw new ExitSignal(1)
  shell.substitutionStatus = content === null ? 1 : 0
  return (content ?? '').replace(/\n+$/, '')
}

/**
 * The path that `<(…)` or `>(…)` stands for. The command of `<(…)` runs at once; that of `>(…)`
 * runs when the command it stands in has ended.
 */
export async function substituteProcess(
  shell: Shell,
  part: Part<'ProcessSubstitution'>,
  context: Context,
): Promise<string> {
  const { budget, files } = shell.host
  const path = `/dev/fd/${63 + shell.host.nextFile++}`
  files.mkdirSync('/dev/fd', { recursive: true })
  if (part.direction === 'input') {
    const buffer = new Buffered(budget)
    const subshell = shell.fork([[1, buffer]])
    await budget.deeper(() => runSubshell(subshell, part.body.statements, context))
    files.writeFileSync(path, buffer.text)
    return path
  }
  files.writeFileSync(path, '')
  shell.afterwards.push(async () => {
    const subshell = shell.fork([[0, new Input(await files.readFile(path))]])
    await budget.deeper(() => runSubshell(subshell, part.body.statements, context))
  })
  return path
}
