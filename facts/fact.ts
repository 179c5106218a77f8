import type { Evidence } from '../evidence/question.js'

/** What is worked out from a subject's evidence, and from other facts; asked for by calling it. */
export interface Fact<T> {
  (evidence: Evidence): Promise<T>
  /** The answer, where something has asked for it; `undefined` where nothing has. */
  ifAsked(evidence: Evidence): Promise<T> | undefined
}

/** Declares a fact. `work` runs once for each subject's evidence, when it is first asked for. */
export function fact<T>(work: (evidence: Evidence) => Promise<T>): Fact<T> {
  const answers = new WeakMap<Evidence, Promise<T>>()
  const ask = (evidence: Evidence) => {
    const answer = answers.get(evidence) ?? work(evidence)
    answers.set(evidence, answer)
    return answer
  }
  return Object.assign(ask, { ifAsked: (evidence: Evidence) => answers.get(evidence) })
}
