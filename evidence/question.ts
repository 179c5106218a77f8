import type { Absent, Answered } from '@grade4/unknown'
import { z } from 'zod'
import type { Clients } from './clients.js'
import type { Subject } from './subject.js'

/**
 * One thing that can be asked of an account or a repository.
 *
 * It is asked at most once per subject and per arguments, whoever asks; its answer can be saved and loaded.
 * `Absence` is `never` where there is no way for the service to say that there is no such thing.
 */
export interface Question<
  Arguments extends readonly string[],
  Answer,
  Absence extends Absent = Absent,
> {
  /** Unique, `service.thing`; the key under which answers are saved. */
  readonly name: string
  /** What saved answers are parsed by. */
  readonly schema: z.ZodType<Answer>
  /** Whether the answer can't be `absent`. */
  readonly alwaysThere?: boolean
  /** Asks the service. Never throws for what a service can answer: that is what `Observed` tells apart. */
  ask(clients: Clients, ...args: Arguments): Promise<Answered<Answer> | Absence>
}

/** A subject's evidence: lazy, memoised answers, live or saved. */
export interface Evidence {
  readonly subject: Subject
  /** When the account and the repository were looked at; what judges them takes this for now. */
  readonly gatheredAt: Date
  ask<Arguments extends readonly string[], Answer, Absence extends Absent>(
    question: Question<Arguments, Answer, Absence>,
    ...args: Arguments
  ): Promise<Answered<Answer> | Absence>
}

/** What a saved answer may be an answer to. */
export type DeclaredQuestion = Pick<Question<[], unknown>, 'name' | 'schema' | 'alwaysThere'>

const declared: DeclaredQuestion[] = []

/** The questions of the files that have been loaded. */
export const declaredQuestions: readonly DeclaredQuestion[] = declared

/** Declares a question, so that its saved answers can be read again; questions.ts loads the files that hold one. */
export function question<Arguments extends readonly string[], Answer>(
  asked: Question<Arguments, Answer, never> & { readonly alwaysThere: true },
): Question<Arguments, Answer, never>
export function question<Arguments extends readonly string[], Answer>(
  asked: Question<Arguments, Answer>,
): Question<Arguments, Answer>
export function question<Arguments extends readonly string[], Answer>(
  asked: Question<Arguments, Answer>,
): Question<Arguments, Answer> {
  declared.push(asked)
  return asked
}

/** The name under which an answer is kept: the question's, and its arguments. */
export function answerKey(question: string, args: readonly string[]): string {
  return args.length === 0
    ? question
    : `${question}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`
}

/** The arguments that a key names. */
export function argumentsOfKey(key: string): string[] {
  const at = key.indexOf('(')
  return at === -1 ? [] : z.array(z.string()).parse(JSON.parse(`[${key.slice(at + 1, -1)}]`))
}

/** The question that a key names. */
export function questionOfKey(key: string): string {
  const [name = ''] = key.split('(', 1)
  return name
}
