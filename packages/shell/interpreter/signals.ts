import type { Status } from './status.js'

/** The shell (or the subshell it happens in) ends. */
export class ExitSignal extends Error {
  readonly status: Status
  constructor(status: Status) {
    super('exit')
    this.status = status
  }
}

/** A text is no shell, and the shell ends after what could be read of it. */
export class SyntaxSignal extends ExitSignal {}

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
