import {
  byHand,
  cannotFollow,
  hasHole,
  isUnknown,
  type Reason,
  reasonOf,
  UnknownError,
} from '@grade4/unknown'
import { Budget, DEFAULT_LIMITS, type Limits } from './budget.js'
import type { Host, PassedOver, Status } from './command.js'
import { runCommand, runStatements } from './interpreter/commands.js'
import { Buffered, type Descriptor, Input } from './interpreter/descriptors.js'
import { ExitSignal, endShell, statusAtEnd } from './interpreter/ending.js'
import { firstUnsettledAct, type Job, waitFor } from './interpreter/jobs.js'
import { plainArguments, type Runner, type ScriptHost, Shell } from './interpreter/shell.js'
import { runNamed } from './interpreter/simple-command.js'
import { Variables } from './interpreter/variables.js'
import { readScript } from './script.js'
import type { ShellKind } from './supported.js'

/** A `run:` script as the runner would start it. */
export interface ScriptRequest {
  readonly script: string
  /** From `shell:`. Source: actions/runner, ScriptHandlerHelpers: unset is `bash -e`, `bash` is `bash -eo pipefail`, `sh` is `sh -e`. */
  readonly shell: {
    readonly kind: ShellKind
    /** Arguments of `set` that the command line has. */
    readonly settings: readonly string[]
  }
  /** Values may have holes. */
  readonly env: Readonly<Record<string, string>>
  /** The text of a variable that is not in `env` and may be set all the same; `null`: it surely is not. */
  readonly mayBeSet?: (name: string) => string | null
  /** Absolute. */
  readonly workingDirectory: string
  readonly host: Host
  /** What the script may use up; see `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>
}

/** How a script ended. */
export interface ScriptResult {
  /** `null`: it is not known. */
  readonly exitCode: number | null
  /** Capped; may have holes. */
  readonly stdout: string
  readonly stderr: string
  /** Why the script could not be followed to its end; `null` when it could. */
  readonly unknown: Reason | null
  /** Programs of which it is not known what they did; what came after them was followed. */
  readonly passedOver: readonly PassedOver[]
  /** Units of work it took; see `Limits.work`. */
  readonly work: number
  /** Acts with a lower number are sure to have been made; a job that nobody waits for may be killed before its own. */
  readonly settledActs: number
}

/** Characters of each output that a result keeps. */
const KEPT = 200_000

/** Runs a script. What it did before the point where it becomes unknown is known. */
export async function runScript(request: ScriptRequest): Promise<ScriptResult> {
  const budget = new Budget({ ...DEFAULT_LIMITS, ...request.limits })
  const [stdout, stderr] = [new Buffered(budget), new Buffered(budget)]
  const passedOver: PassedOver[] = []
  let jobs: ReadonlyMap<string, Job> = new Map()
  const end = (exitCode: number | null, unknown: Reason | null): ScriptResult => ({
    exitCode,
    passedOver,
    stdout: stdout.text.slice(0, KEPT),
    stderr: stderr.text.slice(0, KEPT),
    unknown,
    work: budget.used,
    settledActs: firstUnsettledAct(jobs) ?? Number.POSITIVE_INFINITY,
  })
  try {
    const shell = shellFor(request, budget, passedOver, stdout, stderr)
    const { files } = shell.host
    jobs = shell.host.jobs
    if (!(await files.exists(shell.directory)))
      await files.mkdir(shell.directory, { recursive: true })
    const run = () => runWith(shell, request.shell.settings, request.script)
    const status = await endShell(shell, await statusAtEnd(run))
    if (firstUnsettledAct(jobs) !== null)
      throw cannotFollow('the script ends while a job in its background is at work')
    for (const job of jobs.values()) await waitFor(shell, job)
    if (!isUnknown(status)) return end(status, null)
    if (status.passedOver !== undefined) passedOver.push(status.passedOver)
    const isAssumed = status.assumed === 0 || status.passedOver !== undefined
    return isAssumed ? end(0, null) : end(null, reasonOf(status))
  } catch (error) {
    if (error instanceof UnknownError) return end(null, error.reason)
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      return end(null, cannotFollow('the script nests too deep for the grader').reason)
    }
    throw error
  }
}

async function runWith(shell: Shell, settings: readonly string[], script: string): Promise<Status> {
  if (settings.length > 0) await runNamed(shell, plainArguments(['set', ...settings]))
  return runText(shell, script)
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
  node: runCommand,
  named: runNamed,
  text: (shell, text) => {
    if (hasHole(text)) throw shell.undecided(text)
    return shell.host.budget.deeper(() => runText(shell, text, shell.line))
  },
}

const PROCESS = byHand('the script asks for the numbers and the name that it runs under')

/** What a script gets as its environment where its caller says nothing else. */
const ENVIRONMENT = {
  HOME: '/home/runner',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  USER: 'runner',
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
}

function shellFor(
  request: ScriptRequest,
  budget: Budget,
  passedOver: PassedOver[],
  stdout: Buffered,
  stderr: Buffered,
): Shell {
  const { env, workingDirectory: directory } = request
  const { kind } = request.shell
  const host: ScriptHost = {
    ...request.host,
    budget,
    run: RUNNER,
    act: () => {
      if (firstUnsettledAct(host.jobs) === null) return host.acts++
      throw cannotFollow(
        'the script does several things at once, and it is not known in which order',
      )
    },
    acts: 0,
    passedOver,
    deadline: request.host.deadline ?? Number.POSITIVE_INFINITY,
    startedAt: request.host.clock.read(),
    nextFile: 0,
    mayBeSet: request.mayBeSet ?? (() => null),
    process: request.host.holes.hole(PROCESS, 'number'),
    parent: request.host.holes.hole(PROCESS, 'number'),
    jobs: new Map(),
  }
  return new Shell({
    host,
    kind,
    name: `/home/runner/work/_temp/${host.holes.hole(PROCESS, 'name')}.sh`,
    variables: Variables.inherited(kind, ENVIRONMENT, env, { PWD: directory }),
    directory,
    io: new Map<number, Descriptor>([
      [0, new Input('')],
      [1, stdout],
      [2, stderr],
    ]),
  })
}
