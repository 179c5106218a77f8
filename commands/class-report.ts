import type { ClassRow } from '../grading/batch/class-row.js'
import { safeText } from '../reporters/safe-text.js'
import { exitCodeOf, exitCodeOfAll } from './exit-code.js'
import type { Output } from './surroundings.js'

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
