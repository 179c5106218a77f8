import { z } from 'zod'
import { CHECK_IDS } from '../../checks/rubric.js'
import { rootOf } from '../blocked.js'
import { RealitySchema, type Report } from '../report.js'
import type { RosterRow } from './roster.js'

const Status = z.enum(['passed', 'failed', 'blocked', 'error'])
const Id = z.enum(CHECK_IDS as [(typeof CHECK_IDS)[number], ...(typeof CHECK_IDS)[number][]])

/** A row keeps so many; one main.yml can have thousands. */
const MOST_DISAGREEMENTS = 20
/** Of the findings of one check a row keeps so many, each of so many characters. */
const MOST_FINDINGS = 5
const LONGEST_FINDING = 400

/** A finding of a failed check. */
const Mistake = z.object({
  check: Id,
  /** Hostile text; empty where the course keeps findings back. */
  message: z.string(),
  /** What the check is worth, with the checks that are blocked by it. */
  points: z.int().nonnegative(),
})
export type Mistake = z.infer<typeof Mistake>

/** One student's line of a class: what its tables are made of. The report has the rest. */
export const ClassRow = z.object({
  student: z.string(),
  /** Where the student stands on the roster: rows are shown in this order. */
  order: z.int(),
  /** 12 digits, by the roster. */
  account: z.string(),
  /** `OWNER/NAME`, by the roster. */
  repository: z.string(),
  score: z.int(),
  range: z.tuple([z.int(), z.int()]),
  maxScore: z.int(),
  complete: z.boolean(),
  submittedAt: z.string().nullable(),
  due: z.string().nullable(),
  lateBySeconds: z.int().nullable(),
  statuses: z.partialRecord(Id, Status),
  /** Why the undecided checks are undecided, each reason once, one line each: hostile text. */
  why: z.array(z.string()),
  /** Findings of the failed checks, in rubric order; rows of an older grader have none. */
  mistakes: z.array(Mistake).default([]),
  /** What each check is worth that is failed, or blocked by one that is. */
  lost: z.partialRecord(Id, z.int().nonnegative()).default({}),
  /** What the graded run says of main.yml; `null`, or not there: nothing. Names of steps are hostile text. */
  reality: RealitySchema.pick({ compared: true, disagreements: true }).nullable().optional(),
  /** The roster's other columns: hostile text. */
  other: z.record(z.string(), z.string()),
})
export type ClassRow = z.infer<typeof ClassRow>

/** A cell of the roster's other columns, by the column's name whatever its case: hostile text; empty for none. */
export function otherCell({ other }: Pick<ClassRow, 'other'>, column: string): string {
  const [, cell = ''] = Object.entries(other).find(([name]) => name.toLowerCase() === column) ?? []
  return cell
}

/** A class that has been graded, as far as it has. */
export interface GradedClass {
  /** Versions of grade4 that graded, sorted; several where a batch was continued by another one. */
  readonly graders: readonly string[]
  /** When the last student was graded, ISO 8601; `null`: nobody is graded. */
  readonly gradedAt: string | null
  /** In the roster's order. */
  readonly rows: readonly ClassRow[]
  /** Checks that were asked for, in rubric order. */
  readonly checks: readonly (typeof CHECK_IDS)[number][]
  /** Names of the roster's other columns. */
  readonly otherColumns: readonly string[]
}

/** What a report says about a student of a roster. */
export function classRow(row: RosterRow, order: number, report: Report): ClassRow {
  const undecided = report.checks.filter(({ status }) => status === 'error')
  const byId = new Map(report.checks.map((check) => [check.id, check]))
  const lost = report.checks.flatMap((check) => {
    const root = rootOf(check, byId)
    return root?.status === 'failed' ? [{ check, root }] : []
  })
  return {
    student: row.student,
    order,
    account: row.account,
    repository: `${row.repository.owner}/${row.repository.name}`,
    score: report.score,
    range: report.range,
    maxScore: report.maxScore,
    complete: report.complete,
    submittedAt: report.submittedAt,
    due: report.due,
    lateBySeconds: report.lateBySeconds,
    statuses: Object.fromEntries(report.checks.map(({ id, status }) => [id, status])),
    why: [...new Set(undecided.map(({ message }) => message))],
    mistakes: report.checks
      .filter(({ status }) => status === 'failed')
      .flatMap(({ id, findings, message }) => {
        const points = lost
          .filter(({ root }) => root.id === id)
          .reduce((sum, { check }) => sum + check.maxScore, 0)
        return (findings.length === 0 ? [{ message }] : findings)
          .slice(0, MOST_FINDINGS)
          .map((finding) => ({
            check: id,
            message: finding.message.slice(0, LONGEST_FINDING),
            points,
          }))
      }),
    lost: Object.fromEntries(lost.map(({ check }) => [check.id, check.maxScore])),
    reality: report.reality && {
      compared: report.reality.compared,
      disagreements: report.reality.disagreements.slice(0, MOST_DISAGREEMENTS),
    },
    other: row.other,
  }
}
