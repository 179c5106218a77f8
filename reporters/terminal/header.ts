import { ASSIGNMENT, COURSE } from '../../evidence/assignment.js'
import type { Report } from '../../grading/report.js'
import type { Look } from '../reporter.js'
import { minute, submissionText } from './lateness.js'
import { count, hang } from './layout.js'
import { hyperlink } from './links.js'
import type { Screen } from './screen.js'

/** Who and what was graded, a line each. */
export function header(screen: Screen, report: Report, detail?: Look['detail']): string[] {
  const line = (label: string, value: string) =>
    hang(screen, 2, label.padEnd('repository  '.length), value, { mark: screen.paint.faint })
  const submission = submissionText(report)
  return [
    screen.paint.strong(`${COURSE}, ${ASSIGNMENT}`),
    ...(report.student === null ? [] : line('student', report.student)),
    ...line('account', report.account ?? 'not known'),
    ...line('region', report.region),
    ...repositoryLines(screen, line('repository', report.repository ?? 'none found'), report),
    ...(report.due === null ? [] : line('due', minute(report.due))),
    ...(submission === null ? [] : line('submitted', submission)),
    ...(detail === 'verbose' ? line('asked', costOf(report)) : []),
  ]
}

/** What the grade took. */
function costOf({ startedAt, finishedAt, requests }: Report): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  return `${count(requests.aws, 'request')} to AWS, ${requests.github} to GitHub, in ${seconds.toFixed(1)} s`
}

/** On GitHub itself, which is where a repository is looked for by default, its name leads to its page. */
function repositoryLines(
  { links, safe }: Screen,
  lines: readonly string[],
  { repository }: Report,
): readonly string[] {
  if (!links || repository === null) return lines
  const name = safe(repository)
  return lines.map((line) =>
    line.replace(name, () => hyperlink(name, new URL(`https://github.com/${repository}`).href)),
  )
}
