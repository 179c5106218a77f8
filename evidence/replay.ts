import { type Observed, unknown } from '@grade4/unknown'
import { answerKey } from './answer-key.js'
import type { Evidence, Question } from './question.js'
import type { SavedEvidence } from './saved-evidence.js'

/** Saved evidence, which answers as the account and the repository did when it was gathered; it meets no network. */
export function replay({ subject, gatheredAt, answers }: SavedEvidence): Evidence {
  return {
    subject,
    gatheredAt,
    async ask<Arguments extends readonly string[], Answer>(
      { name }: Question<Arguments, Answer>,
      ...args: Arguments
    ): Promise<Observed<Answer>> {
      const answer = answers.get(answerKey(name, args))
      // Parsed by the schema of the question in the key, when the evidence was read.
      if (answer !== undefined) return answer as Observed<Answer>
      return unknown(
        `The answer to ${name} is not in the saved evidence.`,
        'Grade the account itself again with all checks, and save its evidence again.',
      )
    },
  }
}
