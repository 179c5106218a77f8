import { isUnknown, UnknownError } from '@grade4/unknown'
import type { Invocation, Status } from '../command.js'
import { shellOptions } from '../shell-options.js'
import type { ShellKind } from '../supported.js'
import { runBuiltin } from './builtins/index.js'
import { readForInput } from './descriptors.js'
import { endShell, statusAtEnd } from './ending.js'
import { findProgram } from './find-program.js'
import { type Argument, plainArguments, Shell } from './shell.js'
import { Variables } from './variables.js'

/** Bash's builtins that exist as programs too. */
const ALSO_PROGRAMS = /^(echo|printf|test|\[|true|false|pwd)$/

type Environment = Readonly<Record<string, string>>

/** Starts a program by its name or path. */
export async function runProgram(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  environment: Environment,
): Promise<Status> {
  const found = await findProgram(shell, name)
  const invocation = invocationOf(shell, name, args, environment)
  if (isUnknown(found)) {
    const perhaps = shell.host.commands.get(name)
    if (perhaps === undefined) throw new UnknownError(found)
    return perhaps(invocation)
  }
  if (found === null) {
    const problem = name.includes('/') ? 'No such file or directory' : 'command not found'
    return shell.fail(`${name}: ${problem}`, 127)
  }
  const { runs, path } = found
  if (runs === 'file') return runScriptFile(shell, path, invocation)
  return runs === 'bash' || runs === 'sh' ? runShell(shell, runs, invocation) : runs(invocation)
}

/** What a program gets from the shell that starts it. */
function invocationOf(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  environment: Environment,
): Invocation {
  const { host, directory } = shell
  const { budget, act } = host
  return {
    host,
    name: name.slice(name.lastIndexOf('/') + 1),
    args: args.map(({ text }) => text),
    uncertain: args.find(({ uncertain }) => uncertain)?.text ?? null,
    environment,
    directory,
    input: shell.input(),
    budget,
    out: (text) => shell.out(text),
    err: (text) => shell.sink(2).write(text),
    path: (path) => shell.path(path),
    read: (path) => readForInput(shell, path),
    find: async (program) => {
      const found = await findProgram(shell, program)
      return found === null || isUnknown(found) ? found : found.path
    },
    start: async (program, texts, variables = environment, limitMs = Number.POSITIVE_INFINITY) => {
      budget.step()
      const words = plainArguments(texts)
      const { deadline } = host
      host.deadline = Math.min(deadline, host.clock.now() + limitMs)
      try {
        // Of the shell itself a program finds only what exists as a program too.
        const builtin = ALSO_PROGRAMS.test(program) ? runBuiltin(shell, program, words) : null
        return await (builtin ?? budget.deeper(() => runProgram(shell, program, words, variables)))
      } finally {
        host.deadline = deadline
      }
    },
    timeLeft: () => host.deadline - host.clock.now(),
    act,
  }
}

/** Runs a file that the job itself wrote. */
async function runScriptFile(shell: Shell, name: string, invocation: Invocation): Promise<Status> {
  const path = shell.path(name)
  const { isDirectory, mode } = await shell.host.files.stat(path)
  if (isDirectory) return shell.fail(`${name}: Is a directory`, 126)
  if ((mode & 0o111) === 0) return shell.fail(`${name}: Permission denied`, 126)
  const [first = ''] = (await shell.host.files.readFile(path)).split('\n', 1)
  const [, program = 'bash', option] =
    /^#!\s*(?:\S*\/env\s+)?(?:\S*\/)?(\w+)(?:\s+(-\w+))?/.exec(first) ?? []
  if (!/^(bash|sh|dash)$/.test(program)) throw shell.refuse(`${name}, a script of ${program}`)
  const args = [...(option === undefined ? [] : [option]), name, ...invocation.args]
  return runShell(shell, program === 'bash' ? 'bash' : 'sh', { ...invocation, args })
}

/** `bash`, `sh`: another shell, with exported variables alone. */
async function runShell(
  shell: Shell,
  kind: ShellKind,
  { args, uncertain, environment, host: { holes } }: Invocation,
): Promise<Status> {
  const { host, io, directory, line } = shell
  if (uncertain !== null) return holes.unknown(uncertain)
  const { settings, runs, isLogin, rest, refused } = shellOptions(args)
  if (refused !== null) throw shell.refuse(`bash ${refused}`)
  if (isLogin && [...host.files.changed].some((path) => PROFILE.test(path)))
    throw shell.refuse('a login shell with a profile of its own')
  const positional = [...rest]
  const command = runs === 'argument' ? positional.shift() : null
  if (command === undefined) return shell.fail('-c: option requires an argument', 2)
  // Of a shell that runs its standard input all arguments are parameters.
  const name = runs === 'input' ? undefined : positional.shift()
  const text = command ?? (name === undefined ? shell.input().rest() : await scriptAt(shell, name))
  if (text === null)
    return shell.fail(`${name}: No such file or directory`, kind === 'sh' ? 2 : 127)
  const variables = Variables.inherited(kind, environment)
  const own = { io: new Map(io), variables, name: name ?? kind }
  const child = new Shell({ host, kind, directory, ...own })
  child.positional = positional
  child.line = line
  const run = async () => {
    if (settings.length > 0) await runBuiltin(child, 'set', plainArguments(settings))
    return host.run.text(child, text)
  }
  return host.budget.deeper(async () => endShell(child, await statusAtEnd(run)))
}

async function scriptAt(shell: Shell, file: string): Promise<string | null> {
  const { files } = shell.host
  const path = shell.path(file)
  if (await files.exists(path)) return files.readFile(path)
  if (!files.isUnlisted(path)) return null
  throw shell.refuse(`${file}, a file of the repository that the grader does not have,`)
}

/** A file that a login shell runs first. */
const PROFILE = /^\/etc\/profile|\/\.(profile|bash_profile|bash_login|bashrc)$/
