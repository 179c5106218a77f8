import type { Observed } from '@grade4/unknown'
import type { z } from 'zod'
import type { Clients } from './clients.js'
import type { Subject } from './subject.js'

/**
 * One thing that can be asked of an account or a repository.
 *
 * A question is asked at most once per subject and per arguments, whoever asks; its answer can be
 * saved and loaded, which is what `schema` is for: loaded answers are parsed by it.
 */
export interface Question<Arguments extends readonly string[], Answer> {
  /** Unique, `service.thing`; the key under which answers are saved. */
  readonly name: string
  readonly schema: z.ZodType<Answer>
  /** Asks the service. Never throws for what a service can answer: that is what `Observed` tells apart. */
  ask(clients: Clients, ...args: Arguments): Promise<Observed<Answer>>
}

/** A subject's evidence: lazy, memoised answers, live or saved. */
export interface Evidence {
  readonly subject: Subject
  /** When the account and the repository were looked at; what judges them takes this for now. */
  readonly gatheredAt: Date
  ask<Arguments extends readonly string[], Answer>(
    question: Question<Arguments, Answer>,
    ...args: Arguments
  ): Promise<Observed<Answer>>
}
