import type { Budget } from '../budget.js'
import type { Host } from '../command.js'
import type { Command, StatementNode } from './ast.js'
import { type Descriptor, Input, NOWHERE, type Sink } from './descriptors.js'
import type { Status } from './status.js'
import { Variables } from './variables.js'

/** `set -o`, as far as it changes what a script does. */
export interface Options {
  errexit: boolean
  nounset: boolean
  pipefail: boolean
  noglob: boolean
  allexport: boolean
  noexec: boolean
  noclobber: boolean
  errtrace: boolean
  posix: boolean
}

/** Where errors are looked at by somebody: `if`, `&&`, `||`, `!`. Then errexit does not apply. */
export interface Context {
  readonly errorsIgnored: boolean
}

/** Work of copying one variable, in units of the budget. */
const COPIED = 20

/** What all shells of one script share. */
export interface ScriptHost extends Host {
  readonly budget: Budget
  /** See `Invocation.act`. */
  readonly act: () => void
  /** Runs statements; handed in so that expansion need not know execution. */
  readonly run: (
    shell: Shell,
    statements: readonly StatementNode[],
    context: Context,
  ) => Promise<Status>
  /** Parses and runs a text in a shell, as `eval` does. */
  readonly evaluate: (shell: Shell, text: string, context: Context) => Promise<Status>
  /** The clock when the script began, in milliseconds. */
  readonly startedAt: number
  /** Number of the next process substitution's file. */
  nextFile: number
  /** How many effects the script has had. */
  effects: number
  /** A background job had effects, and nobody has waited for it yet. */
  unwaited: boolean
  /** Status of the newest background job. */
  lastBackground: Status
}

/** One bash process. A subshell is a copy of it. */
export class Shell {
  readonly host: ScriptHost
  readonly variables: Variables
  readonly functions: Map<string, Command<'FunctionDef'>>
  readonly options: Options
  readonly shopt: Set<string>
  readonly traps: Map<string, string>
  /** `$1`, `$2` … */
  positional: string[]
  readonly name: string
  cwd: string
  /** Folders that `pushd` left, the newest first. */
  directories: string[] = []
  /** `$?` */
  status: Status = 0
  pipeStatuses: Status[] = []
  /** `$_`, the last argument of the command before. */
  lastArgument = '/usr/bin/bash'
  /** Status of the last command substitution of the command that is being expanded. */
  substitutionStatus: Status | null = null
  /** What is still to be done when the current command has ended: `>(…)`. */
  afterwards: (() => Promise<void>)[] = []
  /** Functions that are running, for `local` and `return`. */
  functionDepth: number
  sourceDepth: number
  loopDepth = 0
  /** Open files by number: 0 reads, 1 and 2 write, others as the script opens them. */
  readonly io: Map<number, Descriptor>

  constructor(from: {
    host: ScriptHost
    variables: Variables
    options: Options
    cwd: string
    name: string
    io: ReadonlyMap<number, Descriptor>
    positional?: string[]
    parent?: Shell
  }) {
    this.host = from.host
    this.variables = from.variables
    this.options = from.options
    this.cwd = from.cwd
    this.name = from.name
    this.positional = from.positional ?? []
    this.functions = new Map(from.parent?.functions)
    this.shopt = new Set(from.parent?.shopt)
    // A subshell starts without its parent's EXIT trap, and without its ERR trap unless `set -E`.
    const inherited = from.options.errtrace ? ['ERR'] : []
    this.traps = new Map(
      [...(from.parent?.traps ?? [])].filter(([signal]) => inherited.includes(signal)),
    )
    this.functionDepth = from.parent?.functionDepth ?? 0
    this.sourceDepth = from.parent?.sourceDepth ?? 0
    this.io = new Map(from.io)
    if (from.parent !== undefined) {
      this.status = from.parent.status
      this.lastArgument = from.parent.lastArgument
      this.directories = [...from.parent.directories]
    }
  }

  /** A subshell: what it changes stays with it. `io`: descriptors that differ from this shell's. */
  fork(io: Iterable<[number, Descriptor]> = []): Shell {
    this.host.budget.work(this.variables.size * COPIED)
    return new Shell({
      host: this.host,
      io: new Map([...this.io, ...io]),
      variables: this.variables.copy(),
      options: { ...this.options },
      cwd: this.cwd,
      name: this.name,
      positional: [...this.positional],
      parent: this,
    })
  }

  /** A child process: exported variables and the working directory are all it gets. */
  child(name: string, positional: string[], environment: Record<string, string>): Shell {
    return new Shell({
      host: this.host,
      variables: Variables.of(environment),
      io: this.io,
      options: defaultOptions(),
      cwd: this.cwd,
      name,
      positional,
    })
  }

  /** Where a descriptor writes to; one that isn't open goes nowhere. */
  sink(descriptor: number): Sink {
    const there = this.io.get(descriptor)
    return there === undefined || there instanceof Input ? NOWHERE : there
  }

  out(text: string): Promise<void> {
    return this.sink(1).write(text)
  }

  err(text: string): Promise<void> {
    return this.sink(2).write(text)
  }

  /** What a descriptor reads from; one that isn't open is empty. */
  input(descriptor = 0): Input {
    const there = this.io.get(descriptor)
    return there instanceof Input ? there : new Input('')
  }

  /** An absolute path for one as the script gives it. */
  path(path: string): string {
    return this.host.files.resolvePath(this.cwd, path)
  }
}

/** A shell's options before any are set. */
export function defaultOptions(): Options {
  return {
    errexit: false,
    nounset: false,
    pipefail: false,
    noglob: false,
    allexport: false,
    noexec: false,
    noclobber: false,
    errtrace: false,
    posix: false,
  }
}
