import { z } from 'zod'
import type { Look } from './reporter.js'
import { hang } from './terminal/layout.js'
import { type Screen, screenFor } from './terminal/screen.js'

/** One thing that grading needs, and whether it is there. */
const DoctorLine = z.object({
  name: z.string(),
  state: z.enum(['ok', 'broken', 'not tried']),
  message: z.string().describe('What was found, one line; may be empty.'),
  remedy: z.string().nullable().describe('What to do about it; null unless it is broken.'),
})
export type DoctorLine = z.infer<typeof DoctorLine>

/** What `grade4 doctor` found out; `--json` prints it. */
export const DoctorReport = z.object({
  schema: z.literal('grade4/doctor@1'),
  ok: z.boolean().describe('Whether everything is there.'),
  account: z.string().nullable().describe('12 digits; null when no credentials gave it.'),
  arn: z.string().nullable(),
  region: z.string(),
  repository: z.string().nullable().describe('OWNER/NAME; null when none was found.'),
  groups: z.array(z.object({ title: z.string(), lines: z.array(DoctorLine) })),
  newToken: z
    .string()
    .nullable()
    .describe("GitHub's form for a token, every permission filled in; null unless one is missing."),
})
export type DoctorReport = z.infer<typeof DoctorReport>

/** The report for a person: first what to fix and how, all of it; then what is there, a line each; the sum at the end. */
export function doctorText(report: DoctorReport, look: Look): string {
  const screen = screenFor(look)
  const all = report.groups.flatMap(({ lines }) => lines)
  const widest = Math.max(...all.map(nameWidth))
  const toFix = all.filter(isBroken)
  const groups = report.groups.map(({ title, lines }) => ({
    title,
    lines: lines.filter((line) => !isBroken(line)),
  }))
  const parts = [
    { title: 'To fix', lines: toFix },
    ...groups.toSorted((one, other) => triedLast(one) - triedLast(other)),
  ].filter(({ lines }) => lines.length > 0)
  const shown = parts.flatMap(({ title, lines }) => [
    screen.paint.heading(title),
    ...lines.flatMap((line) => linesOf(screen, line, widest)),
    ...(lines === toFix ? newTokenLines(screen, report) : []),
    '',
  ])
  const sum =
    toFix.length === 0
      ? screen.paint.passed('Everything is there: grade4 can grade every check.')
      : screen.paint.error(`${toFix.length} to fix; then run grade4 doctor again.`)
  return `${[...shown, sum].join('\n')}\n`
}

function isBroken({ state }: DoctorLine): boolean {
  return state === 'broken'
}

/** Groups in which nothing could be tried come last. */
function triedLast({ lines }: { readonly lines: readonly DoctorLine[] }): number {
  return lines.every(({ state }) => state === 'not tried') ? 1 : 0
}

/** The address is never broken into lines: nobody could open it. */
function newTokenLines(screen: Screen, { newToken }: DoctorReport): string[] {
  if (newToken === null) return []
  const text = 'GitHub makes a token with all these permissions here; choose your repository there:'
  const mark = `${screen.symbols.arrow} `
  return [...hang(screen, 4, mark, text, { text: screen.paint.advice }), newToken]
}

function linesOf(screen: Screen, line: DoctorLine, widest: number): string[] {
  const { symbols, paint, safe } = screen
  const [symbol, style] = {
    ok: [symbols.passed, paint.passed] as const,
    broken: [symbols.failed, paint.failed] as const,
    'not tried': [symbols.blocked, paint.faint] as const,
  }[line.state]
  const name = safe(line.name)
  const mark = `${symbol} ${name.padEnd(widest)}  `
  return [
    ...(line.message === ''
      ? [`  ${style(symbol)} ${name}`]
      : hang(screen, 2, mark, line.message, {
          mark: (text) => text.replace(symbol, () => style(symbol)),
        })),
    ...(line.remedy === null
      ? []
      : hang(screen, 4, `${symbols.arrow} `, line.remedy, { text: paint.advice })),
  ]
}

/** Names with nothing beside them need no column. */
function nameWidth({ name, message }: DoctorLine): number {
  return message === '' ? 0 : name.length
}
