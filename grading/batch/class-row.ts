import { z } from 'zod'
import { CHECK_IDS } from '../../checks/rubric.js'
import { RealitySchema, type Report } from '../report.js'
import type { RosterRow } from './roster.js'

const Status = z.enum(['passed', 'failed', 'blocked', 'error'])
const Id = z.enum(CHECK_IDS as [(typeof CHECK_IDS)[number], ...(typeof CHECK_IDS)[number][]])

/** A row keeps so many; one main.yml can have thousands. */
const MOST_DISAGREEMENTS = 20

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
  /** What the graded run says of main.yml; `null`, or not there: nothing. Names of steps are hostile text. */
  reality: RealitySchema.pick({ compared: true, disagreements: true }).nullable().optional(),
  /** The roster's other columns: hostile text. */
  other: z.record(z.string(), z.string()),
})
export type ClassRow = z.infer<typeof ClassRow>

/** A class that has been graded, as far as it has. */
export interface GradedClass {
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
    reality: report.reality && {
      compared: report.reality.compared,
      disagreements: report.reality.disagreements.slice(0, MOST_DISAGREEMENTS),
    },
    other: row.other,
  }
}
