import type { Report, ReportCheck } from '../grading/report.js'
import { waitLines } from './blocked-checks.js'
import { findingsOf, hintsOf } from './findings.js'
import { planLines } from './plan-lines.js'
import { safeCode, safeText } from './safe-text.js'

/** More faults of one check than anybody reads. */
const MOST_FINDINGS = 20

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
  const findings = findingsOf(check)
  const left = findings.length - MOST_FINDINGS
  return [
    ...findings
      .slice(0, MOST_FINDINGS)
      .flatMap(({ message, expected, actual, location }) => [
        safeText(message),
        ...(expected === null ? [] : [`Expected: ${safeText(expected)}`]),
        ...(actual === null ? [] : [`Found: ${safeText(actual)}`]),
        ...(location === null
          ? []
          : [`At: ${safeText(location.file)}:${location.line}:${location.column}`]),
        ...(location?.source ? [`Line: ${safeText(location.source.trim())}`] : []),
      ]),
    ...(left > 0 ? [`And ${left} more.`] : []),
    ...hintsOf(check).map((hint) => `Next: ${safeText(hint)}`),
    ...(step === undefined
      ? []
      : planLines(step).map(
          ({ sign, text }) => `  ${sign === null ? '' : `${sign} `}${safeCode(text)}`,
        )),
    ...waitLines(blocked),
  ]
}
