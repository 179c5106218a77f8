import type { Status } from '../command.js'

/** The shell (or the subshell it happens in) ends. `syntax`: at a text that is no shell. */
export class ExitSignal extends Error {
  readonly status: Status
  readonly syntax: boolean
  constructor(status: Status, syntax = false) {
    super('exit')
    this.status = status
    this.syntax = syntax
  }
}

/** Something that bash does not survive: it says the message and ends with 1. */
export class FatalError extends Error {}

/** A function or a sourced file returns. */
export class ReturnSignal extends Error {
  readonly status: Status
  constructor(status: Status) {
    super('return')
    this.status = status
  }
}

/** `break` or `continue`, through this many loops. */
export class LoopSignal extends Error {
  readonly kind: 'break' | 'continue'
  readonly levels: number
  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind)
    this.kind = kind
    this.levels = levels
  }
}
