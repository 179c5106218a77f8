import type { Reason, Unknown } from './observed.js'

/** Private-use characters: they survive shells, YAML and JSON, and no honest workflow holds them. */
const OPEN = '\uE0F0'
const CLOSE = '\uE0F1'
const HOLE = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g')

/** Either character of a hole; also a lone one that a workflow itself holds. */
const PART_OF_A_HOLE = new RegExp(`[${OPEN}${CLOSE}]`)

/**
 * The parts of texts that are not known (a secret, the outputs of an action without a handler).
 * A hole is a few characters that spread through expressions and scripts like any other text. Whatever a
 * text went through, `reasonsIn` tells whether a part of it is unknown, and why.
 */
export class Holes {
  /** Why each hole is one, in the order in which they were made; a trace keeps them. */
  readonly reasons: Reason[]

  /** `reasons`: of the holes in texts that were made before, to read them again. */
  constructor(reasons: readonly Reason[] = []) {
    this.reasons = [...reasons]
  }

  /** A text for a value that is not known. */
  hole(reason: Reason): string {
    this.reasons.push(reason)
    return `${OPEN}${this.reasons.length - 1}${CLOSE}`
  }

  /** The reasons of every hole in a text, in order; empty when all of it is known. */
  reasonsIn(text: string): Reason[] {
    return [...text.matchAll(HOLE)].flatMap((match) => this.reasons[Number(match[1])] ?? [])
  }

  /** Why a text with a hole is not known: the reason of its first. */
  reasonFor(text: string): Reason {
    return this.reasonsIn(text)[0] ?? RESERVED
  }

  /** The answer that what hangs on these texts is not known: for the reason of the first hole in them. */
  unknown(...texts: readonly string[]): Unknown {
    return { state: 'unknown', ...this.reasonFor(texts.find(hasHole) ?? '') }
  }

  /** A new hole for what was made of these texts in a way that lost theirs. */
  holeLike(...texts: readonly string[]): string {
    return this.hole(this.reasonFor(texts.find(hasHole) ?? ''))
  }

  /** The text with every hole shown as another text, for messages as `(unknown)`. */
  static show(text: string, as = '(unknown)'): string {
    return text.replaceAll(HOLE, as)
  }
}

/** Whether a part of a text is not known. */
export function hasHole(text: string): boolean {
  return PART_OF_A_HOLE.test(text)
}

/** Whether two texts differ whatever their holes stand for: they begin with other characters. */
export function surelyDiffer(left: string, right: string): boolean {
  const [start = '', other = ''] = [left, right].map((text) => text.split(OPEN, 1)[0])
  const length = Math.min(start.length, other.length)
  return start.slice(0, length) !== other.slice(0, length)
}

const RESERVED: Reason = {
  because: 'the script holds a character that the grader keeps for itself',
  remedy: 'Remove the private-use characters U+E0F0 and U+E0F1 from the workflow.',
}
