import { absent, found, type Observed, unknownFor } from '@grade4/unknown'

import fc from 'fast-check'
import { z } from 'zod'
import { answerKey } from './question.js'
import { QUESTIONS } from './questions.js'
import type { SavedEvidence } from './saved-evidence.js'
import type { Subject } from './subject.js'

/** Text with everything in it: lone surrogates, controls, quotes. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('cs40', '\uD800', '"), "', ''))

const date = fc.date({ noInvalidDate: true })

/** Any value that a schema of ours lets in. */
function anyValueOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodString) return text
  if (schema instanceof z.ZodNumber) return fc.oneof(fc.integer(), fc.constant(0.1))
  if (schema instanceof z.ZodBoolean) return fc.boolean()
  if (schema instanceof z.ZodDefault) return anyValueOf(schema.unwrap())
  if (schema instanceof z.ZodNullable) return fc.option(anyValueOf(schema.unwrap()))
  if (schema instanceof z.ZodArray) return fc.array(anyValueOf(schema.element), { maxLength: 4 })
  if (schema instanceof z.ZodPipe) return date
  if (schema instanceof z.ZodObject) {
    const fields: [string, z.core.$ZodType][] = Object.entries(schema.shape)
    return fc.record(Object.fromEntries(fields.map(([key, field]) => [key, anyValueOf(field)])))
  }
  throw new Error(`A schema of another kind: ${schema._zod.def.type}`)
}

const anyAnswer: fc.Arbitrary<[string, Observed<unknown>]> = fc
  .constantFrom(...QUESTIONS)
  .chain(({ name, schema, alwaysThere }) =>
    fc.tuple(
      fc.array(text, { maxLength: 2 }).map((args) => answerKey(name, args)),
      fc.oneof(
        { weight: 3, arbitrary: anyValueOf(schema).map(found) },
        ...(alwaysThere === true ? [] : [text.map(absent)]),
        fc
          .tuple(text, text, fc.option(fc.constantFrom('evidence', 'deployment')))
          .map(([because, remedy, lacks]) =>
            unknownFor({ because, remedy, ...(lacks === null ? {} : { lacks }) }),
          ),
      ),
    ),
  )

const anySubject: fc.Arbitrary<Subject> = fc.record(
  {
    student: fc.option(text),
    account: text,
    repository: fc.option(fc.record({ owner: text, name: text })),
    region: text,
    stack: text,
    profile: fc.constant(null),
    roleArn: fc.constant(null),
    externalId: fc.constant(null),
    localWorkflow: fc.option(fc.record({ path: text, text })),
    withoutAccount: fc.constant(true as const),
  },
  {
    requiredKeys: [
      'student',
      'repository',
      'region',
      'stack',
      'profile',
      'roleArn',
      'externalId',
      'localWorkflow',
    ],
  },
)

/** Any evidence at all. */
export const anyEvidence: fc.Arbitrary<SavedEvidence> = fc.record({
  subject: anySubject,
  gatheredAt: date,
  savedAt: date,
  answers: fc.array(anyAnswer, { maxLength: 12 }).map((answers) => new Map(answers)),
})
