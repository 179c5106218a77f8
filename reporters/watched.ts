import type { Changes } from '../grading/last-run.js'
import type { Report } from '../grading/report.js'
import type { Look } from './reporter.js'
import { linesSince } from './terminal/changes.js'
import { screenFor } from './terminal/screen.js'
import { terminal } from './terminal.js'

/** Takes everything off a terminal, also what has scrolled away. Source: ECMA-48, ED and CUP. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H'

/**
 * The screen of `grade4 watch` after a grade: what changed since the one before stands first. `changes`: `null` after
 * the first grade. `files`: what is watched, for people.
 */
export function watchedScreen(
  report: Report,
  changes: Changes | null,
  files: string,
  look: Look,
): string {
  const screen = screenFor(look)
  const changed = changes === null ? [] : [...linesSince(screen, changes, 'the last save'), '']
  const watching = screen.paint.faint(`  Watching ${screen.safe(files)}. Ctrl-C ends it.`)
  return `${CLEAR}${changed.map((line) => `${line}\n`).join('')}${terminal.render(report, look)}\n${watching}\n`
}

/**
 * The line of a grade where nobody sees a screen: time, score of points, then ids: `+` passes now, `-` no longer, `?` is
 * not known any more.
 */
export function watchedLine(
  { finishedAt, range, maxScore }: Report,
  changes: Changes | null,
): string {
  const [low, high] = range
  const { won = [], lost = [], unknown = [] } = changes ?? {}
  const ids = [
    ...won.map(({ id }) => `+${id}`),
    ...lost.map(({ id }) => `-${id}`),
    ...unknown.map(({ id }) => `?${id}`),
  ]
  const score = low === high ? `${low}` : `${low}-${high}`
  return `${[finishedAt, `${score}/${maxScore}`, ...ids].join(' ')}\n`
}
