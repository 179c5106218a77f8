import { stringify } from 'csv-stringify/sync'
import type { GradedClass } from '../grading/batch/class-row.js'
import { safeCell } from './safe-cell.js'

/** Title of the assignment in Canvas: the import makes one of that name where there is none. */
const ASSIGNMENT = 'Assignment 4'

/**
 * canvas.csv: scores in the layout of Canvas's gradebook import. Students are found by the login id, which
 * is the roster's `student`; `name` and `section` of the roster are used where there are such columns.
 * The cell of a student who is incomplete is empty, which leaves in Canvas what is there.
 * Source: canvas-lms, lib/gradebook_importer.rb.
 */
export function canvasCsv({ rows, otherColumns }: GradedClass): string {
  const column = (wanted: string) => otherColumns.find((name) => name.toLowerCase() === wanted)
  const [name, section] = [column('name'), column('section')]
  const points = Math.max(0, ...rows.map(({ maxScore }) => maxScore))
  const lines = rows.map((row) => [
    safeCell((name === undefined ? '' : row.other[name]) || row.student),
    '',
    row.student,
    safeCell((section === undefined ? '' : row.other[section]) ?? ''),
    row.complete ? row.score : '',
  ])
  return stringify([
    ['Student', 'ID', 'SIS Login ID', 'Section', ASSIGNMENT],
    ['Points Possible', '', '', '', points],
    ...lines,
  ])
}
