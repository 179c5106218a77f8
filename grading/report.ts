import { z } from 'zod'
import { CHECK_IDS } from '../checks/rubric.js'
import { ASSIGNMENT_ID } from '../evidence/assignment.js'

const Id = z.enum(CHECK_IDS as [(typeof CHECK_IDS)[number], ...(typeof CHECK_IDS)[number][]])
const Points = z.int().nonnegative()
/** ISO 8601, UTC, milliseconds. */
const Moment = z.iso.datetime()

const LocationSchema = z.object({
  file: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
  /** The text of the line. */
  source: z.string().nullable(),
})

const FindingSchema = z.object({
  message: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  location: LocationSchema.nullable(),
  hint: z.string().nullable(),
})

const LineEditSchema = z.object({
  file: z.string(),
  line: z.int().positive().describe('From 1, in the file as it was graded.'),
  endLine: z
    .int()
    .nonnegative()
    .describe('Inclusive; line - 1 where the new lines come before line and replace none.'),
  before: z.string().describe('The lines as they are, joined by newlines.'),
  after: z.string().nullable().describe('The lines that replace them; null: they go.'),
})

/** One thing to do, which was tried on a copy of the account and the repository. */
export const PlanStep = z.object({
  title: z.string().describe('What to do and why, one line.'),
  kind: z.enum(['workflow', 'cdk', 'command', 'setting', 'push']),
  edits: z.array(LineEditSchema).describe('Edits of main.yml; they never overlap.'),
  text: z.string().nullable().describe('Lines of CDK, a command, or the way through settings.'),
  wins: z.array(Id).describe('The checks that pass by it, in rubric order.'),
  points: Points,
  scoreAfter: Points.describe('The score once this step and those before it are done.'),
})
export type PlanStep = z.infer<typeof PlanStep>

export const ReportCheck = z.object({
  id: Id,
  title: z.string(),
  section: z.string(),
  status: z.enum(['passed', 'failed', 'blocked', 'error']),
  score: Points,
  maxScore: Points,
  message: z.string().describe('One line; every finding of the check, or what was seen.'),
  hint: z
    .string()
    .nullable()
    .describe('The next thing to do; null where there is nothing to do here.'),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  blockedBy: Id.nullable(),
  change: z
    .int()
    .positive()
    .nullable()
    .describe('The step of the plan by which it passes, from 1; null where there is none.'),
  location: LocationSchema.nullable(),
  findings: z.array(FindingSchema).describe('Each fault by itself; message joins them.'),
  durationMs: z.number().nonnegative(),
})
export type ReportCheck = z.infer<typeof ReportCheck>

const Conclusion = z.enum(['success', 'failure', 'skipped'])

/** What GitHub recorded of the graded run, held against what grade4 finds by running main.yml itself. */
export const RealitySchema = z.object({
  run: z
    .int()
    .nullable()
    .describe('Number of the graded run; null when there is none, or it is not known.'),
  compared: z.boolean(),
  reason: z.string().nullable().describe('Why it was not compared; null where it was.'),
  disagreements: z.array(
    z.object({
      job: z.string(),
      step: z.string().nullable().describe('Name of the step; null: the job as a whole.'),
      simulated: Conclusion,
      recorded: Conclusion,
      decides: z
        .boolean()
        .describe('True: the checks that hang on the step are error, whatever grade4 finds.'),
    }),
  ),
})

/** One grade, as `--json` prints it and every reporter gets it. */
export const Report = z.object({
  schema: z.literal('grade4/report@1'),
  assignment: z.literal(ASSIGNMENT_ID),
  student: z.string().nullable(),
  account: z.string().nullable().describe('12 digits; null when no credentials gave it.'),
  region: z.string(),
  repository: z.string().nullable().describe('OWNER/NAME; null when none was found.'),
  startedAt: Moment,
  finishedAt: Moment,
  submittedAt: Moment.nullable().describe(
    'When the graded state came to be: start of the graded run, or push of the image where no run made it; null if unknown.',
  ),
  submittedFrom: z
    .enum(['run', 'image'])
    .nullable()
    .describe(
      'What submittedAt is taken from: the start of the graded run, or the push of the image.',
    ),
  due: Moment.nullable().describe('The deadline; null when none was given.'),
  late: z
    .boolean()
    .describe('False also where it is not known; lateBySeconds tells the two apart.'),
  lateBySeconds: z
    .int()
    .nonnegative()
    .nullable()
    .describe('0 when in time; null when there is no deadline, or submittedAt is not known.'),
  latePenalty: z
    .object({ rule: z.string(), points: Points })
    .nullable()
    .describe('What being late costs; score and range are after it. Null: nothing.'),
  score: Points,
  range: z.tuple([Points, Points]).describe('Lowest and highest score still possible.'),
  maxScore: Points,
  complete: z.boolean().describe('False while any check is error, or waits for one that is.'),
  checks: z.array(ReportCheck).describe('In rubric order.'),
  plan: z
    .array(PlanStep)
    .nullable()
    .describe('What to do, in order; null where the course keeps it back, or it is not known.'),
  deploy: z
    .array(
      z.object({
        id: Id,
        status: z.enum(['passed', 'failed', 'blocked', 'error']),
        message: z.string(),
      }),
    )
    .optional()
    .describe(
      'With --template and an account: the checks that come out otherwise once the template is deployed; checks has them as deployed now.',
    ),
  advice: z.array(z.object({ id: z.string(), message: z.string() })),
  reality: RealitySchema.nullable()
    .optional()
    .describe(
      "GitHub's record of the graded run, step by step, against main.yml as grade4 runs it; null when no check needed it.",
    ),
  requests: z.object({ aws: z.int().nonnegative(), github: z.int().nonnegative() }),
  trace: z
    .unknown()
    .optional()
    .describe('With --debug: what main.yml does, step by step, on a copy of the account.'),
})
export type Report = z.infer<typeof Report>
