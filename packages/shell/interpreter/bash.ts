import { hasHole, UnknownError } from '@grade4/unknown'
import type { Status } from '../command.js'
import type { ShellKind } from '../supported.js'
import { type Argument, Shell } from './shell.js'
import { endShell, statusAtEnd } from './subshell.js'
import { Variables } from './variables.js'

/** `bash`, `sh`: another shell, with exported variables alone. */
export async function runShellProgram(
  shell: Shell,
  kind: ShellKind,
  args: readonly Argument[],
  environment: Readonly<Record<string, string>>,
): Promise<Status> {
  const { host, io, directory, line } = shell
  const unsure = args.find(({ uncertain }) => uncertain)
  if (unsure !== undefined) return host.holes.unknown(unsure.text)
  const { settings, command, rest, fromInput } = shellArguments(args.map(({ text }) => text))
  if (command === undefined) return shell.fail('-c: option requires an argument', 2)
  const [first, ...others] = fromInput ? [] : rest
  const text =
    command ?? (first === undefined ? shell.input().rest() : await scriptAt(shell, first))
  if (text === null) return shell.fail(`${first}: No such file or directory`, 127)
  if (hasHole(text)) throw shell.undecided(text)
  const variables = Variables.inherited(kind, environment)
  const child = new Shell({
    host,
    kind,
    name: first ?? kind,
    variables,
    directory,
    io,
    positional: fromInput ? rest : others,
  })
  child.line = line
  const run = async () => {
    if (settings.length > 0) {
      await host.run.command(
        child,
        ['set', ...settings].map((one) => ({ text: one, uncertain: false })),
      )
    }
    return host.run.text(child, text)
  }
  return host.budget.deeper(async () => endShell(child, await statusAtEnd(run)))
}

async function scriptAt(shell: Shell, file: string): Promise<string | null> {
  const { files } = shell.host
  const path = shell.path(file)
  if (await files.exists(path)) return files.readFile(path)
  if (!files.isUnlisted(path)) return null
  throw new UnknownError({
    because: `the script runs ${file}, and the grader does not have the repository's files`,
    remedy: 'Grade this step by hand.',
  })
}

function shellArguments(args: readonly string[]): {
  /** Arguments for `set`. */
  settings: string[]
  /** What stands behind `-c`; `undefined`: nothing does; `null`: there is no `-c`. */
  command: string | null | undefined
  rest: string[]
  /** `-s`: what is run comes from standard input, and arguments are parameters. */
  fromInput: boolean
} {
  const rest = [...args]
  const settings: string[] = []
  let letters = ''
  for (let arg = rest[0]; arg !== undefined && /^[-+]./.test(arg); arg = rest[0]) {
    rest.shift()
    if (arg === '--') break
    if (arg === '--rcfile' || arg === '--init-file') rest.shift()
    if (arg.startsWith('--')) continue
    letters += arg.slice(1)
    const own = arg.slice(1).replace(/[clisr]/g, '')
    if (own !== '') settings.push(`${arg[0]}${own}`)
    if (own.includes('o')) settings.push(rest.shift() ?? '')
  }
  const takesCommand = letters.includes('c')
  return {
    settings,
    command: takesCommand ? rest.shift() : null,
    rest,
    fromInput: letters.includes('s') && !takesCommand,
  }
}
