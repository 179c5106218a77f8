import { describe, expect, test } from 'vitest'
import { changesSince, wholeRun } from '../grading/last-run.js'
import type { Report } from '../grading/report.js'
import { terminal } from './terminal.js'
import { failed, finding, reportWith, ungraded } from './test-reports.js'
import { watchedLine, watchedScreen } from './watched.js'

const wrong = failed(finding('It is wrong.'))
const unknown = ungraded('It still runs.', 'Wait.')
const look = { color: false, columns: 80, unicode: true }

const changes = (before: Report, now: Report) => changesSince(wholeRun(before), now)

describe('on a screen', () => {
  test('what changed since the last save stands first, then the report', () => {
    const now = reportWith()
    const before = reportWith({ 'role.subject': wrong })
    const text = watchedScreen(now, changes(before, now), 'main.yml', look)
    const [first, second, third, ...rest] = text.split('\n')
    expect([first, second, third]).toEqual([
      '\u001b[2J\u001b[3J\u001b[H  Since the last save:',
      '  +15, role.subject now passes',
      '',
    ])
    expect(rest.join('\n')).toBe(
      `${terminal.render(now, look)}\n  Watching main.yml. Ctrl-C ends it.\n`,
    )
  })

  test('the first grade has nothing to be compared with', () => {
    const text = watchedScreen(reportWith(), null, 'main.yml', look)
    expect(text).toMatch(/^\P{Letter}*\[2J\P{Letter}*\[3J\P{Letter}*\[HCS 40/u)
  })

  test('a file cannot write on the screen by its name', () => {
    const text = watchedScreen(reportWith(), null, 'a\u001b[31m\nb', look)
    expect(text.split('\u001b')).toHaveLength(4)
  })
})

describe('on a line', () => {
  const line = (before: Report | null, now: Report) =>
    watchedLine(now, before === null ? null : changes(before, now)).replace(now.finishedAt, 'TIME')

  test('the score, and what changed either way', () => {
    expect(line(null, reportWith({ 'role.subject': wrong }))).toBe('TIME 35/50\n')
    const before = reportWith({ 'role.subject': wrong })
    expect(line(before, reportWith({ 'workflow.tags': wrong }))).toBe(
      'TIME 44/50 +role.subject -workflow.tags\n',
    )
  })

  test('what is not known any more, and known again', () => {
    const open = reportWith({ 'delivery.run': unknown })
    expect(line(reportWith(), open)).toBe('TIME 45-50/50 ?delivery.run\n')
    expect(line(open, reportWith())).toBe('TIME 50/50 +delivery.run\n')
  })
})
