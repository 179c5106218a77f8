import type { CheckId } from '../checks/rubric.js'
import type { Status, Verdict } from '../checks/verdict.js'
import type { Report } from '../grading/report.js'
import type { GradingRules } from '../grading/rules.js'
import { GradeReporter } from '../reporters/grade-reporter.js'
import { liveText } from '../reporters/terminal/live.js'
import { gradeAll, type Plan, type WorkflowText } from '../runner/index.js'
import { lookOf } from './screen-look.js'
import { startStatusLine } from './status-line.js'
import type { Surroundings } from './surroundings.js'

/** What a run gave. */
export interface Graded {
  /** In the order of the plan's subjects. */
  readonly reports: readonly Report[]
  /** Each report's main.yml as it was graded; `null` where the plan did not ask for it, or it is not known. */
  readonly workflows: readonly (WorkflowText | null)[]
  /** Why evidence that was to be saved is not, a line each. */
  readonly unsaved: readonly string[]
}

/** What is shown while a plan is graded. */
export interface Showing {
  /** What goes on, in a few words. */
  readonly doing: string
  readonly color: boolean
  /** Nothing of it is shown. */
  readonly quiet?: boolean
}

/**
 * Grades the subjects of a plan. On a terminal each check of a single subject is shown as it falls, and of
 * several how many have; nothing of it is left when it ends.
 * What breaks inside the grader is reported on standard error; the reports stand.
 */
export async function runPlan(
  plan: Plan,
  rules: GradingRules,
  { doing, color, quiet = false }: Showing,
  around: Pick<Surroundings, 'stderr' | 'env'>,
): Promise<Graded> {
  const reports = new Map<number, Report>()
  const workflows = new Map<number, WorkflowText | null>()
  const unsaved: string[] = []
  const wanted = plan.checks.length * plan.subjects.length
  let reached = 0
  const statuses = new Map<CheckId, Status>()
  const look = lookOf(around.stderr, around.env, color)
  const text = () =>
    plan.subjects.length === 1
      ? liveText(doing, plan.checks, statuses, look)
      : `${doing}: ${reached} of ${wanted}`
  const screen = await startStatusLine(around, { color, quiet }, text())
  const listener = {
    onVerdict: (_subject: number, { id, status }: Verdict) => {
      reached += 1
      statuses.set(id, status)
      if (screen.isLive) screen.show(text())
    },
    onUnsaved: (_subject: number, message: string) => unsaved.push(message),
    onReport: (subject: number, report: Report, workflow: WorkflowText | null) => {
      reports.set(subject, report)
      workflows.set(subject, workflow)
    },
    onFault: (subject: number | null, message: string) =>
      screen.say(`grade4: ${faultText(plan, subject, message, '--debug tells where')}`),
  }
  try {
    await gradeAll(plan, new GradeReporter(plan, listener, rules))
  } finally {
    screen.stop()
  }
  return {
    reports: inOrder(plan, reports),
    workflows: plan.subjects.map((_subject, index) => workflows.get(index) ?? null),
    unsaved,
  }
}

function inOrder(plan: Plan, reports: ReadonlyMap<number, Report>): Report[] {
  return plan.subjects.map((_subject, index) => {
    const report = reports.get(index)
    if (report === undefined) throw new Error('The run ended without a report.')
    return report
  })
}

/**
 * What is said when something inside the grader broke, for whom, and what to do `next` where no stack is shown.
 * `message`: harmless for a terminal.
 */
export function faultText(
  plan: Plan,
  subject: number | null,
  message: string,
  next: string,
): string {
  const student = plan.subjects[subject ?? -1]?.student ?? null
  const whose = student === null ? '' : ` while it graded ${student}`
  const where = plan.withStacks === true ? '' : ` (${next})`
  return `something inside the grader broke${whose}: ${message}${where}`
}
