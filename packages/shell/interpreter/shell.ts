import { type Reason, UnknownError } from '@grade4/unknown'
import type { Function as FunctionNode, Statement } from 'unbash'
import type { Budget } from '../budget.js'
import type { Host, Status } from '../command.js'
import type { OPTIONS, ShellKind } from '../supported.js'
import { type Descriptor, Input, NOWHERE, type Sink } from './descriptors.js'
import type { Variables } from './variables.js'

export type Option = keyof typeof OPTIONS

/** Work of copying one variable, in units of the budget. */
const COPIED = 20

/** A job in the background: it ran when it was started, but what it does may come later, until it is waited for. */
export interface Job {
  readonly status: Status
  /** Whether it acted on the world outside. */
  readonly acted: boolean
  /** Its outputs, and how much had been written where they go to when it was started. */
  readonly outputs: readonly {
    readonly sink: Sink
    readonly before: number
    readonly text: string
  }[]
  waited: boolean
}

/** One argument of a command. */
export interface Argument {
  readonly text: string
  /** It holds an unknown value without quotes: it may really be several arguments, or none. */
  readonly uncertain: boolean
}

/** What runs parts of a script. */
export interface Runner {
  /** Runs statements one after another; gives the status of the last. */
  readonly statements: (shell: Shell, statements: readonly Statement[]) => Promise<Status>
  /** Runs statements in a shell of their own to its end, its EXIT trap included. */
  readonly subshell: (subshell: Shell, statements: readonly Statement[]) => Promise<Status>
  /** Reads a text and runs it in a shell, as `eval` does. Throws `UnknownError` for one that is not known. */
  readonly text: (shell: Shell, text: string) => Promise<Status>
  /** Runs a command by its name, but no function. */
  readonly command: (shell: Shell, args: readonly Argument[]) => Promise<Status>
}

/** What all shells of one script share. */
export interface ScriptHost extends Host {
  readonly budget: Budget
  /** What runs a script; handed in so that expansion need not know execution. */
  readonly run: Runner
  /** See `Invocation.act`. */
  readonly act: () => void
  /** The clock when the script began, in milliseconds. */
  readonly startedAt: number
  /** Number of the next process substitution's file. */
  nextFile: number
  /** How often programs have acted on the world outside. */
  acts: number
  /** Jobs in the background by number, the newest last. */
  readonly jobs: Map<number, Job>
}

/** One bash or sh process. A subshell is a copy of it. */
export class Shell {
  readonly host: ScriptHost
  readonly kind: ShellKind
  readonly name: string
  readonly variables: Variables
  readonly functions: Map<string, FunctionNode['body']>
  readonly options: Set<Option>
  /** Options of `shopt`. */
  readonly shopt: Set<string>
  readonly traps: Map<string, string>
  /** Open files by number: 0 reads, 1 and 2 write, others as the script opens them. */
  readonly io: Map<number, Descriptor>
  /** `$1`, `$2` … */
  positional: readonly string[]
  directory: string
  /** `$?` */
  status: Status = 0
  pipeStatuses: readonly Status[] = []
  /** `$_`, the last argument of the command before. */
  lastArgument = '/usr/bin/bash'
  /** Status of the last command substitution of the command that is being expanded. */
  substitutionStatus: Status | null = null
  /** What is still to be done when the current command has ended: `>(…)`. */
  afterwards: (() => Promise<void>)[] = []
  /** Line of the command that runs. */
  line = 1
  /** Somebody looks at the status of what runs: `if`, `&&`, `||`, `!`. Then errexit does not apply. */
  errorsIgnored = false
  functionDepth = 0
  sourceDepth = 0
  loopDepth = 0

  constructor(from: {
    host: ScriptHost
    kind: ShellKind
    name: string
    variables: Variables
    directory: string
    io: Iterable<readonly [number, Descriptor]>
    positional?: readonly string[]
    options?: Iterable<Option>
    parent?: Shell
  }) {
    const { parent } = from
    this.host = from.host
    this.kind = from.kind
    this.name = from.name
    this.variables = from.variables
    this.directory = from.directory
    this.io = new Map(from.io)
    this.positional = from.positional ?? []
    this.options = new Set(from.options)
    this.functions = new Map(parent?.functions)
    this.shopt = new Set(parent?.shopt)
    // A subshell starts without its parent's EXIT trap, and without its ERR trap unless `set -E`.
    const error = this.options.has('errtrace') ? parent?.traps.get('ERR') : undefined
    this.traps = new Map(error === undefined ? [] : [['ERR', error]])
    if (parent === undefined) return
    this.status = parent.status
    this.lastArgument = parent.lastArgument
    this.line = parent.line
    this.errorsIgnored = parent.errorsIgnored
    this.functionDepth = parent.functionDepth
    this.sourceDepth = parent.sourceDepth
  }

  /** A subshell: what it changes stays with it. `io`: descriptors that differ from this shell's. */
  fork(io: Iterable<readonly [number, Descriptor]> = []): Shell {
    this.host.budget.work(this.variables.size * COPIED)
    return new Shell({
      ...this,
      io: [...this.io, ...io],
      variables: this.variables.copy(),
      parent: this,
    })
  }

  /** Runs something whose status is looked at, so that an error in it does not end the shell. */
  async ignoringErrors<T>(run: () => Promise<T>): Promise<T> {
    const before = this.errorsIgnored
    this.errorsIgnored = true
    try {
      return await run()
    } finally {
      this.errorsIgnored = before
    }
  }

  /** Where a descriptor writes to; one that isn't open goes nowhere. */
  sink(descriptor: number): Sink {
    const there = this.io.get(descriptor)
    return there === undefined || there instanceof Input ? NOWHERE : there
  }

  out(text: string): Promise<void> {
    return this.sink(1).write(text)
  }

  /** Says what went wrong, as bash does; gives the status. */
  async fail(message: string, status = 1): Promise<number> {
    await this.sink(2).write(`${this.kind}: ${message}\n`)
    return status
  }

  /** What a descriptor reads from; one that isn't open is empty. */
  input(descriptor = 0): Input {
    const there = this.io.get(descriptor)
    return there instanceof Input ? there : new Input('')
  }

  /** An absolute path for one as the script gives it. */
  path(path: string): string {
    return this.host.files.resolvePath(this.directory, path)
  }

  /** Stops following the script at something that is not followed. `what`: as in "it uses …". */
  refuse(what: string): UnknownError {
    return new UnknownError({
      because: `line ${this.line} of the script uses ${what}, which the grader does not follow in ${this.kind}`,
      remedy: BY_HAND,
    })
  }

  /** Stops following the script where what it does hangs on these texts, in which something is not known. */
  undecided(...texts: readonly string[]): UnknownError {
    return new UnknownError(this.host.holes.unknown(...texts))
  }

  /** A text that is not known. `because`: why, as a sentence without its full stop. */
  unknownText(because: string): string {
    return this.host.holes.hole({ because, remedy: BY_HAND })
  }
}

const BY_HAND: Reason['remedy'] = 'Grade this step by hand.'
