/** A place in main.yml. Lines and columns count from 1. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The text of that line; `null` when not at hand. */
  readonly source: string | null
}
