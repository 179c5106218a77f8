import type { Finding } from '../checks/verdict.js'
import type { Report, ReportCheck } from '../grading/report.js'

/** More faults of one check than anybody reads. */
const MOST_FINDINGS = 20

/** What a check says, fault by fault; its summary where it lists none. */
export function findingsOf(check: ReportCheck): readonly Finding[] {
  if (check.findings.length > 0) return check.findings
  if (check.message === '') return []
  const { message, expected, actual, location } = check
  return [{ message, expected, actual, location, hint: null }]
}

/** As many of a check's findings as are shown, and a line about the others; `null`: there are none. */
export function findingsShown(check: ReportCheck): {
  readonly findings: readonly Finding[]
  readonly others: string | null
} {
  const findings = findingsOf(check)
  const left = findings.length - MOST_FINDINGS
  return {
    findings: findings.slice(0, MOST_FINDINGS),
    others: left > 0 ? `And ${left} more.` : null,
  }
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

/** Checks that a page shows together. */
interface Part {
  readonly id: 'failed' | 'ungraded' | 'waiting'
  readonly title: string
  readonly checks: readonly ReportCheck[]
}

/** The checks that have something to say, by what it means for the student; parts without a check are left out. */
export function partsOf(checks: readonly ReportCheck[]): Part[] {
  const withStatus = (wanted: ReportCheck['status']) =>
    checks.filter(({ status }) => status === wanted)
  const waiting = withStatus('blocked').filter(({ blockedBy }) => blockedBy === null)
  const parts: Part[] = [
    { id: 'failed', title: 'To fix', checks: withStatus('failed') },
    {
      id: 'ungraded',
      title: 'Could not be graded, no points lost',
      checks: withStatus('error'),
    },
    { id: 'waiting', title: 'Not looked at yet', checks: waiting },
  ]
  return parts.filter((part) => part.checks.length > 0)
}

/** The lines of a value but for blank ones: none where it is empty. */
export function linesOfValue(value: string): string[] {
  return value.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
}

/** The advice to show: what wins no points only distracts while points are missing, unless it is asked for. */
export function adviceShown({ advice, checks }: Report, asked = false): Report['advice'] {
  return asked || checks.every(({ status }) => status !== 'failed') ? advice : []
}
