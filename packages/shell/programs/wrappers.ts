import { byHand, cannotFollow } from '@grade4/unknown'
import type { Command, Invocation, Status } from '../command.js'
import { Arguments } from './arguments.js'
import { milliseconds } from './sleep.js'

/** Starts the program that another one was given, with its arguments. */
export async function start(
  { host, uncertain, ...invocation }: Invocation,
  [name, ...args]: readonly string[],
  environment?: Readonly<Record<string, string>>,
  limitMs?: number,
): Promise<Status> {
  if (uncertain !== null) return host.holes.unknown(uncertain)
  return name === undefined ? 0 : invocation.start(name, args, environment, limitMs)
}

/** `A=1 B=2 COMMAND …`: the variables, and what is left. */
function assignments(words: readonly string[]): [Record<string, string>, readonly string[]] {
  const end = words.findIndex((word) => !/^[^=]+=/.test(word))
  const count = end < 0 ? words.length : end
  const pairs = words.slice(0, count).map((word) => /^([^=]+)=(.*)$/s.exec(word) ?? [])
  return [
    Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value])),
    words.slice(count),
  ]
}

/** `env`: a program with other variables, or a list of them. */
export const env: Command = async (invocation) => {
  const args = new Arguments(invocation)
  const [set, command] = assignments(args.operands)
  const inherited = args.has('i') ? {} : { ...invocation.environment }
  for (const name of args.all('u')) delete inherited[name]
  const environment = { ...inherited, ...set }
  if (command.length > 0) return start(invocation, command, environment)
  return list(invocation, environment)
}

/** `printenv`: the values of variables, or a list of them. */
export const printenv: Command = async (invocation) => {
  const { operands } = new Arguments(invocation)
  if (operands.length === 0) return list(invocation, invocation.environment)
  const values = operands.map((name) => invocation.environment[name])
  await invocation.out(values.map((value) => (value === undefined ? '' : `${value}\n`)).join(''))
  return values.includes(undefined) ? 1 : 0
}

/** A runner sets more variables than the grader knows, unless they were cleared: PATH is always among them. */
async function list(
  { host, out }: Invocation,
  environment: Readonly<Record<string, string>>,
): Promise<Status> {
  const isWhole = environment.PATH === undefined
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`)
  await out(
    lines.join('') +
      (isWhole
        ? ''
        : `${host.holes.hole(byHand('a runner sets variables that the grader does not know'))}\n`),
  )
  return 0
}

/** `timeout`: only of `sleep` the clock tells for sure how long it takes. */
export const timeout: Command = async (invocation) => {
  const [duration = '', ...command] = new Arguments(invocation).operands
  const limit = milliseconds(duration)
  if (limit === null || command.length === 0)
    throw cannotFollow(`the script uses timeout ${duration}`)
  const { clock } = invocation.host
  const started = clock.now()
  const status = await start(invocation, command, undefined, limit === 0 ? undefined : limit)
  if (limit === 0 || clock.now() - started <= limit) return status
  if (command[0] === 'sleep') return 124
  throw cannotFollow(`${command[0]} in the script may take longer than ${duration}`)
}

/** `nohup`, `nice`: the command as it is. */
export const prefix: Command = (invocation) => start(invocation, new Arguments(invocation).operands)

/** `sudo`: the runner's sudoers file clears the environment, unless `-E` keeps it. */
export const sudo: Command = (invocation) => {
  const args = new Arguments(invocation)
  const { PATH = '' } = invocation.environment
  const kept = args.has('E')
    ? invocation.environment
    : { HOME: '/root', LOGNAME: 'root', PATH, USER: 'root' }
  const whose = { SUDO_UID: '1001', SUDO_USER: 'runner' }
  const [set, command] = assignments(args.operands)
  return start(invocation, command, { ...kept, ...whose, ...set })
}
