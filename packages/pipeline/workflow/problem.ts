import type { Location } from '../location.js'
import type { Position, Range } from './tree.js'

/** One reason why GitHub refuses main.yml. Lines and columns count from 1. */
export interface WorkflowProblem {
  /** GitHub's own words, one line. */
  readonly message: string
  readonly line: number
  readonly column: number
  /** The text of that line. */
  readonly source: string | null
}

/** The file's name and its lines: makes places in it. */
export class SourceFile {
  readonly name: string
  readonly text: string
  readonly #lines: readonly string[]

  constructor(name: string, text: string) {
    this.name = name
    this.text = text
    this.#lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  }

  /** The text of a line, counted from 1; `null` beyond the end. */
  line(number: number): string | null {
    return this.#lines[number - 1] ?? null
  }

  /** Where a stretch begins. */
  location(range: Range): Location {
    const { line, column } = range.start
    return { file: this.name, line, column, source: this.line(line) }
  }

  /** A problem at the beginning of a stretch; of the file when there is none. */
  problem(message: string, start: Position | undefined): WorkflowProblem {
    const { line, column } = start ?? { line: 1, column: 1 }
    return { message, line, column, source: this.line(line) }
  }
}
