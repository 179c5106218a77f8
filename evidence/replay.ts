import { type Absent, type Answered, unknown } from '@grade4/unknown'
import { answerKey, type Evidence, type Question } from './question.js'
import type { SavedEvidence } from './saved-evidence.js'

/** Saved evidence, which answers as the account and the repository did when it was gathered; it meets no network. */
export function replay({ subject, gatheredAt, answers }: SavedEvidence): Evidence {
  return {
    subject,
    gatheredAt,
    async ask<Arguments extends readonly string[], Answer, Absence extends Absent>(
      { name }: Question<Arguments, Answer, Absence>,
      ...args: Arguments
    ): Promise<Answered<Answer> | Absence> {
      const answer = answers.get(answerKey(name, args))
      // Read as an answer to the question in the key, when the evidence was loaded.
      if (answer !== undefined) return answer as Answered<Answer> | Absence
      return unknown(
        `The answer to ${name} is not in the saved evidence.`,
        'Grade the account itself again with all checks, and save its evidence again.',
      )
    },
  }
}
