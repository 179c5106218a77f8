import { stringify } from 'csv-stringify/sync'
import { ASSIGNMENT } from '../evidence/assignment.js'
import { type CanvasGradebook, gradebookIndex } from '../grading/batch/canvas-gradebook.js'
import { type GradedClass, otherCell } from '../grading/batch/class-row.js'
import { safeCell } from './safe-text.js'

/** What canvas.csv is to fit. */
export interface CanvasTarget {
  /** Title of the assignment's column; Canvas makes an assignment of that name where there is none. */
  readonly assignment: string
  /** The course's gradebook, which tells students' ids and sections; `null`: not given. */
  readonly gradebook: CanvasGradebook | null
}

/** Where nobody says anything else. */
export const ANY_CANVAS: CanvasTarget = { assignment: ASSIGNMENT, gradebook: null }

/** canvas.csv, and who is complete and yet not in it. */
export interface CanvasTable {
  readonly csv: string
  /** Students who are not in the gradebook, or whom it has twice. */
  readonly notFound: readonly string[]
}

/**
 * canvas.csv: scores in the layout of Canvas's gradebook import.
 *
 * Students are found by the cells that the gradebook has of them; without one, by the login id, which is the
 * roster's `student`, and `name` and `section` of the roster are used where there are such columns.
 * Who is incomplete has no line: an empty cell would erase the grade that stands in Canvas, and a student who is
 * not in the file keeps it.
 * Source: canvas-lms, lib/gradebook_importer.rb and app/models/submission.rb.
 */
export function canvasCsv(
  { rows }: GradedClass,
  { assignment, gradebook }: CanvasTarget = ANY_CANVAS,
): CanvasTable {
  const inGradebook = gradebook && gradebookIndex(gradebook)
  const identity = gradebook?.identity ?? ['Student', 'ID', 'SIS Login ID', 'Section']
  const notFound: string[] = []
  const lines = rows.flatMap((row) => {
    if (!row.complete) return []
    const own = [otherCell(row, 'name') || row.student, '', row.student, otherCell(row, 'section')]
    const cells = inGradebook === null ? own : inGradebook([row.student, otherCell(row, 'email')])
    if (cells !== null) return [[...cells.map(safeCell), row.score]]
    notFound.push(row.student)
    return []
  })
  const points = Math.max(0, ...rows.map(({ maxScore }) => maxScore))
  const csv = stringify([
    [...identity, assignment],
    ['Points Possible', ...identity.slice(1).map(() => ''), points],
    ...lines,
  ])
  return { csv, notFound }
}
