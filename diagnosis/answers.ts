import { posix } from 'node:path'
import { type Absent, type Answered, absent, found, type Observed } from '@grade4/unknown'
import { service, servicesByArn } from '../evidence/aws/ecs.js'
import { type Role, role, roles } from '../evidence/aws/iam.js'
import {
  answerKey,
  argumentsOfKey,
  type Evidence,
  type Question,
  questionOfKey,
} from '../evidence/question.js'
import { replay } from '../evidence/replay.js'
import type { Subject } from '../evidence/subject.js'
import { changedEvidence } from '../facts/fact.js'

/** Evidence that differs in some answers alone, named by their keys. */
interface MadeFrom {
  readonly evidence: Evidence
  readonly changed: Set<string>
}

/**
 * What an account and a repository answered, with some answers replaced by what they would be after a change.
 * Nothing is asked anew: what nobody had asked is unknown. Never changed in place.
 */
export class Answers {
  readonly subject: Subject
  readonly gatheredAt: Date
  readonly #answers: Stored
  readonly #madeFrom: MadeFrom | null
  #evidence: Evidence | null = null

  /** `madeFrom`: evidence of which only some answers are others here. */
  constructor(
    { subject, gatheredAt }: Pick<Evidence, 'subject' | 'gatheredAt'>,
    answers: Stored,
    madeFrom: MadeFrom | null = null,
  ) {
    this.subject = subject
    this.gatheredAt = gatheredAt
    this.#answers = answers
    this.#madeFrom = madeFrom
  }

  /** These answers with another one to a question. */
  with<Arguments extends readonly string[], Answer, Absence extends Absent>(
    { name }: Question<Arguments, Answer, Absence>,
    args: Arguments,
    value: Answer,
  ): Answers {
    return this.#changed(new Map([[answerKey(name, args), found(value)]]))
  }

  /** These answers with what was found to one question, whatever its arguments, replaced where `change` gives another value. */
  withEach<Arguments extends readonly string[], Answer, Absence extends Absent>(
    { name, schema }: Question<Arguments, Answer, Absence>,
    change: (answer: Answer) => Answer,
  ): Answers {
    const changed = new Map<string, Observed<unknown>>()
    for (const [key, answer] of this.#answers) {
      if (questionOfKey(key) !== name || answer.state !== 'found') continue
      changed.set(key, found(change(schema.parse(answer.value))))
    }
    return this.#changed(changed)
  }

  #changed(changed: ReadonlyMap<string, Observed<unknown>>): Answers {
    const answers = new Map([...this.#answers, ...changed])
    // Another list is another answer to the question for one of its members, too.
    const keys = new Set(
      [...changed].flatMap(([key]) => [key, ...keysOfMembers(key, this.#answers, answers)]),
    )
    return new Answers(this, answers, { evidence: this.evidence(), changed: keys })
  }

  /** What was found to one question, with the arguments that it was asked with. */
  foundTo<Arguments extends readonly string[], Answer, Absence extends Absent>({
    name,
    schema,
  }: Question<Arguments, Answer, Absence>): { args: readonly string[]; answer: Answer }[] {
    return [...this.#answers].flatMap(([key, answer]) =>
      questionOfKey(key) === name && answer.state === 'found'
        ? [{ args: argumentsOfKey(key), answer: schema.parse(answer.value) }]
        : [],
    )
  }

  /** These answers as they would be for another subject, or looked at later. */
  of(change: Partial<Pick<Evidence, 'subject' | 'gatheredAt'>>): Answers {
    return new Answers({ ...this, ...change }, this.#answers)
  }

  /** Evidence that gives these answers: the same each time, so that facts are worked out once. */
  evidence(): Evidence {
    if (this.#evidence === null) {
      this.#evidence = this.#replayed()
      if (this.#madeFrom !== null)
        changedEvidence(this.#madeFrom.evidence, this.#evidence, this.#madeFrom.changed)
    }
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
        const listed = this.#answers.has(answerKey(question.name, args))
          ? null
          : this.#listed(question.name, args)
        return (listed as Answered<never> | null) ?? (await said.ask(question, ...args))
      },
    }
  }

  /** What a list holds of one thing that nobody had asked for by itself; `null`: nothing. */
  #listed(
    question: string,
    [first = '', second = '']: readonly string[],
  ): Observed<unknown> | null {
    if (question === role.name) {
      const [all] = this.foundTo(roles)
      const one = all?.answer.find(({ name }) => name === first)
      if (all === undefined) return null
      return one === undefined ? absent('not among the roles') : found(one)
    }
    if (question === service.name) {
      const one = this.foundTo(servicesByArn)
        .flatMap(({ answer }) => answer)
        .find(
          ({ name, clusterArn }) =>
            name === second && posix.basename(clusterArn) === posix.basename(first),
        )
      return one === undefined ? null : found(one)
    }
    return null
  }
}

/** The answers as they are once a role has been changed, wherever it shows. */
export function withRole(answers: Answers, name: string, change: Partial<Role>): Answers {
  const changed = (one: Role) => (one.name === name ? { ...one, ...change } : one)
  return answers.withEach(role, changed).withEach(roles, (all) => all.map(changed))
}

type Stored = ReadonlyMap<string, Observed<unknown>>

/** The keys of the questions for one thing each that a list answers, in any of some answers. */
function keysOfMembers(key: string, ...all: readonly Stored[]): string[] {
  const found = () =>
    all.flatMap((answers) => {
      const answer = answers.get(key)
      return answer?.state === 'found' ? [answer.value] : []
    })
  switch (questionOfKey(key)) {
    case roles.name:
      return found()
        .flatMap((value) => roles.schema.parse(value))
        .map(({ name }) => answerKey(role.name, [name]))
    case servicesByArn.name:
      return found()
        .flatMap((value) => servicesByArn.schema.parse(value))
        .flatMap(({ clusterArn, name }) =>
          [clusterArn, posix.basename(clusterArn)].map((home) =>
            answerKey(service.name, [home, name]),
          ),
        )
    default:
      return []
  }
}
