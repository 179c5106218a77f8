import { resolve } from 'node:path'
import { UsageError } from '../evidence/usage-error.js'
import {
  assignmentColumn,
  BadGradebook,
  type CanvasGradebook,
  readCanvasGradebook,
} from '../grading/batch/canvas-gradebook.js'
import { ANY_CANVAS, type CanvasTarget } from '../reporters/canvas-csv.js'
import { safeText } from '../reporters/safe-text.js'
import type { CanvasOptions } from './options.js'
import { readTextFile } from './read-text-file.js'
import type { Surroundings } from './surroundings.js'

/** A course of thousands with a hundred assignments is smaller. */
const LARGEST_BYTES = 64 * 1024 * 1024

/** What canvas.csv is to fit. Throws `UsageError` for a file that is no gradebook, or has no such assignment. */
export async function canvasTarget(
  { canvasAssignment, canvasExport }: CanvasOptions,
  around: Surroundings,
): Promise<CanvasTarget> {
  const wanted = canvasAssignment ?? ANY_CANVAS.assignment
  if (canvasExport === undefined) return { assignment: wanted, gradebook: null }
  const gradebook = await gradebookIn(canvasExport, around)
  const assignment = assignmentColumn(gradebook, wanted)
  if (assignment !== null) return { assignment, gradebook }
  const there = gradebook.assignments.map((title) => `"${safeText(title)}"`).join(', ')
  throw new UsageError(
    `${canvasExport} has no assignment "${wanted}", or several: name it with --canvas-assignment. It has: ${there || 'none'}.`,
  )
}

async function gradebookIn(path: string, { cwd }: Surroundings): Promise<CanvasGradebook> {
  const what = 'a gradebook of Canvas'
  const text = await readTextFile(resolve(cwd(), path), { what, largestBytes: LARGEST_BYTES })
  try {
    return readCanvasGradebook(text)
  } catch (error) {
    if (!(error instanceof BadGradebook)) throw error
    throw new UsageError(`${path} is not ${what}: ${error.message} In Canvas: Grades, Export.`)
  }
}
