import type { Look } from './reporter.js'
import { hang } from './terminal/layout.js'
import { type Screen, screenFor } from './terminal/screen.js'

/** One thing that grading needs, and whether it is there. */
export interface DoctorLine {
  readonly name: string
  readonly state: 'ok' | 'broken' | 'not tried'
  /** What was found, one line; may be empty. */
  readonly message: string
  /** The step that mends it; `null` unless it is broken. */
  readonly remedy: string | null
}

/** What `grade4 doctor` found out. */
export interface DoctorReport {
  readonly schema: 'grade4/doctor@1'
  /** Whether everything is there. */
  readonly ok: boolean
  /** 12 digits; `null` when no credentials told. */
  readonly account: string | null
  readonly arn: string | null
  readonly region: string
  /** `OWNER/NAME`; `null` when none was found. */
  readonly repository: string | null
  readonly groups: readonly { readonly title: string; readonly lines: readonly DoctorLine[] }[]
}

/** The report for a person: a line each, what to do below what is broken, the sum at the end. */
export function doctorText(report: DoctorReport, look: Look): string {
  const screen = screenFor(look)
  const broken = report.groups.flatMap(({ lines }) =>
    lines.filter(({ state }) => state === 'broken'),
  )
  const widest = Math.max(...report.groups.flatMap(({ lines }) => lines.map(nameWidth)))
  const groups = report.groups.flatMap(({ title, lines }) => [
    screen.paint.heading(title),
    ...lines.flatMap((line) => linesOf(screen, line, widest)),
    '',
  ])
  const sum =
    broken.length === 0
      ? screen.paint.passed('Everything is there: grade4 can grade every check.')
      : screen.paint.error(`${broken.length} of these to mend; then run grade4 doctor again.`)
  return `${[...groups, sum].join('\n')}\n`
}

function linesOf(screen: Screen, line: DoctorLine, widest: number): string[] {
  const { symbols, paint, safe } = screen
  const [symbol, style] = {
    ok: [symbols.passed, paint.passed] as const,
    broken: [symbols.failed, paint.failed] as const,
    'not tried': [symbols.blocked, paint.faint] as const,
  }[line.state]
  const name = safe(line.name)
  const message = safe(line.message)
  const mark = `${symbol} ${name.padEnd(widest)}  `
  return [
    ...(message === ''
      ? [`  ${style(symbol)} ${name}`]
      : hang(screen, {
          indent: 2,
          mark,
          text: message,
          paintMark: (text) => text.replace(symbol, () => style(symbol)),
        })),
    ...(line.remedy === null
      ? []
      : hang(screen, {
          indent: 4,
          mark: `${symbols.arrow} `,
          text: safe(line.remedy),
          paintText: paint.advice,
        })),
  ]
}

/** Names with nothing beside them need no column. */
function nameWidth({ name, message }: DoctorLine): number {
  return message === '' ? 0 : name.length
}
