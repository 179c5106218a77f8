import type { Absent, Answered, Observed } from '@grade4/unknown'
import type { Clients } from './clients.js'
import { answerKey, type Evidence, type Question } from './question.js'

/** Live evidence, which can tell what it was asked and what came back. */
export interface GatheredEvidence extends Evidence {
  /**
   * Every answer so far, by its key; waits for those still on their way.
   * A question that broke has none: that was a bug of ours, and the next grade asks it again.
   */
  answers(): Promise<ReadonlyMap<string, Observed<unknown>>>
}

/** Answers that are known without asking a service. */
export interface KnownAnswers {
  /** By a question's name and arguments; an answer to that question. `undefined`: it has to be asked. */
  answer(question: string, args: readonly string[]): Observed<unknown> | undefined
}

const NOTHING_KNOWN: KnownAnswers = { answer: () => undefined }

/**
 * Live evidence: asks each question at most once for each arguments, however many checks want the answer,
 * and shares the answer while it is still on its way.
 */
export function gather(clients: Clients, known: KnownAnswers = NOTHING_KNOWN): GatheredEvidence {
  const answers = new Map<string, Promise<Observed<unknown>>>()
  return {
    subject: clients.subject,
    gatheredAt: new Date(),
    ask<Arguments extends readonly string[], Answer, Absence extends Absent>(
      question: Question<Arguments, Answer, Absence>,
      ...args: Arguments
    ): Promise<Answered<Answer> | Absence> {
      const key = answerKey(question.name, args)
      const earlier = answers.get(key)
      // The key holds the question's name, so the answer under it has that question's type.
      if (earlier !== undefined) return earlier as Promise<Answered<Answer> | Absence>
      const saved = known.answer(question.name, args)
      if (saved !== undefined) {
        answers.set(key, Promise.resolve(saved))
        return answers.get(key) as Promise<Answered<Answer> | Absence>
      }
      const answer = question.ask(clients, ...args)
      answers.set(key, answer)
      return answer
    },
    async answers() {
      const settled = await Promise.allSettled(
        [...answers].map(async ([key, answer]) => [key, await answer] as const),
      )
      return new Map(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])))
    },
  }
}
