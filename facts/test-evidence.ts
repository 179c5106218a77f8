import type { Observed } from '@grade4/unknown'
import { answerKey, type Evidence, type Question } from '../evidence/question.js'
import { replay } from '../evidence/replay.js'
import type { Subject } from '../evidence/subject.js'
import { SUBJECT as NOBODY } from '../evidence/test-subject.js'

/** Ada, who named her repository. */
export const SUBJECT: Subject = {
  ...NOBODY,
  repository: { owner: 'ada', name: 'yoctogram-app' },
  stack: 'yoctogram-compute',
}

/** One answer of saved evidence. */
export type Answer = readonly [key: string, observed: Observed<unknown>]

/** What was answered to a question. */
export function answer<Arguments extends readonly string[], Value>(
  { name }: Question<Arguments, Value>,
  args: Arguments,
  observed: Observed<Value>,
): Answer {
  return [answerKey(name, args), observed]
}

/** A subject's evidence that holds these answers; of one question the last. */
export function savedEvidence(answers: readonly Answer[], subject = SUBJECT): Evidence {
  const gatheredAt = new Date('2026-03-09T20:00:00Z')
  return replay({ subject, gatheredAt, savedAt: gatheredAt, answers: new Map(answers) })
}
