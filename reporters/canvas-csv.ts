import { stringify } from 'csv-stringify/sync'
import type { GradedClass } from '../grading/batch/class-row.js'
import { safeCell } from './safe-cell.js'

/** Title of the assignment in Canvas: the import makes one of that name where there is none. */
const ASSIGNMENT = 'Assignment 4'

/**
 * canvas.csv: scores in the layout of Canvas's gradebook import. Students are found by the login id, which
 * is the roster's `student`; `name` and `section` of the roster are used where there are such columns.
 * Who is incomplete has no line: an empty cell would erase the grade that stands in Canvas, and a student who is
 * not in the file keeps it.
 * Source: canvas-lms, lib/gradebook_importer.rb and app/models/submission.rb.
 */
export function canvasCsv({ rows, otherColumns }: GradedClass): string {
  const column = (wanted: string) => otherColumns.find((name) => name.toLowerCase() === wanted)
  const [name, section] = [column('name'), column('section')]
  const points = Math.max(0, ...rows.map(({ maxScore }) => maxScore))
  const final = rows.filter(({ complete }) => complete)
  const lines = final.map((row) => [
    safeCell((name === undefined ? '' : row.other[name]) || row.student),
    '',
    row.student,
    safeCell((section === undefined ? '' : row.other[section]) ?? ''),
    row.score,
  ])
  return stringify([
    ['Student', 'ID', 'SIS Login ID', 'Section', ASSIGNMENT],
    ['Points Possible', '', '', '', points],
    ...lines,
  ])
}
