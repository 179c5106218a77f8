import type { CheckId } from '../checks/rubric.js'
import type { ClassRow } from '../grading/batch/class-row.js'

/** A mistake and everybody who made it. */
export interface CommonMistake {
  readonly check: CheckId
  /**
   * The finding, with `…` for names and values in which students differ: hostile text. Empty where the course
   * keeps findings back.
   */
  readonly text: string
  /** In the roster's order. */
  readonly rows: readonly ClassRow[]
  /** What the check, and those blocked by it, cost all of them. */
  readonly points: number
}

/** Quoted text, blanks, and the mark behind a word: what parts a sentence. */
const PARTS = /("[^"]*"|\s+|[.,;:]+(?=\s|$))/

/** Words that are a name or a value: an ARN, an image, a digest, a number, an address. */
const VALUE = /["\d/@=]|:./

const ELLIPSIS = '…'

/** A message with `…` for what is quoted, and for each word that is a name or a value. */
export function sentenceOf(message: string): string {
  return message
    .split(PARTS)
    .map((part) => (VALUE.test(part) ? ELLIPSIS : part))
    .join('')
}

/**
 * The mistakes of a class, what most students share first, then what costs most. Findings of one check are one
 * mistake where they are the same sentence but for names and values. That is for reading: nothing is graded by it.
 */
export function commonMistakes(rows: readonly ClassRow[]): CommonMistake[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    for (const { check, message, points } of row.mistakes) {
      const parts = message.split(PARTS)
      const key = JSON.stringify([check, sentenceOf(message)])
      const group = groups.get(key) ?? { check, parts, points: new Map<ClassRow, number>() }
      group.parts = group.parts.map((part, at) => (part === parts[at] ? part : ELLIPSIS))
      group.points.set(row, points)
      groups.set(key, group)
    }
  }
  return [...groups.values()]
    .map(({ check, parts, points }) => ({
      check,
      text: parts.join(''),
      rows: [...points.keys()],
      points: [...points.values()].reduce((sum, each) => sum + each, 0),
    }))
    .toSorted((one, other) => other.rows.length - one.rows.length || other.points - one.points)
}

interface Group {
  readonly check: CheckId
  /** Of the sentence, as far as all have the same. */
  parts: string[]
  /** A student who made the mistake twice counts once. */
  readonly points: Map<ClassRow, number>
}
