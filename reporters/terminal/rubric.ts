import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { CheckId } from '../../checks/rubric.js'
import { byGroup } from '../groups.js'
import type { Look } from '../reporter.js'
import { hintLines } from './finding.js'
import { count, hang, paragraph } from './layout.js'
import { type Screen, screenFor } from './screen.js'

/** A check and what it is worth. */
export interface RubricLine {
  readonly id: CheckId
  /** Points, whole. */
  readonly points: number
}

/** The rubric as a table: groups, points, titles, and the sum. */
export function rubricTable(lines: readonly RubricLine[], look: Look): string {
  const screen = screenFor(look)
  const idWidth = Math.max(...lines.map(({ id }) => id.length))
  const row = (id: string, points: number, title: string) =>
    hang(screen, 2, `${id.padEnd(idWidth)}  ${String(points).padStart(3)}  `, title)
  return text([
    ...byGroup(lines).flatMap(({ group, checks }) => [
      screen.paint.heading(`${group.part}: ${group.title}`),
      ...checks.flatMap(({ id, points }) => row(id, points, DESCRIPTIONS[id].title)),
      '',
    ]),
    ...row('', sum(lines), 'points in all'),
    '',
    ...paragraph(
      screen,
      2,
      `grade4 checks ${lines[0]?.id ?? 'ID'} explains one.`,
      screen.paint.faint,
    ),
  ])
}

/** One check explained: what it looks at, when it passes, how it fails and how to fix that. */
export function checkExplained({ id, points }: RubricLine, look: Look): string {
  const screen = screenFor(look)
  const { title, section, looksAt, passes, failures } = DESCRIPTIONS[id]
  return text([
    ...paragraph(screen, 0, title, screen.paint.strong),
    ...paragraph(screen, 0, `${id}, ${count(points, 'point')}`, screen.paint.faint),
    ...part(screen, 'What it looks at', looksAt),
    ...part(screen, 'It passes when', passes),
    '',
    screen.paint.heading('How it fails, and how to fix it'),
    ...Object.entries(failures).flatMap(([when, fix]) => [
      ...hang(screen, 2, `${screen.symbols.bullet} `, when),
      ...hintLines(screen, fix, 4),
    ]),
    ...part(screen, 'In the assignment', section),
  ])
}

function part(screen: Screen, heading: string, words: string): string[] {
  return ['', screen.paint.heading(heading), ...paragraph(screen, 2, words)]
}

function sum(lines: readonly RubricLine[]): number {
  return lines.reduce((total, { points }) => total + points, 0)
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
