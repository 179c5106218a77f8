import type { CheckId } from '../../checks/rubric.js'
import type { Report, ReportCheck } from '../../grading/report.js'
import { type BlockedChecks, pointsOf } from '../blocked-checks.js'
import { findingsOf, hintsOf } from '../findings.js'
import { planLines, winsText } from '../plan-lines.js'
import { count, hang, paragraph } from './layout.js'
import type { Screen } from './screen.js'
import type { Ungraded } from './ungraded.js'

/**
 * What to do, step by step, with the lines of main.yml as a small diff and the score after each step. What is to
 * be copied is never wrapped or cut.
 */
export function planSteps(screen: Screen, report: Report): string[] {
  const { plan } = report
  if (plan === null || plan.length === 0) return []
  const { paint } = screen
  return [
    '',
    paint.heading('What to do'),
    ...plan.flatMap((step, index) => {
      const mark = `${index + 1}. `
      const indent = 2 + mark.length
      const [first] = step.edits
      const wins = winsText(step, report)
      const width = String(step.edits.at(-1)?.line ?? 0).length
      return [
        ...hang(screen, 2, mark, step.title, { mark: paint.strong }),
        ...(first === undefined ? [] : paragraph(screen, indent, first.file, paint.faint)),
        ...planLines(step).map(({ sign, line, text }) => {
          const margin = ' '.repeat(indent + 2)
          if (sign === null) return `${margin}${paint.advice(screen.safeCode(text))}`
          const paintLine = sign === '-' ? paint.failed : paint.passed
          const number = (line === null ? '' : String(line)).padStart(width)
          return `${margin}${paint.faint(number)} ${paintLine(`${sign} ${screen.safeCode(text)}`.trimEnd())}`
        }),
        ...paragraph(screen, indent, wins, paint.faint),
      ]
    }),
  ]
}

/** A tired reader takes in three. */
const MOST_STEPS = 3

interface Step {
  readonly what: string
  readonly ids: readonly CheckId[]
  /** Points of the checks themselves. */
  readonly points: number
  /** Points of the checks that wait on them. */
  readonly blockedPoints: number
}

/**
 * What to do first: the remedies that bring the most points, those of the checks that they block counted in;
 * among equals the rubric's order. At most three.
 */
export function firstSteps(
  screen: Screen,
  checks: readonly ReportCheck[],
  ungraded: readonly Ungraded[],
  blocked: BlockedChecks,
  hasPlan: boolean,
): string[] {
  const failed = checks.filter(({ status, change }) => status === 'failed' && change === null)
  const steps = [
    ...failed.map((check) => stepFor([check], hintsOf(check), blocked)),
    ...ungraded.map(({ hints, causes }) =>
      stepFor(
        causes.flatMap((cause) => cause.checks),
        hints,
        blocked,
      ),
    ),
  ].sort((a, b) => b.points + b.blockedPoints - (a.points + a.blockedPoints))
  if (steps.length === 0) return []

  const left = steps.length - MOST_STEPS
  return [
    '',
    screen.paint.heading(hasPlan ? 'Beside that' : 'What to do first'),
    ...steps.slice(0, MOST_STEPS).flatMap((step, index) => stepLines(screen, step, index + 1)),
    ...(left > 0 ? [`  Then the other ${left === 1 ? 'one' : left} above.`] : []),
  ]
}

function stepFor(
  checks: readonly ReportCheck[],
  hints: readonly string[],
  blocked: BlockedChecks,
): Step {
  const [what = checks.flatMap(findingsOf)[0]?.message ?? checks[0]?.title ?? ''] = hints
  return {
    what,
    ids: checks.map(({ id }) => id),
    points: pointsOf(checks),
    blockedPoints: pointsOf(checks.flatMap(({ id }) => blocked.by(id))),
  }
}

function stepLines(screen: Screen, step: Step, number: number): string[] {
  const { advice, faint } = screen.paint
  const mark = `${number}. `
  const [first] = step.ids
  const which =
    step.ids.length === 1 && first !== undefined ? first : count(step.ids.length, 'check')
  const more = step.blockedPoints > 0 ? `, and ${step.blockedPoints} that wait on it` : ''
  return [
    ...hang(screen, 2, mark, step.what, { mark: advice, text: advice }),
    ...paragraph(screen, 2 + mark.length, `${which}: ${count(step.points, 'point')}${more}`, faint),
  ]
}
