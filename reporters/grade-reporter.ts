import type { Reason } from '@grade4/unknown'
import type { Reporter, TestCase } from 'vitest/node'
import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { redactAll } from '../evidence/redact.js'
import type { Report } from '../grading/report.js'
import { type GradingRules, NO_RULES } from '../grading/rules.js'
import { reportOf } from '../grading/score.js'
import type { Plan, SubjectSummary, WorkflowText } from '../runner/index.js'
import { safeLines, safeText } from './safe-text.js'

/** Who listens to a run. */
export interface GradeListener {
  /** A check was reached for the plan's subject of that index. */
  onVerdict?(subject: number, verdict: Verdict): void
  /** A subject's evidence was to be saved and is not; its report follows. `message`: why, one line. */
  onUnsaved?(subject: number, message: string): void
  /** Something is not known of a subject, nor of any other; its report follows. */
  onCallerFault?(subject: number, fault: Reason): void
  /** A subject is done. `workflow`: main.yml as it was graded, where the plan asks for it and it is known. */
  onReport(subject: number, report: Report, workflow: WorkflowText | null): void
  /**
   * Something broke inside the grader, for a subject of the plan or for none; the reports stand. `message`:
   * harmless for a terminal; one line, or several with a stack where the plan asks for one.
   */
  onFault?(subject: number | null, message: string): void
}

/**
 * The vitest reporter that turns test results into reports, each as soon as its subject is done.
 * It walks the plan, not the tests that ran: a check without a verdict is `error`.
 */
export class GradeReporter implements Reporter {
  readonly #plan: Plan
  readonly #listener: GradeListener
  readonly #rules: GradingRules
  readonly #startedAt = new Date().toISOString()
  readonly #verdicts = new Map<number, Map<CheckId, Verdict>>()
  readonly #reported = new Set<number>()
  readonly #faults = new Set<string>()

  constructor(plan: Plan, listener: GradeListener, rules: GradingRules = NO_RULES) {
    this.#plan = plan
    this.#listener = listener
    this.#rules = rules
  }

  onTestCaseResult(testCase: TestCase): void {
    const meta = testCase.meta()
    const { check, summary, fault, notStarted } = meta
    if (check !== undefined) {
      const verdict = consistent(check.verdict, testCase)
      this.#of(check.subject).set(verdict.id, verdict)
      this.#listener.onVerdict?.(check.subject, verdict)
    }
    if (fault !== undefined) this.#fault(fault.subject, fault.message)
    if (summary !== undefined) this.#report(summary.subject, summary)
    if (notStarted !== undefined) this.#reported.add(notStarted.subject)
    // vitest keeps every test to the end of the run, and a class has fifty thousand of them.
    for (const name of ['check', 'summary', 'fault'] as const) delete meta[name]
  }

  onTestRunEnd(_modules: unknown, unhandledErrors: readonly { readonly message?: string }[]): void {
    for (const { message } of unhandledErrors) this.#fault(null, message ?? 'unknown fault')
    for (const subject of this.#plan.subjects.keys()) {
      if (!this.#reported.has(subject)) this.#report(subject, null)
    }
  }

  /** What all checks share breaks for each of them; it is reported once, for the first. */
  #fault(subject: number | null, message: string): void {
    const shown = this.#plan.withStacks === true ? safeLines(message) : safeText(message)
    if (this.#faults.has(shown)) return
    this.#faults.add(shown)
    this.#listener.onFault?.(subject, shown)
  }

  #of(subject: number): Map<CheckId, Verdict> {
    const verdicts = this.#verdicts.get(subject) ?? new Map<CheckId, Verdict>()
    this.#verdicts.set(subject, verdicts)
    return verdicts
  }

  #report(index: number, summary: SubjectSummary | null): void {
    const subject = this.#plan.subjects[index]
    if (subject === undefined || this.#reported.has(index)) return
    this.#reported.add(index)
    const verdicts = this.#of(index)
    this.#verdicts.delete(index)
    const { repository: asked, student, region } = subject
    const known = summary ?? { ...NOTHING_KNOWN, startedAt: this.#startedAt }
    const repository = known.repository ?? (asked && `${asked.owner}/${asked.name}`)
    const { due, ...rules } = this.#rules
    const report = redactAll(
      reportOf(
        this.#plan.checks.map((id) => verdicts.get(id) ?? noVerdict(id)),
        { ...known, student, region, repository, finishedAt: new Date().toISOString() },
        { ...rules, due: due[index] ?? null },
      ),
    )
    const { unsaved, callerFault, workflow = null } = known
    if (unsaved !== null) this.#listener.onUnsaved?.(index, unsaved)
    if (callerFault !== undefined) this.#listener.onCallerFault?.(index, redactAll(callerFault))
    this.#listener.onReport(index, report, redactAll(workflow))
  }
}

/** What is known of a subject that came to no summary. */
const NOTHING_KNOWN: Omit<SubjectSummary, 'startedAt'> = {
  account: null,
  repository: null,
  submittedAt: null,
  submittedFrom: null,
  unsaved: null,
  advice: [],
  reality: null,
  requests: { aws: 0, github: 0 },
}

/** vitest's own state has the last word: a test that failed in another way than its verdict says is `error`. */
function consistent(verdict: Verdict, testCase: TestCase): Verdict {
  const { state } = testCase.result()
  const expected = { passed: 'passed', failed: 'failed', error: 'failed', blocked: 'skipped' }
  return state === expected[verdict.status] ? verdict : noVerdict(verdict.id)
}

function noVerdict(id: CheckId): Verdict {
  return {
    id,
    status: 'error',
    findings: [
      {
        message: 'The grader itself broke on this check: it came to no verdict.',
        expected: null,
        actual: null,
        location: null,
        hint: 'This is a bug of grade4, not of yours: report it to the course staff.',
      },
    ],
    seen: '',
    blockedBy: null,
    durationMs: 0,
  }
}
