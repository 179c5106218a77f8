import type { Location } from '../checks/verdict.js'
import type { Report, ReportCheck } from '../grading/report.js'
import { type BlockedChecks, blockedIn, waitLines } from './blocked-checks.js'
import { findingsOf, hintsOf } from './findings.js'
import { planLines } from './plan-lines.js'
import type { Reporter } from './reporter.js'
import { safeCode, safeText } from './safe-text.js'
import { scoreRange } from './score-range.js'

/** GitHub shows so many annotations of a kind for a step and drops the rest without a word. */
const MOST_OF_A_KIND = 10

interface Annotation {
  readonly title: string
  readonly message: string
  readonly location: Location | null
}

/**
 * GitHub's workflow commands: what failed as errors, those with a place in main.yml first; what could not be
 * graded as warnings; the score as a notice. The details are the step summary's.
 * Source: actions/runner, ActionCommand.cs, for the escapes.
 */
export const github: Reporter = {
  name: 'github',
  render(report) {
    const { maxScore, complete } = report
    return [
      ...commands('error', faultsOf(report)),
      ...commands(
        'warning',
        withStatus(report, 'error').map((check) => asWhole(check, blockedIn(report.checks))),
      ),
      command('notice', {
        title: 'grade4',
        message: `${scoreRange(report)} of ${maxScore} points${complete ? '' : '; not final'}`,
        location: null,
      }),
    ].join('')
  },
}

/** Each fault that has a place by itself; the others of a check together. */
function faultsOf(report: Report): Annotation[] {
  const failed = withStatus(report, 'failed')
  const blocked = blockedIn(report.checks)
  const placed = failed.flatMap((check) =>
    findingsOf(check)
      .filter(({ location }) => location !== null)
      .map(({ message, location, hint }, index) => ({
        title: titleOf(check),
        message: lines([
          message,
          hint ?? check.hint,
          ...(index === 0 ? [...changeOf(report, check), ...waitLines(blocked.by(check.id))] : []),
        ]),
        location,
      })),
  )
  const others = failed
    .map((check) => ({
      ...check,
      findings: findingsOf(check).filter(({ location }) => location === null),
    }))
    .filter(({ findings }) => findings.length > 0)
  return [...placed, ...others.map((check) => asWhole(check, blocked))]
}

/** The lines of main.yml to change; GitHub shows a suggestion to click on only in a review. */
function changeOf({ plan }: Report, { change }: ReportCheck): string[] {
  const step = plan?.[(change ?? 0) - 1]
  if (step?.kind !== 'workflow') return []
  return planLines(step).flatMap(({ sign, text }) => (sign === null ? [] : [`${sign} ${text}`]))
}

function asWhole(check: ReportCheck, blocked: BlockedChecks): Annotation {
  return {
    title: titleOf(check),
    message: lines([
      ...findingsOf(check).map(({ message }) => message),
      ...hintsOf(check),
      ...waitLines(blocked.by(check.id)),
    ]),
    location: null,
  }
}

function withStatus({ checks }: Report, wanted: ReportCheck['status']): ReportCheck[] {
  return checks.filter(({ status }) => status === wanted)
}

function titleOf({ id, title, maxScore }: ReportCheck): string {
  return `${id}: ${title} (${maxScore} points)`
}

function lines(texts: readonly (string | null)[]): string {
  return texts.flatMap((each) => (each === null ? [] : [safeCode(each)])).join('\n')
}

/** The annotations; of more than GitHub shows, the last one says how many are left. */
function commands(kind: 'error' | 'warning', annotations: readonly Annotation[]): string[] {
  if (annotations.length <= MOST_OF_A_KIND) return annotations.map((each) => command(kind, each))
  const shown = annotations.slice(0, MOST_OF_A_KIND - 1)
  const left = annotations.length - shown.length
  const rest = { title: 'grade4', message: `${left} more: see the report.`, location: null }
  return [...shown, rest].map((each) => command(kind, each))
}

function command(kind: string, { title, message, location }: Annotation): string {
  const place =
    location === null
      ? []
      : [`file=${property(location.file)}`, `line=${location.line}`, `col=${location.column}`]
  return `::${kind} ${[...place, `title=${property(title)}`].join(',')}::${data(message)}\n`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(safeText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
