import { isUnknown, type Reason, UnknownError } from '@grade4/unknown'
import { Budget, DEFAULT_LIMITS, type Limits } from './budget.js'
import { cannotFollow } from './cannot-follow.js'
import type { Host } from './command.js'
import { dashProblem } from './dash.js'
import { Buffered, Input } from './interpreter/descriptors.js'
import { evaluateScript, evaluateText } from './interpreter/evaluate.js'
import { defaultOptions, type ScriptHost, Shell } from './interpreter/shell.js'
import { ExitSignal, LoopSignal, ReturnSignal } from './interpreter/signals.js'
import { runStatements } from './interpreter/statements.js'
import type { Status } from './interpreter/status.js'
import { endShell } from './interpreter/subshell.js'
import { Variables } from './interpreter/variables.js'

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
  const host = hostFor(request, budget)
  const end = (exitCode: number | null, unknown: Reason | null): ScriptResult => ({
    exitCode,
    stdout: stdout.text.slice(0, KEPT),
    stderr: stderr.text.slice(0, KEPT),
    unknown,
    work: budget.used,
  })
  try {
    if (request.shell.kind === 'sh') refuseBash(request.script, budget)
    const shell = shellFor(request, host, stdout, stderr)
    await enterDirectory(shell)
    const status = await endShell(shell, await statusAtEnd(shell, request.script))
    if (host.unwaited)
      throw cannotFollow('the script ends while a job in its background is at work')
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

async function statusAtEnd(shell: Shell, script: string): Promise<Status> {
  try {
    return await evaluateScript(shell, script, { errorsIgnored: false })
  } catch (signal) {
    if (signal instanceof ExitSignal || signal instanceof ReturnSignal) return signal.status
    if (signal instanceof LoopSignal) return 0
    throw signal
  }
}

function hostFor(request: ScriptRequest, budget: Budget): ScriptHost {
  const host: ScriptHost = {
    ...request.host,
    budget,
    act: () => {
      host.effects++
      if (host.unwaited) {
        throw cannotFollow(
          'the script does several things at once, and nobody knows in which order',
        )
      }
    },
    run: runStatements,
    evaluate: evaluateText,
    startedAt: request.host.clock.now(),
    nextFile: 0,
    effects: 0,
    unwaited: false,
    lastBackground: 0,
  }
  return host
}

function shellFor(
  request: ScriptRequest,
  host: ScriptHost,
  stdout: Buffered,
  stderr: Buffered,
): Shell {
  const variables = Variables.of({
    HOME: '/home/runner',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    USER: 'runner',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    SHLVL: '1',
    ...request.env,
    PWD: request.workingDirectory,
  })
  const { errexit, pipefail } = request.shell
  return new Shell({
    host,
    variables,
    options: { ...defaultOptions(), errexit, pipefail },
    cwd: request.workingDirectory,
    name: '/home/runner/work/_temp/script.sh',
    io: new Map<number, Buffered | Input>([
      [0, new Input('')],
      [1, stdout],
      [2, stderr],
    ]),
  })
}

async function enterDirectory(shell: Shell): Promise<void> {
  const { files: fs } = shell.host
  if (!(await fs.exists(shell.cwd))) await fs.mkdir(shell.cwd, { recursive: true })
}

function refuseBash(script: string, budget: Budget): void {
  const problem = dashProblem(script, budget)
  if (problem !== null)
    throw cannotFollow(`sh on the runner is dash, and the script uses ${problem}`)
}
