import { answerKey } from './answer-key.js'
import type { KnownAnswers } from './gather.js'
import { localFile } from './local-file.js'
import type { SavedEvidence } from './saved-evidence.js'

/**
 * What an account and a repository answered before, for a subject whose own files alone have changed since. What could
 * not be found out is asked again, and files of the clone are read again.
 */
export function keptAnswers({ answers }: Pick<SavedEvidence, 'answers'>): KnownAnswers {
  return {
    answer: (question, args) => {
      if (question === localFile.name) return undefined
      const kept = answers.get(answerKey(question, args))
      return kept?.state === 'unknown' ? undefined : kept
    },
  }
}
