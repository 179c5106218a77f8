import { cannotFollow } from '../cannot-follow.js'
import type { Command, Invocation, Status } from '../command.js'
import { milliseconds } from './sleep.js'

/** Starts another program from a program: there, functions and most builtins don't exist. */
export async function start(
  invocation: Invocation,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = invocation.environment,
): Promise<Status> {
  const { host, uncertain } = invocation
  if (uncertain !== null) return host.holes.unknown(uncertain)
  const [name, ...args] = command
  return name === undefined ? 0 : invocation.start(name, args, environment)
}

/** `env [-i] [-u NAME] [NAME=VALUE]… [COMMAND]`. */
export const env: Command = async (invocation) => {
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
    await invocation.out(`${name}=${value}\n`)
  }
  return 0
}

export const printenv: Command = async ({ out, args, environment }) => {
  if (args.length === 0) {
    for (const [name, value] of Object.entries(environment)) await out(`${name}=${value}\n`)
    return 0
  }
  let status = 0
  for (const name of args) {
    const value = environment[name]
    if (value === undefined) status = 1
    else await out(`${value}\n`)
  }
  return status
}

/** `timeout [OPTION]… DURATION COMMAND`. Only of `sleep` the run's clock tells how long it takes for sure. */
export const timeout: Command = async (invocation) => {
  const { host, err } = invocation
  const args = [...invocation.args]
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? ''
    if (/^(-[ks]|--signal|--kill-after)$/.test(option)) args.shift()
  }
  const [duration = '', ...command] = args
  if (command.length === 0) {
    await err('timeout: missing operand\n')
    return 125
  }
  const limit = milliseconds(duration)
  if (limit === null) throw cannotFollow(`the script uses timeout ${duration}`)
  const { clock } = host
  const started = clock.now()
  const status = await start(invocation, command)
  if (limit === 0 || clock.now() - started <= limit) return status
  if (command[0] === 'sleep') return 124
  throw cannotFollow(
    `nobody knows whether ${command[0]} in the script takes longer than ${duration}`,
  )
}

/** `nohup`, `nice`, `time`, `stdbuf`: the command as it is. */
export const prefix: Command = (invocation) => {
  const args = [...invocation.args]
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? ''
    if (/^-[nofuei]$/.test(option)) args.shift()
  }
  return start(invocation, args)
}

/** `sudo`: the runner's sudoers file clears the environment, unless `-E` keeps it. */
export const sudo: Command = (invocation) => {
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
