import { mean, median, rollups, sum } from 'd3-array'
import { z } from 'zod'
import type { ClassRow, GradedClass } from '../grading/batch/class-row.js'
import { ReportCheck } from '../grading/report.js'
import { commonMistakes } from './common-mistakes.js'
import { safeText } from './safe-text.js'

const Count = z.int().nonnegative()
const Score = z.int().nonnegative().nullable().describe('Null: nobody is graded.')
const { id: Id } = ReportCheck.shape

/** summary.json, as other programs read it. */
export const ClassSummary = z.object({
  schema: z.literal('grade4/class@1'),
  graders: z.array(z.string()).describe('Versions of grade4 that graded.'),
  gradedAt: z.iso.datetime().nullable().describe('When the last student was graded.'),
  students: Count,
  graded: Count.describe('Students whose score is final.'),
  incomplete: z.array(
    z.object({
      student: z.string(),
      range: z.tuple([Count, Count]).describe('Lowest and highest score still possible.'),
      why: z.array(z.string()),
    }),
  ),
  late: Count,
  maxScore: Count,
  scores: z.object({
    of: z.literal('graded'),
    lowest: Score,
    median: z.number().nullable(),
    mean: z.number().nullable().describe('To a tenth of a point.'),
    highest: Score,
    distribution: z
      .array(z.object({ from: Count, to: Count, students: Count }))
      .describe('Steps of ten points; those without a student are left out.'),
  }),
  mistakes: z
    .array(
      z.object({
        check: Id,
        message: z.string().describe('With … for names and values in which students differ.'),
        points: Count.describe('What it cost all of them, with the checks that it blocks.'),
        students: z.array(z.string()),
      }),
    )
    .describe('What most students share first.'),
  reality: z.object({
    compared: Count.describe("Graded runs that were held against GitHub's record."),
    disagreed: Count,
    steps: z.array(
      z.object({
        step: z.string().nullable().describe('Null: the job as a whole.'),
        simulated: z.string(),
        recorded: z.string(),
        runs: Count,
      }),
    ),
  }),
  checks: z.array(
    z.object({ id: Id, passed: Count, failed: Count, blocked: Count, error: Count, lost: Count }),
  ),
})
type ClassSummary = z.infer<typeof ClassSummary>

/** Of the mistakes of a class, so many are in its summary. */
const MOST_MISTAKES = 100

/** Width of a step of the distribution of scores, in points. */
const STEP = 10

/** summary.json: how the class did, check by check, and who is incomplete and why. */
export function classSummary({ rows, checks, graders, gradedAt }: GradedClass): string {
  const graded = rows.filter(({ complete }) => complete)
  const scores = graded.map(({ score }) => score).sort((one, other) => one - other)
  const average = mean(scores)
  const summary: ClassSummary = {
    schema: 'grade4/class@1',
    graders: [...graders],
    gradedAt,
    students: rows.length,
    graded: graded.length,
    incomplete: rows
      .filter(({ complete }) => !complete)
      .map(({ student, range, why }) => ({ student, range, why })),
    late: rows.filter(({ lateBySeconds }) => (lateBySeconds ?? 0) > 0).length,
    maxScore: Math.max(0, ...rows.map(({ maxScore }) => maxScore)),
    scores: {
      of: 'graded',
      lowest: scores[0] ?? null,
      median: median(scores) ?? null,
      mean: average === undefined ? null : Math.round(10 * average) / 10,
      highest: scores.at(-1) ?? null,
      distribution: rollups(
        scores,
        ({ length }) => length,
        (score) => Math.floor(score / STEP) * STEP,
      ).map(([from, students]) => ({ from, to: from + STEP - 1, students })),
    },
    mistakes: commonMistakes(rows)
      .slice(0, MOST_MISTAKES)
      .map(({ check, text, points, rows: who }) => ({
        check,
        message: safeText(text),
        points,
        students: who.map(({ student }) => student),
      })),
    reality: realityOf(rows),
    checks: checks.map((id) => ({
      id,
      ...countsOf(rows.map(({ statuses }) => statuses[id])),
      lost: sum(rows, ({ lost }) => lost[id]),
    })),
  }
  return `${JSON.stringify(summary, null, 2)}\n`
}

/**
 * How often what main.yml does, by grade4, is what GitHub recorded of the graded run; each step about which a
 * run disagrees with how many runs, the most frequent first.
 */
function realityOf(rows: readonly ClassRow[]) {
  const compared = rows.flatMap(({ reality }) => (reality?.compared ? [reality] : []))
  const steps = new Map<string, ClassSummary['reality']['steps'][number]>()
  for (const { disagreements } of compared) {
    const ofRun = new Map(
      disagreements.map(({ step, simulated, recorded }) => {
        const each = { step, simulated, recorded }
        return [JSON.stringify(each), each]
      }),
    )
    for (const [key, each] of ofRun) {
      steps.set(key, { ...each, runs: (steps.get(key)?.runs ?? 0) + 1 })
    }
  }
  return {
    compared: compared.length,
    disagreed: compared.filter(({ disagreements }) => disagreements.length > 0).length,
    steps: [...steps.values()].toSorted((one, other) => other.runs - one.runs),
  }
}

function countsOf(statuses: readonly (string | undefined)[]) {
  const amount = (wanted: string) => statuses.filter((status) => status === wanted).length
  return {
    passed: amount('passed'),
    failed: amount('failed'),
    blocked: amount('blocked'),
    error: amount('error'),
  }
}
