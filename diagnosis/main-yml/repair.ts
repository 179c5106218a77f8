import type { CheckId } from '../../checks/rubric.js'
import type { TextEdit } from '../line-edits.js'
import type { MainYml, WrittenStep } from './file.js'

/** An edit of main.yml that may be the one that is needed; without edits it is none. */
export interface Repair {
  /** Cause and change, as what follows `Line 17: `. Plain text. */
  readonly title: string
  readonly edits: readonly TextEdit[]
}

/** What repairs are made from. */
export interface Ground {
  readonly file: MainYml
  /** The check whose points are to be won, and the lines of main.yml that its findings name. */
  readonly id: CheckId
  readonly lines: readonly number[]
  readonly region: string
  /** Name of the graded role, cluster and service; `null` where there is none. */
  readonly role: string | null
  readonly cluster: string | null
  readonly service: string | null
  /** Names of the repository's secrets; empty where they are not known. */
  readonly secrets: readonly string[]
}

/** Whether a finding of the check names a line of a step. */
export function isNamed({ file, lines }: Ground, step: WrittenStep): boolean {
  const range = file.stepRange(step)
  if (range === null) return false
  const [first, last] = [file.at(range.start).line, file.at(range.end).line]
  return lines.some((line) => line >= first && line <= last)
}

/** The edit that puts a text in the place of one that stands at an offset. */
export function replace(at: number, old: string, text: string): TextEdit {
  return { start: at, end: at + old.length, text }
}
