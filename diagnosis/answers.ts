import { type Absent, type Answered, absent, found, type Observed } from '@grade4/unknown'
import { answerKey, questionOfKey } from '../evidence/answer-key.js'
import { role, roles } from '../evidence/aws/iam.js'
import type { Evidence, Question } from '../evidence/question.js'
import { replay } from '../evidence/replay.js'
import type { Subject } from '../evidence/subject.js'

/**
 * What an account and a repository answered, with some answers replaced by what they would be after a change.
 * Nothing is asked anew: what nobody had asked is unknown. Never changed in place.
 */
export class Answers {
  readonly subject: Subject
  readonly gatheredAt: Date
  readonly #answers: ReadonlyMap<string, Observed<unknown>>
  #evidence: Evidence | null = null

  constructor(
    { subject, gatheredAt }: Pick<Evidence, 'subject' | 'gatheredAt'>,
    answers: ReadonlyMap<string, Observed<unknown>>,
  ) {
    this.subject = subject
    this.gatheredAt = gatheredAt
    this.#answers = answers
  }

  /** These answers with another one to a question. */
  with<Arguments extends readonly string[], Answer, Absence extends Absent>(
    { name }: Question<Arguments, Answer, Absence>,
    args: Arguments,
    value: Answer,
  ): Answers {
    const answers = new Map(this.#answers).set(answerKey(name, args), found(value))
    return new Answers(this, answers)
  }

  /** These answers with what was found to one question, whatever its arguments, replaced where `change` gives another value. */
  withEach<Arguments extends readonly string[], Answer, Absence extends Absent>(
    { name, schema }: Question<Arguments, Answer, Absence>,
    change: (answer: Answer) => Answer,
  ): Answers {
    const answers = new Map(this.#answers)
    for (const [key, answer] of this.#answers) {
      if (questionOfKey(key) !== name || answer.state !== 'found') continue
      answers.set(key, found(change(schema.parse(answer.value))))
    }
    return new Answers(this, answers)
  }

  /** These answers as they would be for another subject, or looked at later. */
  of(change: Partial<Pick<Evidence, 'subject' | 'gatheredAt'>>): Answers {
    return new Answers({ ...this, ...change }, this.#answers)
  }

  /** Evidence that gives these answers: the same each time, so that facts are worked out once. */
  evidence(): Evidence {
    this.#evidence ??= this.#replayed()
    return this.#evidence
  }

  #replayed(): Evidence {
    const said = replay({ ...this, savedAt: this.gatheredAt, answers: this.#answers })
    return {
      ...said,
      ask: async <Arguments extends readonly string[], Answer, Absence extends Absent>(
        question: Question<Arguments, Answer, Absence>,
        ...args: Arguments
      ): Promise<Answered<Answer> | Absence> => {
        if (!this.#answers.has(answerKey(question.name, args)) && question.name === role.name) {
          const listed = await said.ask(roles)
          // The list of roles holds what the question for one of them would have answered.
          if (listed.state === 'found') {
            const one = listed.value.find(({ name }) => name === args[0])
            return (
              one === undefined ? absent('not among the roles') : found(one)
            ) as Answered<never>
          }
        }
        return await said.ask(question, ...args)
      },
    }
  }
}
