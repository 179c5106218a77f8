import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

import writeFileAtomic from 'write-file-atomic'
import { errorCode } from '../evidence/local-text.js'
import { UsageError } from '../evidence/usage-error.js'
import { BatchFolder, PRIVATE_FILE } from '../grading/batch/folder.js'
import { Ledger, readLedger } from '../grading/batch/ledger.js'
import { takeLock } from '../grading/batch/lock.js'
import { mergeParts, type Part } from '../grading/batch/merge.js'
import { canvasTarget } from './canvas-target.js'
import { exitCodeOfClass, showClass, writeTables } from './class-outputs.js'
import { EXIT } from './exit-code.js'
import type { CanvasOptions } from './options.js'
import type { Surroundings } from './surroundings.js'

/** The options of putting parts together. */
export interface MergeOptions extends CanvasOptions {
  readonly out: string
}

/**
 * `grade4 merge`: puts the folders of shards together into one, as one batch would have left it.
 * Gives the exit code over the class; students of the roster who are in no part make it incomplete.
 * Throws `UsageError` for a folder that is none of a batch.
 */
export async function merge(
  paths: readonly string[],
  { out, ...canvasOptions }: MergeOptions,
  around: Surroundings,
): Promise<number> {
  const canvas = await canvasTarget(canvasOptions, around)
  const folder = new BatchFolder(resolve(around.cwd(), out))
  const parts = await Promise.all(paths.map((path) => readPart(path, folder, around)))
  const { students, graded, wanted, run, warnings } = mergeParts(parts)
  for (const warning of warnings) around.stderr.write(`grade4: ${warning}\n`)
  await folder.make()
  const unlock = await takeLock(folder.lock)
  let notInCanvas: readonly string[]
  try {
    await folder.clear()
    for (const { entry, folder: from } of students) {
      await copyStudent(entry.row.student, new BatchFolder(from), folder)
    }
    const ledger = await Ledger.open(folder.ledger, await readLedger(folder.ledger))
    await ledger.append(
      { ...run, startedAt: new Date().toISOString() },
      ...students.map(({ entry }) => entry),
    )
    await ledger.close()
    notInCanvas = await writeTables(folder, graded, canvas)
  } finally {
    unlock()
  }
  showClass({ rows: graded.rows, notInCanvas }, out, around.stdout)
  if (students.length === wanted) return exitCodeOfClass(graded.rows)
  around.stderr.write(
    `grade4: the roster has ${wanted} students, ${students.length} are in these folders: a part is missing or was stopped.\n`,
  )
  return EXIT.incomplete
}

async function readPart(path: string, out: BatchFolder, { cwd }: Surroundings): Promise<Part> {
  const folder = new BatchFolder(resolve(cwd(), path))
  if (folder.path === out.path) throw new UsageError(`${path} can't be merged into itself.`)
  const ledger = await readLedger(folder.ledger)
  if (ledger.lastRun === null)
    throw new UsageError(`${path} holds no batch: it has no ledger.jsonl.`)
  return { folder: folder.path, ledger }
}

/** Evidence that could not be saved is not there; nor are pages of an older grader. The other files always are. */
async function copyStudent(student: string, from: BatchFolder, to: BatchFolder): Promise<void> {
  const options = { mode: PRIVATE_FILE }
  await writeFileAtomic(to.report(student), await readFile(from.report(student)), options)
  await writeFileAtomic(to.gradescope(student), await readFile(from.gradescope(student)), options)
  const page = await readIfThere(from.studentPage(student))
  if (page !== null) await writeFileAtomic(to.studentPage(student), page, options)
  const evidence = await readIfThere(from.evidence(student))
  if (evidence !== null) await writeFileAtomic(to.evidence(student), evidence, options)
}

async function readIfThere(path: string): Promise<Buffer | null> {
  return await readFile(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
}
