import type { Reason, Unknowns } from '../pipeline/unknowns.js'

/** Either character that `Unknowns` marks a value with; also a lone one that a workflow itself holds. */
const MARK = /[\uE0F0\uE0F1]/

/** Whether a text holds an unknown value. */
export function isMarked(text: string): boolean {
  return MARK.test(text)
}

/** Why a marked text is unknown: the reason of its first unknown value. */
export function reasonFor(unknowns: Unknowns, text: string): Reason {
  return (
    unknowns.reasonsIn(text)[0] ?? {
      because: 'the script holds a character that the grader keeps for itself',
      remedy: 'Remove the private-use characters U+E0F0 and U+E0F1 from the workflow.',
    }
  )
}

/** A fresh mark for what was made from marked texts in a way that lost them. */
export function remark(unknowns: Unknowns, ...texts: string[]): string {
  return unknowns.mark(reasonFor(unknowns, texts.find(isMarked) ?? ''))
}
