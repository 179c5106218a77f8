import { copyFile } from 'node:fs/promises'
import type { Reason } from '@grade4/unknown'
import type { Assignment } from '../grading/batch/assignment.js'
import { classRow } from '../grading/batch/class-row.js'
import type { BatchFolder } from '../grading/batch/folder.js'
import type { Ledger, StudentEntry } from '../grading/batch/ledger.js'
import type { Report } from '../grading/report.js'
import type { GradingRules } from '../grading/rules.js'
import { GradeReporter } from '../reporters/grade-reporter.js'
import { safeText } from '../reporters/safe-text.js'
import { gradeAll, type Plan, type WorkflowText } from '../runner/index.js'
import { writeStudent } from './class-outputs.js'
import { faultText } from './fault-text.js'
import { withHandIn } from './hand-ins.js'
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

/** Who listens to a class being graded. */
export interface ClassListener {
  onGraded(student: StudentEntry): void
  /** GitHub's rate limit is used up until then, ISO 8601. */
  onWait(until: string): void
  /** The class was stopped, since nobody can be graded before whoever grades has fixed this. */
  onCallerFault(fault: Reason): void
  /** For standard error, harmless there: one line, or several with a stack where the plan asks for one. */
  onFault(message: string): void
}

/** A class that can be stopped between two students. */
export class ClassRunner {
  readonly #run: ClassRun
  readonly #listener: ClassListener
  readonly #stop = new AbortController()
  #inARow = 0

  constructor(run: ClassRun, listener: ClassListener) {
    this.#run = run
    this.#listener = listener
  }

  /** Students who are being looked at are finished; no other is begun. */
  stop(): void {
    this.#stop.abort()
  }

  /** Resolves when everybody is graded and written, or it was stopped. Rejects when files can't be written. */
  async run(): Promise<void> {
    const { assignments } = this.#run
    for (let from = 0; from < assignments.length; from += STUDENTS_A_RUN) {
      if (this.#stop.signal.aborted) return
      await this.#chunk(assignments.slice(from, from + STUDENTS_A_RUN))
    }
  }

  async #chunk(assignments: readonly Assignment[]): Promise<void> {
    const { folder, home, rules } = this.#run
    const plan: Plan = {
      ...(await this.#run.plan()),
      // Not before it is their turn: a class's templates are large.
      subjects: await Promise.all(
        assignments.map(({ subject, credited: [first] }) =>
          first === undefined ? subject : withHandIn(subject, first.row, home),
        ),
      ),
      saveTo: assignments.map(({ subject }) => folder.evidence(subject.student ?? '')),
      withWorkflow: true,
    }
    const writes: Promise<void>[] = []
    const struck = new Set<number>()
    const failed: unknown[] = []
    const reporter = new GradeReporter(
      plan,
      {
        onCallerFault: (index, fault) => {
          struck.add(index)
          this.#inARow += 1
          if (this.#inARow !== ENOUGH || this.#stop.signal.aborted) return
          this.stop()
          this.#listener.onCallerFault(fault)
        },
        onReport: (index, report, workflow) => {
          const assignment = assignments[index]
          if (assignment === undefined) return
          if (!struck.has(index)) this.#inARow = 0
          const written = this.#write(assignment, report, workflow).catch((error: unknown) => {
            failed.push(error)
            this.stop()
          })
          writes.push(written)
        },
        onUnsaved: (_index, message) => this.#listener.onFault(safeText(message)),
        onFault: (index, message) => {
          const student = assignments[index ?? -1]?.subject.student ?? null
          const next =
            student === null
              ? '--debug tells where'
              : `grade4 regrade ${folder.evidence(student)} --debug tells where`
          this.#listener.onFault(faultText(plan, index, message, next))
        },
      },
      { ...rules, due: assignments.map(({ due }) => due) },
    )
    // vitest leaves an exit code behind when a check fails; the class has one of its own.
    await gradeAll(plan, reporter, {
      signal: this.#stop.signal,
      onWait: (until) => this.#listener.onWait(until),
    })
    await Promise.all(writes)
    if (failed.length > 0) throw failed[0]
  }

  /** The files first, the ledger last: whoever is in the ledger has them. */
  async #write(
    { credited, subject, fingerprint }: Assignment,
    report: Report,
    workflow: WorkflowText | null,
  ): Promise<void> {
    const { folder, ledger } = this.#run
    const rows = credited.map(({ row, order }) => classRow(row, order, report))
    for (const { student } of rows) {
      await writeStudent(folder, { ...report, student }, workflow)
      if (student !== subject.student) await copyEvidence(folder, subject.student ?? '', student)
    }
    const entries = rows.map((row) => ({
      kind: 'student' as const,
      grader: VERSION,
      fingerprint,
      finishedAt: report.finishedAt,
      row,
    }))
    await ledger.append(...entries)
    for (const entry of entries) this.#listener.onGraded(entry)
  }
}

/** Partners each have the evidence; where it could not be saved, that has been told. */
async function copyEvidence(folder: BatchFolder, from: string, to: string): Promise<void> {
  await copyFile(folder.evidence(from), folder.evidence(to)).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  })
}
