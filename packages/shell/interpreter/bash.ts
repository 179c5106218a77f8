import { hasHole, UnknownError } from '@grade4/unknown'
import type { Shell } from './shell.js'
import { ExitSignal, LoopSignal, ReturnSignal } from './signals.js'
import type { Status } from './status.js'
import { endShell } from './subshell.js'
import type { Argument } from './words.js'

/** `bash`, `sh`: another shell, with exported variables alone. */
export async function runShellProgram(
  shell: Shell,
  args: readonly Argument[],
  environment: Readonly<Record<string, string>>,
): Promise<Status> {
  const unsure = args.find(({ uncertain }) => uncertain)
  if (unsure !== undefined) return shell.host.holes.unknown(unsure.text)
  const { settings, command, rest, fromInput } = shellArguments(args.map(({ text }) => text))
  if (command === undefined) {
    await shell.err('bash: -c: option requires an argument\n')
    return 2
  }
  const [first, ...others] = fromInput ? [] : rest
  const name = first ?? 'bash'
  const child = shell.child(name, fromInput ? rest : others, { ...environment })
  const text =
    command ?? (first === undefined ? shell.input().rest() : await scriptAt(shell, first))
  if (text === null) {
    await shell.err(`bash: ${first}: No such file or directory\n`)
    return 127
  }
  if (hasHole(text)) throw new UnknownError(shell.host.holes.reasonFor(text))
  const set = settings.length === 0 ? '' : `set ${settings.join(' ')}\n`
  return endShell(
    child,
    await ended(() => shell.host.evaluate(child, set + text, { errorsIgnored: false })),
  )
}

async function scriptAt(shell: Shell, file: string): Promise<string | null> {
  const { files: fs } = shell.host
  const path = shell.path(file)
  if (await fs.exists(path)) return fs.readFile(path)
  if (!fs.isUnlisted(path)) return null
  throw new UnknownError({
    because: `the script runs ${file}, and the grader does not have the repository's files`,
    remedy: 'Grade this step by hand.',
  })
}

async function ended(run: () => Promise<Status>): Promise<Status> {
  try {
    return await run()
  } catch (signal) {
    if (signal instanceof ExitSignal || signal instanceof ReturnSignal) return signal.status
    if (signal instanceof LoopSignal) return 0
    throw signal
  }
}

function shellArguments(args: readonly string[]): {
  settings: string[]
  /** `undefined`: `-c` without one. */
  command: string | null | undefined
  rest: string[]
  /** `-s`: what is run comes from standard input, and arguments are parameters. */
  fromInput: boolean
} {
  const rest = [...args]
  const settings: string[] = []
  let takesCommand = false
  let fromInput = false
  for (let arg = rest[0]; arg !== undefined && /^[-+]./.test(arg); arg = rest[0]) {
    rest.shift()
    if (arg === '--') break
    if (arg === '--rcfile' || arg === '--init-file') rest.shift()
    if (arg.startsWith('--')) continue
    if (arg.includes('c')) takesCommand = true
    if (arg.includes('s')) fromInput = true
    const letters = arg.slice(1).replace(/[clisr]/g, '')
    if (letters.includes('o')) settings.push(`${arg[0]}o ${rest.shift() ?? ''}`)
    if (letters.replace('o', '') !== '') settings.push(`${arg[0]}${letters.replace('o', '')}`)
  }
  const command = takesCommand ? rest.shift() : null
  return { settings, command, rest, fromInput: fromInput && !takesCommand }
}
