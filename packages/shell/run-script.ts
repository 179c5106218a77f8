import { hasHole, isUnknown, type Reason, UnknownError } from '@grade4/unknown'
import { Budget, DEFAULT_LIMITS, type Limits } from './budget.js'
import { cannotFollow } from './cannot-follow.js'
import type { Host, Status } from './command.js'
import { runStatements } from './interpreter/commands.js'
import { Buffered, Input } from './interpreter/descriptors.js'
import { isAtWork, waitFor } from './interpreter/jobs.js'
import { type Option, type Runner, type ScriptHost, Shell } from './interpreter/shell.js'
import { ExitSignal } from './interpreter/signals.js'
import { runNamed } from './interpreter/simple-command.js'
import { endShell, inSubshell, statusAtEnd } from './interpreter/subshell.js'
import { Variables } from './interpreter/variables.js'
import { readScript } from './script.js'

/** A `run:` script as the runner would start it. */
export interface ScriptRequest {
  readonly script: string
  /** From `shell:`. Source: actions/runner, ScriptHandlerHelpers: unset is `bash -e`, `bash` is `bash -eo pipefail`, `sh` is `sh -e`. */
  readonly shell: {
    readonly kind: 'bash' | 'sh'
    readonly errexit: boolean
    readonly pipefail: boolean
  }
  /** Values may hold marks of unknown values. */
  readonly env: Readonly<Record<string, string>>
  /** Absolute. */
  readonly workingDirectory: string
  readonly host: Host
  /** What the script may use up; see `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>
}

/** How a script ended. */
export interface ScriptResult {
  /** `null`: nobody can know. */
  readonly exitCode: number | null
  /** Capped; may hold marks. */
  readonly stdout: string
  readonly stderr: string
  /** Why the script could not be followed to its end; `null` when it could. */
  readonly unknown: Reason | null
  /** Units of work it took; see `Limits.work`. */
  readonly work: number
}

/** Characters of each output that a result keeps. */
const KEPT = 200_000

/** Runs a script. What it did before the point where it becomes unknown is known. */
export async function runScript(request: ScriptRequest): Promise<ScriptResult> {
  const budget = new Budget({ ...DEFAULT_LIMITS, ...request.limits })
  const stdout = new Buffered(budget)
  const stderr = new Buffered(budget)
  const end = (exitCode: number | null, unknown: Reason | null): ScriptResult => ({
    exitCode,
    stdout: stdout.text.slice(0, KEPT),
    stderr: stderr.text.slice(0, KEPT),
    unknown,
    work: budget.used,
  })
  try {
    const shell = shellFor(request, hostFor(request, budget), stdout, stderr)
    const { files } = shell.host
    if (!(await files.exists(shell.directory)))
      await files.mkdir(shell.directory, { recursive: true })
    const status = await endShell(shell, await statusAtEnd(() => runText(shell, request.script)))
    if (isAtWork(shell.host))
      throw cannotFollow('the script ends while a job in its background is at work')
    for (const job of shell.host.jobs.values()) await waitFor(shell, job)
    if (!isUnknown(status)) return end(status, null)
    const { because, remedy, assumed } = status
    return assumed === 0 ? end(0, null) : end(null, { because, remedy })
  } catch (error) {
    if (error instanceof UnknownError) return end(null, error.reason)
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      return end(null, cannotFollow('the script nests too deep for the grader').reason)
    }
    throw error
  }
}

/** Runs a text, up to where it is no shell: there bash ends with 2. `line`: see `readScript`. */
async function runText(shell: Shell, text: string, line?: number): Promise<Status> {
  const { statements, broken } = readScript(text, shell.kind, shell.host.budget, line)
  const status = await runStatements(shell, statements)
  if (broken) throw new ExitSignal(await shell.fail('syntax error', 2), true)
  return status
}

const RUNNER: Runner = {
  statements: runStatements,
  subshell: (subshell, statements) =>
    inSubshell(subshell, () => runStatements(subshell, statements)),
  text: (shell, text) => {
    if (hasHole(text)) throw shell.undecided(text)
    return shell.host.budget.deeper(() => runText(shell, text, shell.line))
  },
  command: runNamed,
}

function hostFor(
  { host: { files, clock, holes, architecture, commands } }: ScriptRequest,
  budget: Budget,
): ScriptHost {
  const host: ScriptHost = {
    files,
    clock,
    holes,
    architecture,
    commands,
    budget,
    run: RUNNER,
    act: () => {
      host.acts++
      if (!isAtWork(host)) return
      throw cannotFollow('the script does several things at once, and nobody knows in which order')
    },
    startedAt: clock.now(),
    nextFile: 0,
    acts: 0,
    jobs: new Map(),
  }
  return host
}

function shellFor(
  request: ScriptRequest,
  host: ScriptHost,
  stdout: Buffered,
  stderr: Buffered,
): Shell {
  const { kind, errexit, pipefail } = request.shell
  const options: Option[] = [
    ...(errexit ? ['errexit' as const] : []),
    ...(pipefail ? ['pipefail' as const] : []),
  ]
  return new Shell({
    host,
    kind,
    options,
    variables: Variables.inherited(kind, {
      HOME: '/home/runner',
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      USER: 'runner',
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      SHLVL: '1',
      ...request.env,
      PWD: request.workingDirectory,
    }),
    directory: request.workingDirectory,
    name: '/home/runner/work/_temp/script.sh',
    io: [
      [0, new Input('')],
      [1, stdout],
      [2, stderr],
    ],
  })
}
