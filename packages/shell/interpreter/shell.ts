import {
  byHand,
  cannotFollow,
  type Form,
  isUnknown,
  type Unknown,
  UnknownError,
} from '@grade4/unknown'
import type { CommandNode, Statement } from 'unbash'
import type { Budget } from '../budget.js'
import type { Host, PassedOver, Status } from '../command.js'
import type { OPTIONS, ShellKind } from '../supported.js'
import { Buffered, type Descriptor, Input, NOWHERE, type Sink } from './descriptors.js'
import type { Job } from './jobs.js'
import type { Variables } from './variables.js'

export type Option = keyof typeof OPTIONS

/** One argument of a command. */
export interface Argument {
  readonly text: string
  /** It holds an unknown value without quotes: it may really be several arguments, or none. */
  readonly uncertain: boolean
}

/** Arguments of which all is known but holes in quotes. */
export function plainArguments(texts: readonly string[]): Argument[] {
  return texts.map((text) => ({ text, uncertain: false }))
}

/** What runs parts of a script; handed in so that expansion need not know execution. */
export interface Runner {
  readonly statements: (shell: Shell, statements: readonly Statement[]) => Promise<Status>
  /** Runs a command as it was read. */
  readonly node: (shell: Shell, command: CommandNode) => Promise<Status>
  /** Reads a text and runs it in a shell, as `eval` does. Throws `UnknownError` for one that is not known. */
  readonly text: (shell: Shell, text: string) => Promise<Status>
  /** Runs a builtin or a program. */
  readonly named: (shell: Shell, args: readonly Argument[]) => Promise<Status>
}

/** What all shells of one script share. */
export interface ScriptHost extends Host {
  readonly budget: Budget
  readonly run: Runner
  /** See `ScriptRequest.mayBeSet`. */
  readonly mayBeSet: (name: string) => string | null
  /** See `Invocation.act`. */
  readonly act: () => number
  /** See `Host.deadline`; `Infinity` for none. */
  deadline: number
  /** How often programs have acted on the world outside. */
  acts: number
  /** See `ScriptResult.passedOver`. */
  readonly passedOver: PassedOver[]
  /** The clock when the script began, in milliseconds. */
  startedAt: number
  /** Number of the next process substitution's file. */
  nextFile: number
  /** Jobs in the background by what `$!` gives, the newest last. */
  readonly jobs: Map<string, Job>
  /** `$$` and the process that started it; their numbers are not known. */
  readonly process: string
  readonly parent: string
}

/** Work of copying one variable, in units of the budget. */
const COPIED = 20

/** What a shell is started with. */
type ShellStart = Pick<Shell, 'host' | 'kind' | 'name' | 'variables' | 'directory' | 'io'>

/** One bash or sh process. A subshell is a copy of it. */
export class Shell {
  readonly host: ScriptHost
  readonly kind: ShellKind
  /** `$0` */
  readonly name: string
  readonly variables: Variables
  options = new Set<Option>()
  /** Options of `shopt`. */
  shopt = new Set<string>()
  functions = new Map<string, CommandNode>()
  traps = new Map<string, string>()
  /** Open files by number: 0 reads, 1 and 2 write, others as the script opens them. */
  readonly io: Map<number, Descriptor>
  /** `$1`, `$2` … */
  positional: readonly string[] = []
  directory: string
  /** `$?` */
  status: Status = 0
  /** `$_`, the last argument of the command before. */
  lastArgument: string
  /** Status of the last command substitution of the command that is being expanded. */
  substitutionStatus: Status | null = null
  /** Line of the command that runs. */
  line = 1
  /** Somebody looks at the status of what runs: `if`, `&&`, `||`, `!`. Then errexit does not apply. */
  errorsIgnored = false
  functionDepth = 0
  sourceDepth = 0
  loopDepth = 0

  constructor({ host, kind, name, variables, directory, io }: ShellStart) {
    this.host = host
    this.kind = kind
    this.name = name
    this.variables = variables
    this.directory = directory
    this.io = io
    this.lastArgument = name
  }

  /** A subshell: what it changes stays with it. `io`: descriptors that differ from this shell's. */
  fork(io: Iterable<readonly [number, Descriptor]> = []): Shell {
    this.host.budget.work(this.variables.size * COPIED)
    const own = { io: new Map([...this.io, ...io]), variables: this.variables.copy() }
    const child = new Shell({ ...this, ...own })
    const { positional, status, lastArgument, line, errorsIgnored } = this
    const { functionDepth, sourceDepth } = this
    Object.assign(child, { positional, status, lastArgument, line, errorsIgnored })
    Object.assign(child, { functionDepth, sourceDepth })
    child.functions = new Map(this.functions)
    child.options = new Set(this.options)
    child.shopt = new Set(this.shopt)
    // It starts without its parent's EXIT trap, and without its ERR trap unless `set -E`.
    const trap = this.options.has('errtrace') ? this.traps.get('ERR') : undefined
    if (trap !== undefined) child.traps.set('ERR', trap)
    return child
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

  /** Runs something with files open that are closed again behind it, as are those that it opens. */
  async withFiles<T>(
    io: Iterable<readonly [number, Descriptor]>,
    run: () => Promise<T>,
  ): Promise<T> {
    const before = [...this.io]
    for (const [descriptor, file] of io) this.io.set(descriptor, file)
    try {
      return await run()
    } finally {
      this.io.clear()
      for (const [descriptor, there] of before) this.io.set(descriptor, there)
    }
  }

  /** Where a descriptor writes to; one that isn't open goes nowhere. */
  sink(descriptor: number): Sink {
    const there = this.io.get(descriptor)
    return there === undefined || there instanceof Input ? NOWHERE : there
  }

  /** What a descriptor reads from; one that isn't open is empty. */
  input(descriptor = 0): Input {
    const there = this.io.get(descriptor)
    return there instanceof Input ? there : new Input('')
  }

  /** Writes to standard output. */
  out(text: string): Promise<void> {
    return this.sink(1).write(text)
  }

  /** What a program prints, without the newline at its end. */
  async outputOf(words: readonly string[]): Promise<string> {
    const buffer = new Buffered(this.host.budget)
    await this.withFiles([[1, buffer]], () => this.host.run.named(this, plainArguments(words)))
    return buffer.text.replace(/\n$/, '')
  }

  /** Says what went wrong, as bash does; gives the status. */
  async fail(message: string, status = 1): Promise<number> {
    await this.sink(2).write(`${this.kind}: ${message}\n`)
    return status
  }

  /** An absolute path for one as the script gives it. */
  path(path: string): string {
    return this.host.files.resolvePath(this.directory, path)
  }

  /** Stops following the script at something that is not followed. `what`: as in "it uses …". */
  refuse(what: string): UnknownError {
    const because = `line ${this.line} of the script uses ${what}, which the grader does not follow in ${this.kind}`
    return cannotFollow(because)
  }

  /** Stops following the script where what it does hangs on these texts, in which something is not known. */
  undecided(...texts: readonly string[]): UnknownError {
    return new UnknownError(this.host.holes.unknown(...texts))
  }

  /** The text of a status or number, which may not be known. */
  textOf(value: number | bigint | Unknown): string {
    return isUnknown(value) ? this.host.holes.hole(value) : String(value)
  }

  /** A text that is not known. `because`: why, as a sentence without its full stop. */
  unknownText(because: string, form?: Form): string {
    return this.host.holes.hole(byHand(because), form)
  }
}
