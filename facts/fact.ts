import { answerKey } from '../evidence/answer-key.js'
import type { Evidence } from '../evidence/question.js'

/** What is worked out from a subject's evidence, and from other facts; asked for by calling it. */
export interface Fact<T> {
  (evidence: Evidence): Promise<T>
  /** The answer, where something has asked for it; `undefined` where nothing has. */
  ifAsked(evidence: Evidence): Promise<T> | undefined
}

/** What a fact hangs on: answers, by key, and what other facts hang on. */
interface Reads {
  readonly keys: Set<string>
  readonly facts: Set<Reads>
  /** Whether the fact is known; before, it may read more. */
  isDone: boolean
}

/** What a fact is given to read, and note what it reads, in the place of a subject's evidence. */
const readers = new WeakMap<Evidence, { readonly evidence: Evidence; readonly reads: Reads }>()

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
  const known = new WeakMap<Evidence, { readonly answer: Promise<T>; readonly reads: Reads }>()
  const find = (evidence: Evidence): ReturnType<typeof known.get> => {
    const here = known.get(evidence)
    const change = changes.get(evidence)
    if (here !== undefined || change === undefined) return here
    const earlier = find(change.from)
    if (earlier === undefined || !isSame(earlier.reads, change.keys)) return undefined
    known.set(evidence, earlier)
    return earlier
  }
  const begin = (evidence: Evidence) => {
    const reads: Reads = { keys: new Set(), facts: new Set(), isDone: false }
    const reader: Evidence = {
      subject: evidence.subject,
      gatheredAt: evidence.gatheredAt,
      ask: (question, ...args) => {
        reads.keys.add(answerKey(question.name, args))
        return evidence.ask(question, ...args)
      },
    }
    readers.set(reader, { evidence, reads })
    const noteEnd = async () => {
      const answer = await work(reader)
      reads.isDone = true
      return answer
    }
    const begun = { answer: noteEnd(), reads }
    known.set(evidence, begun)
    return begun
  }
  const ask = (asked: Evidence) => {
    const reader = readers.get(asked)
    const evidence = reader?.evidence ?? asked
    const { answer, reads } = find(evidence) ?? begin(evidence)
    reader?.reads.facts.add(reads)
    return answer
  }
  return Object.assign(ask, {
    ifAsked: (asked: Evidence) => find(readers.get(asked)?.evidence ?? asked)?.answer,
  })
}

/** Whether a fact is the same where the answers with these keys are others. */
function isSame({ isDone, keys, facts }: Reads, changed: Set<string>): boolean {
  if (!isDone) return false
  for (const key of changed) if (keys.has(key)) return false
  return [...facts].every((reads) => isSame(reads, changed))
}
