import { byHand, cannotFollow } from '@grade4/unknown'
import { Bash, type CommandName, getCommandNames } from 'just-bash'
import type { Budget } from './budget.js'
import type { Host } from './command.js'
import type { JobFiles } from './file-system.js'
import { SUPPORTED } from './programs/supported.js'

const DEVICE = byHand('the script reads from a device')

/** Whether a program of just-bash is one that scripts get; `printf` is for the builtin. */
function isOffered(name: string): name is CommandName {
  return name === 'printf' || SUPPORTED.has(name)
}

const machines = new WeakMap<JobFiles, Bash>()

/**
 * One just-bash for each file system: making it costs a millisecond.
 * Its defence in depth is off: it patches globals of the whole process, where other students' runs
 * go on at the same time, against guest JavaScript, and there is no guest JavaScript here.
 * Its limits count work; by the clock none would end a program, since it never lets others run before it is done.
 */
function bashOf({ files, holes }: Host): Bash {
  const there = machines.get(files)
  if (there !== undefined) return there
  const bash = new Bash({
    fs: files,
    cwd: '/',
    commands: getCommandNames().filter(isOffered),
    defenseInDepth: false,
    executionLimits: {
      maxExtensionCleanupTimeMs: 10,
      maxStringLength: 500_000,
      maxOutputSize: 2_000_000,
      maxInputBytes: 4_000_000,
      maxLiveBytes: 50_000_000,
      maxFileSystemBytes: 10_000_000,
      maxWorkUnits: 2_000_000,
      maxAwkIterations: 5000,
      maxSedIterations: 5000,
      maxArrayElements: 50_000,
      maxTraversalEntries: 20_000,
      maxArchiveBytes: 5_000_000,
    },
  })
  // just-bash has put files of its own there.
  for (const file of ['/dev/urandom', '/dev/random', '/dev/zero']) {
    files.writeFileSync(file, holes.hole(DEVICE))
  }
  machines.set(files, bash)
  return bash
}

/** `script`: the name of a program, or a script of our own. */
export interface JustBashCall {
  readonly script: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin: string
}

/** Units of work that a program has used up when it comes to a limit: some tenths of a second. */
const AT_LIMIT = 8_000_000

/** The status with which just-bash ends a program that comes to a limit; none of those that scripts get has it. */
const LIMIT_REACHED = 126

/** Runs a program in just-bash. Throws `UnknownError` when it uses more than it may. */
export async function runJustBash(
  { host, budget }: { readonly host: Host; readonly budget: Budget },
  { script, args, environment, cwd, stdin }: JustBashCall,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  budget.program(stdin.length)
  const { stdout, stderr, exitCode } = await bashOf(host).exec(script, {
    args: [...args],
    env: { ...environment, PATH: '/usr/bin:/bin' },
    replaceEnv: true,
    cwd,
    stdin,
    rawScript: true,
  })
  if (exitCode !== LIMIT_REACHED) return { stdout, stderr, exitCode }
  budget.work(AT_LIMIT)
  throw cannotFollow(
    `${/^\w+$/.exec(script)?.[0] ?? 'a command'} in the script takes too long or too much`,
  )
}
