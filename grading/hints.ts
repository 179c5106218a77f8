import type { Report, ReportCheck } from './report.js'

/**
 * How much a report gives away.
 * - `change`: cause, place and the change that helps.
 * - `place`: cause and place.
 * - `none`: verdicts alone.
 */
export type Hints = (typeof HINTS)[number]
export const HINTS = ['change', 'place', 'none'] as const

/** Texts shorter than this many characters say nothing by themselves. */
const TELLING = 8

/** A report that gives away no more than the course wants. */
export function withHints(report: Report, hints: Hints): Report {
  if (hints === 'change') return report
  const shown = textsOf(report)
  return {
    ...report,
    checks: report.checks.map((check) =>
      hints === 'none' ? withoutFindings(check) : withoutChanges(check, shown),
    ),
    plan: null,
    ...(report.deploy === undefined
      ? {}
      : { deploy: report.deploy.map((one) => ({ ...one, message: '' })) }),
    advice: hints === 'none' ? [] : report.advice,
  }
}

function withoutFindings(check: ReportCheck): ReportCheck {
  if (check.status === 'passed') return { ...check, change: null }
  // That it could not be graded is no hint, and the student has to know what to do about it.
  if (check.status === 'error') return { ...check, change: null }
  return {
    ...check,
    message: '',
    hint: null,
    expected: null,
    actual: null,
    location: null,
    findings: [],
    change: null,
  }
}

/** Without what is to be written; a sentence that holds it gives way to the title. */
function withoutChanges(check: ReportCheck, shown: readonly string[]): ReportCheck {
  if (check.status !== 'failed') return { ...check, change: null }
  const findings = check.findings.map((finding) => ({
    ...finding,
    message: shown.some((text) => finding.message.includes(text))
      ? `${check.title}: not yet.`
      : finding.message,
    expected: null,
    hint: null,
  }))
  return {
    ...check,
    message: findings.map(({ message }) => message).join(' '),
    hint: null,
    expected: null,
    findings,
    change: null,
  }
}

/** What the plan would have a student write, piece by piece. */
function textsOf({ plan }: Report): string[] {
  const lines = (plan ?? []).flatMap(({ edits, text }) => [
    ...edits.flatMap(({ before, after }) => {
      const there = new Set(before.split(/\s+/))
      return (after ?? '').split(/\s+/).filter((word) => !there.has(word))
    }),
    ...(text ?? '').split('\n'),
  ])
  const pieces = lines.flatMap((line) => [line.trim(), ...(line.match(/(?<=")[^"]+(?=")/g) ?? [])])
  return [...new Set(pieces)].filter((piece) => piece.length >= TELLING)
}
