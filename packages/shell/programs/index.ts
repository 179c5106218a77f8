import type { Command } from '../command.js'
import { UTILITIES } from '../just-bash.js'
import { date } from './date.js'
import { sleep } from './sleep.js'
import { ASIDE, PREINSTALLED, runStranger } from './strangers.js'
import { envsubst, mktemp, realpath, uname, which, whoami, yes } from './system.js'
import { runUtility } from './utilities.js'
import { env, prefix, printenv, sudo, timeout } from './wrappers.js'
import { xargs } from './xargs.js'

const OWN: readonly (readonly [string, Command])[] = [
  ['date', date],
  ['sleep', sleep],
  ['env', env],
  ['printenv', printenv],
  ['timeout', timeout],
  ['nohup', prefix],
  ['nice', prefix],
  ['time', prefix],
  ['stdbuf', prefix],
  ['sudo', sudo],
  ['xargs', xargs],
  ['uname', uname],
  ['arch', (invocation) => uname({ ...invocation, args: ['-m'] })],
  ['whoami', whoami],
  ['mktemp', mktemp],
  ['realpath', realpath],
  ['which', which],
  ['yes', yes],
  ['envsubst', envsubst],
]

/** Every program of the runner that the shell package brings, by absolute path; by name what may be missing. */
export const PROGRAMS: ReadonlyMap<string, Command> = new Map([
  ...[...ASIDE].map((name) => [name, runStranger] as const),
  ...[
    ...[...PREINSTALLED].map((name) => [name, runStranger] as const),
    ...UTILITIES.map((name) => [name, runUtility] as const),
    ...OWN,
  ].map(([name, command]) => [`/usr/bin/${name}`, command] as const),
])
