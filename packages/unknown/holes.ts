import type { Reason, Unknown } from './observed.js'

/** Private-use characters: they survive shells, YAML and JSON, and no honest workflow holds them. */
const OPEN = '\uE0F0'
const CLOSE = '\uE0F1'
const HOLE = new RegExp(`${OPEN}(\\d+)([a-z]*)${CLOSE}`, 'g')

/** Either character of a hole; also a lone one that a workflow itself holds. */
const PART_OF_A_HOLE = new RegExp(`[${OPEN}${CLOSE}]`)

/**
 * What may be known of a text whose value is not: its form, whose name stands in the hole. `whole` matches every
 * value, `part` every text that some value holds.
 */
const FORMS = {
  /** A word without blanks and wildcards; not empty. */
  word: { whole: /^[^\s*?[\]]+$/, part: /^[^\s*?[\]]*$/ },
  /** A part of one; perhaps empty. */
  part: { whole: /^[^\s*?[\]]*$/, part: /^[^\s*?[\]]*$/ },
  number: { whole: /^\d+$/, part: /^\d*$/ },
  flag: { whole: /^(true|false)$/i, part: /^[a-z]*$/i },
  /** Of a commit. */
  sha: { whole: /^(?!0+$)[\da-f]{40}$/i, part: /^[\da-f]{0,40}$/i },
  /** A person's name on GitHub; those of apps end in `[bot]`. */
  login: { whole: /^[\w-]+$/, part: /^[\w-]*$/ },
  /** A part of a file's path, the same wherever it stands and nobody else's; no slash. */
  name: { whole: /^[\w.-]+$/, part: /^[\w.-]*$/ },
  /** A moment of the run, as the tag of an image. */
  time: { whole: /^(?=.*\d)[\w.-]+$/, part: /^[\w.-]*$/ },
  /** A text that is not empty. */
  text: { whole: /./s, part: /^/ },
  /** Of a commit whose push starts runs. Source: GitHub Docs, "Skipping workflow runs". */
  message: {
    whole: /^(?!.*\[(?:(?:skip|no) ci|ci skip|skip actions|actions skip)\])./is,
    part: /^(?!.*\[(?:(?:skip|no) ci|ci skip|skip actions|actions skip)\])/is,
  },
  /** Perhaps there is no such thing at all. */
  absent: { whole: /^/, part: /^/ },
} as const

/** The form of a text that is not known. */
export type Form = keyof typeof FORMS

/** Forms that tell a reader what a value is, in words. */
const SHOWN: Readonly<Record<string, string>> = {
  sha: '(sha)',
  number: '(number)',
  time: '(time)',
}

function isForm(name: string): name is Form {
  return Object.hasOwn(FORMS, name)
}

/**
 * The parts of texts that are not known (a secret, the outputs of an action without a handler).
 * A hole is a few characters that spread through expressions and scripts like any other text. Whatever a
 * text went through, `reasonsIn` tells whether a part of it is unknown, and why.
 */
export class Holes {
  /** Why each hole is one, in the order in which they were made; a trace keeps them. */
  readonly reasons: Reason[]

  /** The holes of `holeFor`. */
  readonly #made = new Map<string, string>()

  /** `reasons`: of the holes in texts that were made before, to read them again. */
  constructor(reasons: readonly Reason[] = []) {
    this.reasons = [...reasons]
  }

