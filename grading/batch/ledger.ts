import { type FileHandle, open, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { errorCode, jsonOrNull } from '../../evidence/local-text.js'
import { ClassRow, type GradedClass } from './class-row.js'

/** A student who has been graded. */
export const StudentEntry = z.object({
  kind: z.literal('student'),
  /** Version of grade4 that graded. */
  grader: z.string(),
  /** What was asked about the student; another one means another question. */
  fingerprint: z.string(),
  finishedAt: z.string(),
  row: ClassRow,
})
export type StudentEntry = z.infer<typeof StudentEntry>

/** The class that these students make, in their order. */
export function gradedClass(
  students: readonly StudentEntry[],
  asked: Pick<GradedClass, 'checks' | 'otherColumns'>,
): GradedClass {
  return {
    ...asked,
    rows: students.map(({ row }) => row),
    graders: [...new Set(students.map(({ grader }) => grader))].sort(),
    gradedAt:
      students
        .map(({ finishedAt }) => finishedAt)
        .sort()
        .at(-1) ?? null,
  }
}

/** A batch that was started. */
export const RunEntry = z.object({
  kind: z.literal('run'),
  startedAt: z.string(),
  grader: z.string(),
  /** SHA-256 of the roster, hex. */
  roster: z.string(),
  students: z.int(),
  /** `i/n`, or `null`: the whole class. */
  shard: z.string().nullable(),
  checks: z.array(z.string()),
  otherColumns: z.array(z.string()),
})
export type RunEntry = z.infer<typeof RunEntry>

const Entry = z.discriminatedUnion('kind', [StudentEntry, RunEntry])

/** What a ledger tells. */
export interface LedgerContents {
  /** The last entry of each student. */
  readonly students: ReadonlyMap<string, StudentEntry>
  /** The last run that was started. */
  readonly lastRun: RunEntry | null
  /** Whole lines that make no sense, counted from 1. */
  readonly badLines: readonly number[]
  /** Bytes up to the end of the last whole line: what comes after was torn off by a crash. */
  readonly wholeBytes: number
}

/** Reads a ledger; one that is not there is empty. A last line without its end is left out. */
export async function readLedger(path: string): Promise<LedgerContents> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return Buffer.alloc(0)
    throw error
  })
  const wholeBytes = bytes.lastIndexOf(10) + 1
  const students = new Map<string, StudentEntry>()
  const badLines: number[] = []
  let lastRun: RunEntry | null = null
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1)
  for (const [index, line] of lines.entries()) {
    const entry = Entry.safeParse(jsonOrNull(line))
    if (!entry.success) badLines.push(index + 1)
    else if (entry.data.kind === 'run') lastRun = entry.data
    else students.set(entry.data.row.student, entry.data)
  }
  return { students, lastRun, badLines, wholeBytes }
}

/** The ledger while it is written: one line an entry, on the disk before `append` resolves. */
export class Ledger {
  readonly #file: FileHandle
  #last: Promise<unknown> = Promise.resolve()

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Opens it for appending, and cuts off what a crash left of a line. */
  static async open(path: string, { wholeBytes }: LedgerContents): Promise<Ledger> {
    const file = await open(path, 'a', 0o600)
    await file.truncate(wholeBytes)
    return new Ledger(file)
  }

  /** Resolves when the entry is on the disk. Entries are written in the order they were given. */
  append(...entries: readonly (StudentEntry | RunEntry)[]): Promise<void> {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
    const written = this.#last.then(async () => {
      await this.#file.appendFile(text)
      await this.#file.datasync()
    })
    this.#last = written.catch(() => {})
    return written
  }

  async close(): Promise<void> {
    await this.#last
    await this.#file.close()
  }
}
