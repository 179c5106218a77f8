import { copyFile } from 'node:fs/promises'
import { errorCode } from '../evidence/local-text.js'
import type { Assignment } from '../grading/batch/assignment.js'
import { classRow } from '../grading/batch/class-row.js'
import type { BatchFolder } from '../grading/batch/folder.js'
import type { Ledger, StudentEntry } from '../grading/batch/ledger.js'
import type { Report } from '../grading/report.js'
import type { GradingRules } from '../grading/rules.js'
import { GradeReporter } from '../reporters/grade-reporter.js'
import { safeText } from '../reporters/safe-text.js'
import { gradeAll, type Plan, type WorkflowText } from '../runner/index.js'
import type { BatchProgress } from './batch-progress.js'
import { writeStudent } from './class-outputs.js'
import { withHandIn } from './hand-ins.js'
import { faultText } from './run-plan.js'
import { VERSION } from './version.js'

/**
 * Students of one vitest run. Measured: a start costs 0.3 s, and what vitest keeps of a test until its run
 * ends is 5 KB; with 50 a run the time is a sixth longer, with 600 it is the same.
 */
const STUDENTS_A_RUN = 100

/** So many students in a row who can't be graded for a fault of whoever grades are enough: the others can't be either. */
const ENOUGH = 5

/** A class being graded. */
export interface ClassRun {
  readonly assignments: readonly Assignment[]
  /** The roster's folder, which hand-ins are below. */
  readonly home: string
  /** Each run's plan but for its subjects; made anew so that what runs out, a token, is fresh. */
  readonly plan: () => Promise<Omit<Plan, 'subjects' | 'saveTo'>>
  readonly rules: Omit<GradingRules, 'due'>
  readonly folder: BatchFolder
  readonly ledger: Ledger
}

/**
 * Grades a class, in several runs; gives everybody who is graded and written. Who is being looked at when `stop` is
 * aborted is finished; no other is begun. It stops by itself, and says so, when nobody can be graded. Rejects when
 * files can't be written.
 */
export async function gradeClass(
  run: ClassRun,
  progress: BatchProgress,
  stop: AbortSignal,
): Promise<StudentEntry[]> {
  const graded: StudentEntry[] = []
  const enough = new AbortController()
  const signal = AbortSignal.any([stop, enough.signal])
  let inARow = 0
  for (let from = 0; from < run.assignments.length && !signal.aborted; from += STUDENTS_A_RUN) {
    const assignments = run.assignments.slice(from, from + STUDENTS_A_RUN)
    const plan = await planOf(run, assignments)
    const writes: Promise<void>[] = []
    const struck = new Set<number>()
    const failed: unknown[] = []
    const reporter = new GradeReporter(
      plan,
      {
        onCallerFault: (index, { because, remedy }) => {
          struck.add(index)
          inARow += 1
          if (inARow !== ENOUGH || signal.aborted) return
          enough.abort()
          progress.tell(
            `stopping: nobody can be graded for the same reason. ${safeText(because)} ${safeText(remedy)}`,
          )
        },
        onReport: (index, report, workflow) => {
          const assignment = assignments[index]
          if (assignment === undefined) return
          if (!struck.has(index)) inARow = 0
          const written = write(run, assignment, report, workflow).then(
            (entries) => {
              graded.push(...entries)
              for (const { row } of entries) progress.step(row.complete)
            },
            (error: unknown) => {
              failed.push(error)
              enough.abort()
            },
          )
          writes.push(written)
        },
        onUnsaved: (_index, message) => progress.tell(safeText(message)),
        onFault: (index, message) => {
          const student = assignments[index ?? -1]?.subject.student ?? null
          const next =
            student === null
              ? '--debug tells where'
              : `grade4 regrade ${run.folder.evidence(student)} --debug tells where`
          progress.tell(faultText(plan, index, message, next))
        },
      },
      { ...run.rules, due: assignments.map(({ due }) => due) },
    )
    await gradeAll(plan, reporter, { signal, onWait: (until) => progress.waitUntil(until) })
    await Promise.all(writes)
    if (failed.length > 0) throw failed[0]
  }
  return graded
}

async function planOf(
  { plan, folder, home }: ClassRun,
  assignments: readonly Assignment[],
): Promise<Plan> {
  return {
    ...(await plan()),
    // Not before it is their turn: a class's templates are large.
    subjects: await Promise.all(
      assignments.map(({ subject, credited: [first] }) =>
        first === undefined ? subject : withHandIn(subject, first.row, home),
      ),
    ),
    saveTo: assignments.map(({ subject }) => folder.evidence(subject.student ?? '')),
    withWorkflow: true,
  }
}

/** The files first, the ledger last: whoever is in the ledger has them. */
async function write(
  { folder, ledger }: ClassRun,
  { credited, subject, fingerprint }: Assignment,
  report: Report,
  workflow: WorkflowText | null,
): Promise<StudentEntry[]> {
  const entries = credited.map(
    ({ row, order }): StudentEntry => ({
      kind: 'student',
      grader: VERSION,
      fingerprint,
      finishedAt: report.finishedAt,
      row: classRow(row, order, report),
    }),
  )
  for (const { row } of entries) {
    await writeStudent(folder, { ...report, student: row.student }, workflow)
    if (row.student !== subject.student) {
      await copyEvidence(folder, subject.student ?? '', row.student)
    }
  }
  await ledger.append(...entries)
  return entries
}

/** Partners each have the evidence; where it could not be saved, that has been reported. */
async function copyEvidence(folder: BatchFolder, from: string, to: string): Promise<void> {
  await copyFile(folder.evidence(from), folder.evidence(to)).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error
  })
}