  /** A text for a value that is not known. `form`: what is known of it all the same. */
  hole(reason: Reason, form?: Form): string {
    this.reasons.push(reason)
    return `${OPEN}${this.reasons.length - 1}${form ?? ''}${CLOSE}`
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

  /**
   * The hole for what a calculation makes of texts of which some are unknown: the same each time it is made of the
   * same. `reason`: that of the first hole in them, by default.
   */
  holeFor(calculation: string, texts: readonly string[], form?: Form, reason?: Reason): string {
    const key = JSON.stringify([calculation, ...texts])
    const made =
      this.#made.get(key) ?? this.hole(reason ?? this.reasonFor(texts.find(hasHole) ?? ''), form)
    this.#made.set(key, made)
    return made
  }

  /** The text with every hole shown as another text, for messages as `(unknown)` or `(sha)`. */
  static show(text: string, as?: string): string {
    return text.replaceAll(HOLE, (_, _number, form: string) => as ?? SHOWN[form] ?? '(unknown)')
  }
}

/** Whether a part of a text is not known. */
export function hasHole(text: string): boolean {
  return PART_OF_A_HOLE.test(text)
}

/** A text's holes in order, each as a text. */
export function holesIn(text: string): string[] {
  return [...text.matchAll(HOLE)].map(([hole]) => hole)
}

/** The forms of a text's holes in order, `null` for one without. */
export function formsIn(text: string): (Form | null)[] {
  return [...text.matchAll(HOLE)].map(([, , name = '']) => (isForm(name) ? name : null))
}

/** Forms of what is one word, neither more nor less. */
const ONE_WORD: readonly Form[] = ['word', 'number', 'flag', 'sha', 'login', 'name', 'time']
const WORDS: ReadonlySet<Form | null> = new Set(ONE_WORD)
/** Forms of what is not empty. */
const FILLED: ReadonlySet<Form | null> = new Set<Form>([...ONE_WORD, 'text', 'message'])

/** Whether a text with a hole may turn out to be empty. */
export function mayBeEmpty(text: string): boolean {
  const isHoles = hasHole(text) && text.replaceAll(HOLE, '') === ''
  return isHoles && !formsIn(text).some((form) => FILLED.has(form))
}

/** Whether a text may turn out to be several words, or none, or a wildcard, by a hole in it. */
export function mayBeSplit(text: string): boolean {
  return hasHole(text.replaceAll(HOLE, '')) || !formsIn(text).every((form) => WORDS.has(form))
}

/** Forms of what makes the path of a file one that no other text makes. */
const OWN: ReadonlySet<Form | null> = new Set<Form>(['name', 'sha', 'number'])

/** Whether a text has holes, and is the path of one file for certain if that is there: a script may write and read it. */
export function isOwnPath(text: string): boolean {
  return formsIn(text).length > 0 && formsIn(text).every((form) => OWN.has(form))
}

/** Whether two texts differ whatever their holes stand for, by the characters around them or by their form. */
export function surelyDiffer(left: string, right: string): boolean {
  const [start = '', other = ''] = [left, right].map((text) => text.split(OPEN, 1)[0])
  const length = Math.min(start.length, other.length)
  if (start.slice(0, length) !== other.slice(0, length)) return true
  const isNames = [left, right].every((text) => formsIn(text).every((form) => form === 'name'))
  if (isNames && hasHole(left) && hasHole(right)) return left !== right
  return isNot(left, right) || isNot(right, left)
}

/** Whether a text with one hole surely differs from a text without any. */
function isNot(text: string, known: string): boolean {
  const [before = '', after = '', ...more] = text.replaceAll(HOLE, OPEN).split(OPEN)
  if (!hasHole(text) || more.length > 0 || hasHole(before + after + known)) return false
  const length = known.length - before.length - after.length
  if (length < 0 || !known.startsWith(before) || !known.endsWith(after)) return true
  const [form] = formsIn(text)
  return form != null && !FORMS[form].whole.test(known.slice(before.length, before.length + length))
}

/** Whether no value of a text that is one hole holds a part. */
export function surelyLacks(text: string, part: string): boolean {
  const [form] = formsIn(text)
  return (
    form != null && text.replace(HOLE, '') === '' && !hasHole(part) && !FORMS[form].part.test(part)
  )
}

const RESERVED: Reason = {
  because: 'the script holds a character that the grader keeps for itself',
  remedy: 'Remove the private-use characters U+E0F0 and U+E0F1 from the workflow.',
}
