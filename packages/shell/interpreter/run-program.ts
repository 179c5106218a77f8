import { isUnknown, UnknownError } from '@grade4/unknown'
import type { Invocation, Status } from '../command.js'
import { runShellProgram } from './bash.js'
import { runBuiltin } from './builtins/index.js'
import { findProgram } from './find-program.js'
import { readForInput } from './input-file.js'
import type { Argument, Shell } from './shell.js'

/** Bash's builtins that exist as programs too. */
const ALSO_PROGRAMS = ['echo', 'printf', 'test', '[', 'true', 'false', 'pwd'] as const

/** Starts a program by its name or path. */
export async function runProgram(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  environment: Readonly<Record<string, string>>,
): Promise<Status> {
  const found = await findProgram(shell, name)
  if (isUnknown(found)) {
    const perhaps = shell.host.commands.get(name)
    if (perhaps === undefined) throw new UnknownError(found)
    return perhaps(invocationOf(shell, name, args, environment))
  }
  if (found === null) {
    const problem = name.includes('/') ? 'No such file or directory' : 'command not found'
    return shell.fail(`${name}: ${problem}`, 127)
  }
  if (found.runs === 'shell') {
    const kind = found.path.endsWith('bash') ? 'bash' : 'sh'
    return runShellProgram(shell, kind, args, environment)
  }
  if (found.runs === 'file') return runScriptFile(shell, found.path, args, environment)
  return found.runs(invocationOf(shell, name, args, environment))
}

/** What a program gets from the shell that starts it. */
function invocationOf(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  environment: Readonly<Record<string, string>>,
): Invocation {
  const { host } = shell
  return {
    host,
    name: name.slice(name.lastIndexOf('/') + 1),
    args: args.map(({ text }) => text),
    uncertain: args.find(({ uncertain }) => uncertain)?.text ?? null,
    environment,
    directory: shell.directory,
    input: shell.input(),
    budget: host.budget,
    out: (text) => shell.out(text),
    err: (text) => shell.sink(2).write(text),
    path: (path) => shell.path(path),
    read: (path) => readForInput(shell, path),
    find: async (program) => {
      const found = await findProgram(shell, program)
      return found === null || isUnknown(found) ? found : found.path
    },
    start: (program, texts, variables = environment) =>
      startFromProgram(shell, program, texts, variables),
    act: () => host.act(),
  }
}

/** Starts another program from a program: there, functions and most builtins don't exist. */
async function startFromProgram(
  shell: Shell,
  name: string,
  texts: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Status> {
  const { budget } = shell.host
  const args = texts.map((text) => ({ text, uncertain: false }))
  budget.step()
  const builtin = ALSO_PROGRAMS.find((one) => one === name)
  if (builtin !== undefined) return runBuiltin(shell, builtin, args)
  return budget.deeper(() => runProgram(shell, name, args, environment))
}

/** Runs a file that the job itself wrote. */
async function runScriptFile(
  shell: Shell,
  name: string,
  args: readonly Argument[],
  environment: Readonly<Record<string, string>>,
): Promise<Status> {
  const { files } = shell.host
  const path = shell.path(name)
  const stat = await files.stat(path)
  if (stat.isDirectory || (stat.mode & 0o111) === 0) {
    return shell.fail(`${name}: ${stat.isDirectory ? 'Is a directory' : 'Permission denied'}`, 126)
  }
  const [first = ''] = (await files.readFile(path)).split('\n', 1)
  const program = /^#!\s*(?:\S*\/)(?:env (?:-S )?)?(?:\S*\/)?(\w+)/.exec(first)?.[1] ?? 'bash'
  if (!/^(bash|sh|dash)$/.test(program)) {
    throw new UnknownError({
      because: `the script runs ${name}, a program that the grader does not have`,
      remedy: 'Grade this step by hand.',
    })
  }
  const options = /-([a-z]+)\s*$/.exec(first)?.[0].trim()
  const given = [...(options === undefined ? [] : [options]), name].map((text) => ({
    text,
    uncertain: false,
  }))
  return runShellProgram(
    shell,
    program === 'bash' ? 'bash' : 'sh',
    [...given, ...args],
    environment,
  )
}
