import { cannotFollow } from '../cannot-follow.js'
import { builtinNamed } from '../interpreter/builtins/index.js'
import { type Status, Unsure } from '../interpreter/status.js'
import type { Invocation, Program } from './program.js'
import { runProgram } from './run-program.js'
import { milliseconds } from './sleep.js'

/** Bash's builtins that exist as programs too. */
const ALSO_PROGRAMS = new Set(['echo', 'printf', 'test', '[', 'true', 'false', 'pwd', 'kill'])

/** Starts another program from a program: there, functions and most builtins don't exist. */
export async function start(
  invocation: Invocation,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = invocation.environment,
): Promise<Status> {
  const { shell, uncertain } = invocation
  if (uncertain !== null) return new Unsure(shell.host.holes.reasonFor(uncertain.text))
  const [name, ...args] = command.map((text) => ({ text, uncertain: false }))
  if (name === undefined) return 0
  shell.host.budget.step()
  const builtin = ALSO_PROGRAMS.has(name.text) ? builtinNamed(name.text) : undefined
  if (builtin !== undefined) return builtin(shell, args, { errorsIgnored: true })
  return shell.host.budget.deeper(() => runProgram(shell, name.text, args, environment))
}

/** `env [-i] [-u NAME] [NAME=VALUE]… [COMMAND]`. */
export const env: Program = async (invocation) => {
  const args = [...invocation.args]
  let environment = { ...invocation.environment }
  for (let arg = args[0]; arg?.startsWith('-'); arg = args[0]) {
    args.shift()
    if (arg === '-i' || arg === '-' || arg === '--ignore-environment') environment = {}
    else if (arg === '-u') delete environment[args.shift() ?? '']
    else if (arg.startsWith('--unset=')) delete environment[arg.slice(8)]
    else throw cannotFollow(`the script uses env ${arg}, which the grader lacks`)
  }
  for (let arg = args[0]; arg !== undefined && /^[^=]+=/.test(arg); arg = args[0]) {
    args.shift()
    environment[arg.slice(0, arg.indexOf('='))] = arg.slice(arg.indexOf('=') + 1)
  }
  if (args.length > 0) return start(invocation, args, environment)
  for (const [name, value] of Object.entries(environment)) {
    await invocation.shell.out(`${name}=${value}\n`)
  }
  return 0
}

export const printenv: Program = async ({ shell, args, environment }) => {
  if (args.length === 0) {
    for (const [name, value] of Object.entries(environment)) await shell.out(`${name}=${value}\n`)
    return 0
  }
  let status = 0
  for (const name of args) {
    const value = environment[name]
    if (value === undefined) status = 1
    else await shell.out(`${value}\n`)
  }
  return status
}

/** `timeout [OPTION]… DURATION COMMAND`. Only of `sleep` the run's clock tells how long it takes for sure. */
export const timeout: Program = async (invocation) => {
  const { shell } = invocation
  const args = [...invocation.args]
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? ''
    if (/^(-[ks]|--signal|--kill-after)$/.test(option)) args.shift()
  }
  const [duration = '', ...command] = args
  if (command.length === 0) {
    await shell.err('timeout: missing operand\n')
    return 125
  }
  const limit = milliseconds(duration)
  if (limit === null) throw cannotFollow(`the script uses timeout ${duration}`)
  const { clock } = shell.host.machine.twin
  const started = clock.now()
  const status = await start(invocation, command)
  if (limit === 0 || clock.now() - started <= limit) return status
  if (command[0] === 'sleep') return 124
  throw cannotFollow(
    `nobody knows whether ${command[0]} in the script takes longer than ${duration}`,
  )
}

/** `nohup`, `nice`, `time`, `stdbuf`: the command as it is. */
export const prefix: Program = (invocation) => {
  const args = [...invocation.args]
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? ''
    if (/^-[nofuei]$/.test(option)) args.shift()
  }
  return start(invocation, args)
}

/** `sudo`: the runner's sudoers file clears the environment, unless `-E` keeps it. */
export const sudo: Program = (invocation) => {
  const args = [...invocation.args]
  let keeps = false
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? ''
    if (option === '-E' || option.startsWith('--preserve-env')) keeps = true
    else if (/^-[ugph]$/.test(option)) args.shift()
  }
  const environment: Record<string, string> = keeps
    ? { ...invocation.environment }
    : { HOME: '/root', LOGNAME: 'root', PATH: invocation.environment.PATH ?? '', USER: 'root' }
  for (let arg = args[0]; arg !== undefined && /^[^=]+=/.test(arg); arg = args[0]) {
    args.shift()
    environment[arg.slice(0, arg.indexOf('='))] = arg.slice(arg.indexOf('=') + 1)
  }
  return start(invocation, args, environment)
}
