import type { Report, ReportCheck } from '../grading/report.js'
import { waitLines } from './blocked-checks.js'
import { findingsShown, hintsOf } from './findings.js'
import { type PlanLine, planLines, winsText } from './plan-lines.js'
import { safeCode, safeText } from './safe-text.js'

/**
 * What a check found and what to do about it, as lines of plain text: each fault with what was expected,
 * what is there and where, then the remedies and what waits on it (`blocked`). Empty for a check that found nothing.
 */
export function plainFindings(
  check: ReportCheck,
  plan: Report['plan'],
  blocked: readonly ReportCheck[],
): string[] {
  const step = check.status === 'failed' ? plan?.[(check.change ?? 0) - 1] : undefined
  const { findings, others } = findingsShown(check)
  return [
    ...findings.flatMap(({ message, expected, actual, location }) => [
      safeText(message),
      ...(expected === null ? [] : [`Expected: ${safeText(expected)}`]),
      ...(actual === null ? [] : [`Found: ${safeText(actual)}`]),
      ...(location === null
        ? []
        : [`At: ${safeText(location.file)}:${location.line}:${location.column}`]),
      ...(location?.source ? [`Line: ${safeText(location.source.trim())}`] : []),
    ]),
    ...(others === null ? [] : [others]),
    ...hintsOf(check).map((hint) => `Next: ${safeText(hint)}`),
    ...(step === undefined ? [] : planLines(step).map((line) => `  ${signed(line)}`)),
    ...waitLines(blocked),
  ]
}

/** What to do, step by step, as lines of plain text; none where there is no plan. */
export function plainPlan(report: Report): string[] {
  const steps = (report.plan ?? []).flatMap((step, index) => {
    const wins = winsText(step, report)
    const lines = planLines(step).map(
      (line) => `   ${line.line === null ? '' : `${line.line} `}${signed(line)}`,
    )
    return [
      `${index + 1}. ${safeText(step.title)}`,
      ...lines,
      ...(wins === '' ? [] : [`   ${wins}`]),
    ]
  })
  return steps.length === 0 ? [] : ['What to do:', ...steps]
}

function signed({ sign, text }: PlanLine): string {
  return `${sign === null ? '' : `${sign} `}${safeCode(text)}`
}
