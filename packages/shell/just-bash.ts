import { Bash, type CommandName } from 'just-bash'
import type { Budget } from './budget.js'
import { cannotFollow } from './cannot-follow.js'
import type { Host } from './command.js'
import type { JobFiles } from './file-system.js'

/** The programs of just-bash that scripts get; see programs/supported.ts for what of them is followed. */
const COMMANDS = [
  'awk',
  'base64',
  'cat',
  'chmod',
  'column',
  'comm',
  'cp',
  'diff',
  'du',
  'egrep',
  'expand',
  'expr',
  'fgrep',
  'find',
  'fold',
  'grep',
  'gunzip',
  'gzip',
  'head',
  'join',
  'ln',
  'ls',
  'md5sum',
  'mkdir',
  'mv',
  'nl',
  'paste',
  'printf',
  'readlink',
  'rev',
  'rm',
  'rmdir',
  'sed',
  'seq',
  'sha1sum',
  'sha256sum',
  'split',
  'stat',
  'tac',
  'tail',
  'tar',
  'tee',
  'touch',
  'tr',
  'tree',
  'zcat',
] as const satisfies readonly CommandName[]

const DEVICE = {
  because: 'the script reads from a device',
  remedy: 'Grade this step by hand.',
}

const machines = new WeakMap<JobFiles, Bash>()

/**
 * One just-bash for each file system: making it costs a millisecond.
 * Its defence in depth is off: it patches globals of the whole process, where other students' runs
 * go on at the same time, against guest JavaScript, and there is no guest JavaScript here.
 */
function bashOf({ files, holes }: Host): Bash {
  const there = machines.get(files)
  if (there !== undefined) return there
  const bash = new Bash({
    fs: files,
    cwd: '/',
    commands: [...COMMANDS],
    defenseInDepth: false,
    executionLimits: {
      maxExecutionTimeMs: 4000,
      maxExtensionCleanupTimeMs: 10,
      maxStringLength: 2_000_000,
      maxOutputSize: 2_000_000,
      maxInputBytes: 4_000_000,
      maxLiveBytes: 50_000_000,
      maxFileSystemBytes: 10_000_000,
      maxWorkUnits: 2_000_000,
      maxAwkIterations: 20_000,
      maxSedIterations: 5000,
      maxJqIterations: 50_000,
      maxQueryElements: 100_000,
      maxArrayElements: 50_000,
      maxBraceExpansionResults: 1000,
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

/** A program for just-bash: `script` is its name, or a script of our own. */
export interface JustBashCall {
  readonly script: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin: string
}

/** Runs a program in just-bash. Throws `UnknownError` when it uses more than it may. */
export async function runJustBash(
  { host, budget }: { readonly host: Host; readonly budget: Budget },
  call: JustBashCall,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  budget.program(call.stdin.length)
  const result = await bashOf(host).exec(call.script, {
    args: [...call.args],
    env: { ...call.environment, PATH: '/usr/bin:/bin' },
    replaceEnv: true,
    cwd: call.cwd,
    stdin: call.stdin,
    rawScript: true,
  })
  const limited =
    ((result.exitCode === 126 || result.exitCode === 124) &&
      !/Permission denied/.test(result.stderr)) ||
    /Maximum call stack|limit exceeded|exceeds? (the )?(maximum|limit)/i.test(result.stderr)
  if (limited)
    throw cannotFollow(`${firstWord(call.script)} in the script takes too long or too much`)
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode }
}

function firstWord(script: string): string {
  return /^\w+$/.test(script) ? script : 'a regular expression'
}
