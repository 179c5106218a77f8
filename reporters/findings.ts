import type { Finding } from '../checks/verdict.js'
import type { ReportCheck } from '../grading/report.js'

/** What a check says, fault by fault; its summary where it lists none. */
export function findingsOf(check: ReportCheck): readonly Finding[] {
  if (check.findings.length > 0) return check.findings
  if (check.message === '') return []
  const { message, expected, actual, location } = check
  return [{ message, expected, actual, location, hint: null }]
}

/**
 * What to do about a check, most particular first, each once: the hints of its findings, and the
 * check's own where a finding has none. What could not be graded has only the hints of its findings:
 * the rubric's hint would send the student to fix what may be right.
 */
export function hintsOf(check: ReportCheck): string[] {
  const findings = findingsOf(check)
  const own = findings.flatMap(({ hint }) => (hint === null ? [] : [hint]))
  const lacking = own.length < findings.length || findings.length === 0
  const general = lacking && check.status !== 'error' ? check.hint : null
  return [...new Set(general === null ? own : [...own, general])]
}
