import type { Holes, Reason, Unknown } from '@grade4/unknown'
import type { Budget } from './budget.js'
import type { JobFiles } from './file-system.js'
import type { Input } from './interpreter/descriptors.js'

/** An exit status: 0 to 255, or not known. */
export type Status = number | UnknownStatus

/**
 * `assumed`: what the status is taken to be where only `-e` and the script's end look at it.
 * `passedOver`: so is that of a program that does nothing to AWS, but may write files, or tell the runner something.
 */
export interface UnknownStatus extends Unknown {
  readonly assumed?: 0
  readonly passedOver?: PassedOver
}

/** A program of which it is not known what it did, and which is taken to have gone well. */
export interface PassedOver {
  readonly reason: Reason
  /** As it was started, where it runs what the repository has; else nothing. */
  readonly words: readonly string[]
}

/** Time as scripts see it; it goes on only by `advance`. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Lets time pass; `ms` is in milliseconds and not negative. */
  advance(ms: number): void
  /** What a script sees when it looks at the time, in milliseconds; a look may take time itself. */
  read(): number
  /** Six digits of what it sees below a millisecond. */
  readonly belowMs: string
}

/** The machine that scripts run on, as far as a shell has to know it. */
export interface Host {
  readonly files: JobFiles
  readonly clock: Clock
  readonly holes: Holes
  readonly architecture: 'amd64' | 'arm64'
  /**
   * Every program: `PROGRAMS`, and those that the caller adds. By its absolute path; by its name alone where it is
   * not known whether it is installed.
   */
  readonly commands: ReadonlyMap<string, Command>
  /** When what runs is ended by force, on the clock; absent where nothing ends it. */
  readonly deadline?: number
}

/** A program as a shell starts it. */
export interface Invocation {
  readonly host: Host
  readonly name: string
  readonly args: readonly string[]
  /** The first argument that holds an unknown value without quotes: it may really be several arguments, or none. */
  readonly uncertain: string | null
  /** The exported variables. */
  readonly environment: Readonly<Record<string, string>>
  /** Working directory, absolute. */
  readonly directory: string
  readonly input: Input
  readonly budget: Budget
  /** Writes to standard output. */
  readonly out: (text: string) => Promise<void>
  /** Writes to standard error. */
  readonly err: (text: string) => Promise<void>
  /** An absolute path for one as an argument gives it. */
  readonly path: (path: string) => string
  /**
   * A file's content; `null`, with a message on standard error, when there is no such file.
   * A file that is not known gives a text with a hole.
   */
  readonly read: (path: string) => Promise<string | null>
  /** The path of a program by its name, as `which` prints it; `null` when there is none. */
  readonly find: (name: string) => Promise<string | Unknown | null>
  /** Runs another program with the same input and outputs. `limitMs`: after which it is ended by force. */
  readonly start: (
    name: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
    limitMs?: number,
  ) => Promise<Status>
  /** Milliseconds until the program is ended by force; `Infinity` where nothing ends it. */
  readonly timeLeft: () => number
  /**
   * To be called before the program does something that others see, in order; gives its number, from 0.
   * Throws `UnknownError` where a job in the background may do its own before or after it.
   */
  readonly act: () => number
}

/** What a program does; gives its exit status. */
export type Command = (invocation: Invocation) => Promise<Status>
