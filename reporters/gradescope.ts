import type { Report, ReportCheck } from '../grading/report.js'
import { type BlockedChecks, blockedIn } from './blocked-checks.js'
import { plainFindings, plainPlan } from './plain-text.js'
import type { Reporter } from './reporter.js'
import { safeText } from './safe-text.js'
import { scoreRange } from './score-range.js'
import { penaltyText, submissionText } from './terminal/lateness.js'

/**
 * results.json of a Gradescope autograder. Everything that holds a student's text is shown as plain text.
 * Source: gradescope-autograders documentation, "Autograder Specifications".
 */
export const gradescope: Reporter = {
  name: 'gradescope',
  render: (report) => {
    const blocked = blockedIn(report.checks)
    const results = {
      score: report.score,
      output: summaryOf(report),
      output_format: 'text',
      test_output_format: 'text',
      test_name_format: 'text',
      visibility: 'visible',
      stdout_visibility: 'hidden',
      tests: report.checks.map((check, index) => ({
        name: `${check.id}: ${check.title}`,
        number: String(index + 1),
        score: check.score,
        max_score: check.maxScore,
        status: check.status === 'passed' ? 'passed' : 'failed',
        output: outputOf(check, report.plan, blocked),
        visibility: 'visible',
      })),
    }
    return `${JSON.stringify(results, null, 2)}\n`
  },
}

/** The score, what it is made of, and what to do: Gradescope shows it above tests that may add up to another sum. */
function summaryOf(report: Report): string {
  const points = `${scoreRange(report)} of ${report.maxScore} points.`
  const lines = [
    report.complete
      ? points
      : `Not final: ${points} Some checks could not be graded; they cost no points yet.`,
  ]
  const submitted = submissionText(report)
  if (submitted !== null) lines.push(`Submitted: ${submitted}.`)
  const penalty = penaltyText(report)
  if (penalty !== null) {
    const sum = report.checks.reduce((total, check) => total + check.score, 0)
    lines.push(`The checks below are worth ${sum} points; ${penalty}.`)
  }
  return [...lines, ...plainPlan(report)].join('\n')
}

/** What comes before the findings: of a blocked check, the one to look at. */
function prefixOf({ status, blockedBy }: ReportCheck): string {
  if (status === 'error') return 'Could not be graded, no points lost. '
  if (status !== 'blocked') return ''
  return blockedBy === null ? 'Not looked at yet. ' : `Waits on ${blockedBy}. `
}

function outputOf(check: ReportCheck, plan: Report['plan'], blocked: BlockedChecks): string {
  const lines = plainFindings(check, plan, blocked.by(check.id))
  return prefixOf(check) + (lines.length === 0 ? safeText(check.message) : lines.join('\n'))
}
