import { byHand } from '@grade4/unknown'
import type { Command } from '../command.js'
import { awk } from './awk.js'
import { date } from './date.js'
import { grep } from './grep.js'
import { jq } from './jq.js'
import { OTHER_PROGRAMS } from './others.js'
import { sed } from './sed.js'
import { sleep } from './sleep.js'
import { sort } from './sort.js'
import { SUPPORTED } from './supported.js'
import { envsubst, mktemp, uname, which, whoami } from './system.js'
import { basename, cut, dirname, type Tool, uniq, wc } from './text-tools.js'
import { gently, noting, textProgram, utility } from './utilities.js'
import { env, prefix, printenv, sudo, timeout } from './wrappers.js'
import { xargs } from './xargs.js'

/** What looks at nothing but its arguments and what it reads. */
const TOOLS: Readonly<Record<string, Tool>> = {
  awk,
  basename,
  cut,
  dirname,
  egrep: grep('extended'),
  fgrep: grep('fixed'),
  grep: grep('basic'),
  sort,
  uniq,
  wc,
}

/** What else just-bash does not do, or does otherwise. */
const OWN: Readonly<Record<string, Command>> = {
  arch: (invocation) => uname({ ...invocation, args: ['-m'] }),
  date,
  env,
  envsubst,
  jq,
  mktemp,
  nice: prefix,
  nohup: prefix,
  printenv,
  sed,
  sleep,
  sudo,
  timeout,
  uname,
  which,
  whoami,
  xargs,
}

/** Every program of the runner that the shell package brings, by absolute path; by name what may be missing. */
export const PROGRAMS: ReadonlyMap<string, Command> = new Map([
  ...OTHER_PROGRAMS,
  ...[...SUPPORTED].map(([name, { traits, changes }]) => {
    const tool = TOOLS[name]
    const inJustBash = traits.has('writes') ? utility : gently(utility)
    const command = OWN[name] ?? (tool === undefined ? inJustBash : textProgram(tool))
    const noted = changes === undefined && name !== 'sed' ? command : noting(command)
    return [`/usr/bin/${name}`, withVersion(noted)] as const
  }),
])

/** Every program prints its version alike: something not known, with 0. */
function withVersion(command: Command): Command {
  return async (invocation) => {
    const { args, name, out, host } = invocation
    if (args.length !== 1 || args[0] !== '--version') return command(invocation)
    await out(`${host.holes.hole(byHand(`the script prints the version of ${name}`))}\n`)
    return 0
  }
}
