import { absent, found, type Observed, unknown } from '@grade4/unknown'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { readText, UnreadableFile } from './local-text.js'
import { moment } from './moment.js'
import { type DeclaredQuestion, questionOfKey } from './question.js'
import { QUESTIONS } from './questions.js'
import { redactAll } from './redact.js'
import type { Subject } from './subject.js'

/** Form of the file; another number is another form. */
const SCHEMA = 'grade4/evidence@1'

/** Everything that was seen of one subject, so that it can be graded again offline. */
export interface SavedEvidence {
  /** Who was graded; nothing in it that signs anybody in. */
  readonly subject: Subject
  /** When the account and the repository were looked at. */
  readonly gatheredAt: Date
  readonly savedAt: Date
  /** What main.yml was seen to do, for whoever reads the file; `undefined` when it is not known. */
  readonly trace?: unknown
  /** By the key of `answerKey`. */
  readonly answers: ReadonlyMap<string, Observed<unknown>>
}

/** A text is not the saved evidence of this version of grade4. The message says why, in one line. */
export class UnreadableEvidence extends Error {
  override readonly name = 'UnreadableEvidence'
}

const SubjectSchema = z.object({
  student: z.string().nullable(),
  account: z.string().exactOptional(),
  repository: z.object({ owner: z.string(), name: z.string() }).nullable(),
  region: z.string(),
  stack: z.string(),
  localWorkflow: z.object({ path: z.string(), text: z.string() }).nullable(),
  withoutAccount: z.literal(true).exactOptional(),
})

const Answer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('found'), value: z.unknown() }),
  z.object({ state: z.literal('absent'), saidBy: z.string() }),
  z.object({
    state: z.literal('unknown'),
    because: z.string(),
    remedy: z.string(),
    lacks: z.enum(['evidence', 'deployment']).exactOptional(),
  }),
])

const Form = z.object({ schema: z.string() })

const Saved = z.object({
  schema: z.literal(SCHEMA),
  subject: SubjectSchema,
  gatheredAt: moment,
  savedAt: moment,
  trace: z.unknown().optional(),
  answers: z.record(z.string(), z.unknown()),
})

const BY_NAME: ReadonlyMap<string, DeclaredQuestion> = new Map(
  QUESTIONS.map((question) => [question.name, question]),
)

/**
 * The text that keeps the evidence: two-space JSON, answers sorted by key, ending in a newline.
 * Profile, role and external id stay out of it: whoever grades again signs in nowhere. Secrets in a student's
 * texts are masked.
 */
export function writeEvidence(evidence: SavedEvidence): string {
  const { subject, gatheredAt, savedAt, answers, trace } = evidence
  const { student, account, repository, region, stack, localWorkflow, withoutAccount } = subject
  const sorted = [...answers].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const saved = {
    schema: SCHEMA,
    subject: { student, account, repository, region, stack, localWorkflow, withoutAccount },
    gatheredAt: gatheredAt.toISOString(),
    savedAt: savedAt.toISOString(),
    trace,
    answers: Object.fromEntries(sorted),
  }
  return `${JSON.stringify(redactAll(saved), null, 2)}\n`
}

/**
 * The evidence that a text keeps. Throws `UnreadableEvidence` when it keeps none, or that of another version.
 * An answer that can't be read alone is unknown; an answer to a question that nobody asks any more is left out.
 */
export function readEvidence(text: string): SavedEvidence {
  const json = parseJson(text)
  const form = Form.safeParse(json)
  if (!form.success) throw new UnreadableEvidence('it is not saved evidence of grade4')
  if (form.data.schema !== SCHEMA) {
    throw new UnreadableEvidence(
      `it is of the form ${JSON.stringify(form.data.schema.slice(0, 80))}, and this version of grade4 reads ${SCHEMA}`,
    )
  }
  const saved = Saved.safeParse(json)
  if (!saved.success) {
    const [issue] = saved.error.issues
    throw new UnreadableEvidence(`${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { subject, gatheredAt, savedAt, answers, trace } = saved.data
  return {
    subject: { ...subject, profile: null, roleArn: null, externalId: null },
    gatheredAt,
    savedAt,
    ...(trace === undefined ? {} : { trace }),
    answers: new Map(
      Object.entries(answers).flatMap(([key, answer]): [string, Observed<unknown>][] => {
        const question = BY_NAME.get(questionOfKey(key))
        return question === undefined ? [] : [[key, readAnswer(answer, question)]]
      }),
    ),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UnreadableEvidence('it is not JSON', { cause })
  }
}

function readAnswer(
  json: unknown,
  { name, schema, alwaysThere }: DeclaredQuestion,
): Observed<unknown> {
  const answer = Answer.safeParse(json)
  if (answer.success) {
    if (answer.data.state === 'unknown') return answer.data
    if (answer.data.state === 'found') {
      const value = schema.safeParse(answer.data.value)
      if (value.success) return found(value.data)
    } else if (alwaysThere !== true) return absent(answer.data.saidBy)
  }
  return unknown(
    `The saved answer to ${name} can't be read by this version of grade4.`,
    'Grade the account itself again, and save its evidence again.',
  )
}

/** Its owner's alone: it shows a student's whole account. */
const MODE = 0o600

/** Far more than the evidence of any honest subject, in bytes. */
const LARGEST_BYTES = 64 * 1024 * 1024

/**
 * Writes evidence to a file that only its owner may read. Whoever looks sees the old file or the new one,
 * never a part, also when the process is killed meanwhile. The folder has to be there.
 * Throws what the file system throws.
 */
export async function saveEvidence(path: string, evidence: SavedEvidence): Promise<void> {
  await writeFileAtomic(path, writeEvidence(evidence), { mode: MODE })
}

/** Reads evidence from a file. Throws `UnreadableEvidence`, whose message names the file. */
export async function loadEvidence(path: string): Promise<SavedEvidence> {
  try {
    return readEvidence(await readText(path, LARGEST_BYTES))
  } catch (cause) {
    const isFile = !(cause instanceof UnreadableFile)
    if (isFile && !(cause instanceof UnreadableEvidence)) throw cause
    const why = isFile ? cause.message : `it ${cause.message}`
    throw new UnreadableEvidence(`${path} is no evidence to grade: ${why}.`, { cause })
  }
}
