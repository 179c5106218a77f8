import { runShellProgram } from './bash.js'
import { date } from './date.js'
import type { Program } from './program.js'
import { sleep } from './sleep.js'
import { envsubst, mktemp, realpath, uname, which, whoami, yes } from './system.js'
import { env, prefix, printenv, sudo, timeout } from './wrappers.js'
import { xargs } from './xargs.js'

const PROGRAMS = new Map<string, Program>([
  ['date', date],
  ['sleep', sleep],
  ['bash', runShellProgram],
  ['sh', runShellProgram],
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
])

/** The program of ours that has a name. */
export function programNamed(name: string): Program | undefined {
  return PROGRAMS.get(name)
}
