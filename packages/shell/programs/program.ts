import type { Shell } from '../interpreter/shell.js'
import type { Status } from '../interpreter/status.js'
import type { Argument } from '../interpreter/words.js'

/** A program as a shell starts it. */
export interface Invocation {
  /** The shell that started it: its files, its working directory, its descriptors. */
  readonly shell: Shell
  readonly name: string
  readonly args: readonly string[]
  /** An argument holds an unknown value without quotes: there may be more arguments, or fewer. */
  readonly uncertain: Argument | null
  /** The exported variables. */
  readonly environment: Readonly<Record<string, string>>
}

/** What a program of ours does; gives its exit status. */
export type Program = (invocation: Invocation) => Promise<Status>
