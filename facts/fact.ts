import { isDeepStrictEqual } from 'node:util'
import { answerKey, type Evidence } from '../evidence/question.js'

/** What is worked out from a subject's evidence, and from other facts; asked for by calling it. */
export interface Fact<T> {
  (evidence: Evidence): Promise<T>
  /** The answer, where something has asked for it; `undefined` where nothing has. */
  ifAsked(evidence: Evidence): Promise<T> | undefined
}

/** A fact that was asked for. */
interface Known<T = unknown> {
  readonly answer: Promise<T>
  /** What it hangs on: answers, by key, and other facts. */
  readonly keys: ReadonlySet<string>
  readonly facts: ReadonlySet<Known>
  /** Whether it is known; before, it may hang on more. */
  readonly isDone: boolean
  /** The same fact of other evidence. */
  in(evidence: Evidence): Known<T>
}

/** What a fact is given to read, and note what it reads, in the place of a subject's evidence. */
const readers = new WeakMap<Evidence, { readonly evidence: Evidence; readonly facts: Set<Known> }>()

/** Evidence that was made from other evidence, and the keys of the answers that differ. */
const changes = new WeakMap<Evidence, { readonly from: Evidence; readonly keys: Set<string> }>()

/**
 * Says that evidence differs from other evidence, of the same subject and moment, in the answers with these keys
 * alone: facts that hang on none of them are not worked out again.
 */
export function changedEvidence(from: Evidence, evidence: Evidence, keys: Set<string>): void {
  changes.set(evidence, { from, keys })
}

/** Declares a fact. `work` runs once for each subject's evidence, when it is first asked for. */
export function fact<T>(work: (evidence: Evidence) => Promise<T>): Fact<T> {
  return declare(work, () => false)
}

/** The same of data without methods: where it comes out alike after a change, what hangs on it is left as it is. */
export function plainFact<T>(work: (evidence: Evidence) => Promise<T>): Fact<T> {
  return declare(work, isDeepStrictEqual)
}

function declare<T>(
  work: (evidence: Evidence) => Promise<T>,
  isAlike: (one: T, other: T) => boolean,
): Fact<T> {
  const all = new WeakMap<Evidence, Known<T>>()
  const find = (evidence: Evidence): Known<T> | undefined => {
    const here = all.get(evidence)
    const change = changes.get(evidence)
    if (here !== undefined || change === undefined) return here
    const earlier = find(change.from)
    if (earlier === undefined || hangsOn(earlier, change.keys)) return undefined
    all.set(evidence, earlier)
    return earlier
  }
  const findOut = async (evidence: Evidence, keys: Set<string>, facts: Set<Known>): Promise<T> => {
    const change = changes.get(evidence)
    const earlier = change && find(change.from)
    if (change !== undefined && earlier?.isDone === true) {
      const same = await sameFacts(earlier, evidence, change.keys)
      if (same !== null) {
        for (const key of earlier.keys) keys.add(key)
        for (const one of same) facts.add(one)
        return earlier.answer
      }
    }
    const reader: Evidence = {
      subject: evidence.subject,
      gatheredAt: evidence.gatheredAt,
      ask: (question, ...args) => {
        keys.add(answerKey(question.name, args))
        return evidence.ask(question, ...args)
      },
    }
    readers.set(reader, { evidence, facts })
    const answer = await work(reader)
    if (earlier?.isDone !== true) return answer
    const before = await earlier.answer
    return isAlike(before, answer) ? before : answer
  }
  const begin = (evidence: Evidence): Known<T> => {
    const [keys, facts] = [new Set<string>(), new Set<Known>()]
    const answer = findOut(evidence, keys, facts)
    const begun = { answer, keys, facts, isDone: false, in: knownIn }
    const end = () => {
      begun.isDone = true
    }
    answer.then(end, () => {})
    all.set(evidence, begun)
    return begun
  }
  const knownIn = (evidence: Evidence) => find(evidence) ?? begin(evidence)
  const ask = (asked: Evidence) => {
    const reader = readers.get(asked)
    const known = knownIn(reader?.evidence ?? asked)
    reader?.facts.add(known)
    return known.answer
  }
  return Object.assign(ask, {
    ifAsked: (asked: Evidence) => find(readers.get(asked)?.evidence ?? asked)?.answer,
  })
}

/** Whether a fact may be another where the answers with these keys are others. */
function hangsOn({ isDone, keys, facts }: Known, changed: Set<string>): boolean {
  if (!isDone) return true
  for (const key of changed) if (keys.has(key)) return true
  return [...facts].some((one) => hangsOn(one, changed))
}

/**
 * The facts of changed evidence that a fact hangs on, in the order in which it asked for them, where each of them is
 * the same as before; `null` where it has to be worked out again.
 */
async function sameFacts(
  { keys, facts }: Known,
  evidence: Evidence,
  changed: Set<string>,
): Promise<readonly Known[] | null> {
  for (const key of changed) if (keys.has(key)) return null
  const same: Known[] = []
  for (const one of facts) {
    const now = one.in(evidence)
    if ((await now.answer) !== (await one.answer)) return null
    same.push(now)
  }
  return same
}
