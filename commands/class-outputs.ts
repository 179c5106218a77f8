import { readFile } from 'node:fs/promises'
import writeFileAtomic from 'write-file-atomic'
import type { ClassRow, GradedClass } from '../grading/batch/class-row.js'
import { type BatchFolder, PRIVATE_FILE } from '../grading/batch/folder.js'
import type { Report } from '../grading/report.js'
import { type CanvasTarget, canvasCsv } from '../reporters/canvas-csv.js'
import { classSummary } from '../reporters/class-summary.js'
import { gradesCsv } from '../reporters/grades-csv.js'
import { gradescope } from '../reporters/gradescope.js'
import { classPage } from '../reporters/html/class-page.js'
import { studentPage } from '../reporters/html/student-page.js'
import { json } from '../reporters/json.js'
import { safeText } from '../reporters/safe-text.js'
import type { WorkflowText } from '../runner/index.js'
import { exitCodeOf, exitCodeOfAll } from './exit-code.js'
import type { Output } from './surroundings.js'

const PLAIN = { color: false, columns: 80, unicode: true }

/** The script of the class's page, which the build puts beside this program. */
const SCRIPT = new URL('class-page.js', import.meta.url)

/** Writes one student's files, each whole or not at all. `workflow`: main.yml as it was graded, if known. */
export async function writeStudent(
  folder: BatchFolder,
  report: Report,
  workflow: WorkflowText | null,
): Promise<void> {
  const student = report.student ?? ''
  // Not flushed: resuming looks whether they are whole, and the ledger, which is flushed, comes after them.
  const options = { fsync: false, mode: PRIVATE_FILE }
  await writeFileAtomic(folder.report(student), json.render(report, PLAIN), options)
  await writeFileAtomic(folder.studentPage(student), studentPage(report, workflow), options)
  await writeFileAtomic(folder.gradescope(student), gradescope.render(report, PLAIN), options)
}

/**
 * Writes the tables over the class, each whole or not at all. Gives the students who are complete and yet not in
 * canvas.csv, since the gradebook does not tell who they are.
 */
export async function writeTables(
  folder: BatchFolder,
  graded: GradedClass,
  target?: CanvasTarget,
): Promise<readonly string[]> {
  const options = { mode: PRIVATE_FILE }
  await writeFileAtomic(folder.table('grades.csv'), gradesCsv(graded), options)
  const canvas = canvasCsv(graded, target)
  await writeFileAtomic(folder.table('canvas.csv'), canvas.csv, options)
  await writeFileAtomic(folder.table('summary.json'), classSummary(graded), options)
  const page = classPage(graded, await readFile(SCRIPT, 'utf8'))
  await writeFileAtomic(folder.table('index.html'), page, options)
  return canvas.notFound
}

/** What is said of a class. */
interface ShownClass {
  readonly rows: readonly ClassRow[]
  /** Students who are complete and yet not in canvas.csv. */
  readonly notInCanvas: readonly string[]
}

/** What a class says at the end, on standard output: who is incomplete and why first, then how it did. */
export function showClass({ rows, notInCanvas }: ShownClass, out: string, stdout: Output): void {
  const incomplete = rows.filter(({ complete }) => !complete)
  if (incomplete.length > 0) {
    stdout.write(`Incomplete, ${incomplete.length} of ${rows.length}:\n`)
    for (const { student, range, why } of incomplete) {
      const [first = 'a check came to no verdict.', ...others] = why
      const more = others.length === 0 ? '' : ` (and ${others.length} more)`
      stdout.write(`  ${student}  ${range[0]} to ${range[1]}  ${safeText(first)}${more}\n`)
    }
    stdout.write('\n')
  }
  const graded = rows.filter(({ complete }) => complete)
  const full = graded.filter(({ score, maxScore }) => score === maxScore)
  stdout.write(
    `${graded.length} of ${rows.length} graded, ${full.length} with every point. Grades: ${out}/grades.csv\n`,
  )
  if (incomplete.length > 0) {
    const who = incomplete.length === 1 ? '1 student' : `${incomplete.length} students`
    stdout.write(
      `canvas.csv leaves out ${who} without a final score: importing it erases no grade.\n`,
    )
  }
  if (notInCanvas.length > 0) {
    stdout.write(
      `canvas.csv leaves out who is not in Canvas's export, or there twice: ${notInCanvas.join(', ')}.\n`,
    )
  }
}

/** The exit code of a class. */
export function exitCodeOfClass(rows: readonly ClassRow[]): number {
  return exitCodeOfAll(rows.map(exitCodeOf))
}
