import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { changesSince, lastRunOf } from '../../grading/last-run.js'
import type { Report } from '../../grading/report.js'
import { terminal } from '../terminal.js'
import { failed, finding, reportWith, ungraded } from '../test-reports.js'

const wrong = failed(finding('It is wrong.'))

/** What stands below the score, `minutes` after the run before. */
function below(before: Report, now: Report, minutes = 12, columns = 80): string[] {
  const finishedAt = new Date(Date.parse(now.startedAt) - minutes * 60_000).toISOString()
  const changes = changesSince({ ...lastRunOf(before, null), finishedAt }, now)
  const look = { color: false, columns, unicode: true }
  const lines = terminal.render(now, look, null, changes).trimEnd().split('\n')
  return lines.slice(lines.findIndex((line) => / \/ 50/.test(line)) + 1)
}

describe('below the score stands what changed since the last run', () => {
  test('points won', () => {
    expect(below(reportWith({ 'role.subject': wrong }), reportWith())).toEqual([
      '  Since your last run, 12 minutes ago:',
      '  +15, role.subject now passes',
    ])
  })

  test('points won and lost', () => {
    const before = reportWith({ 'role.subject': wrong, 'workflow.tags': wrong })
    expect(below(before, reportWith({ 'delivery.run': wrong }))).toEqual([
      '  Since your last run, 12 minutes ago:',
      '  +21, role.subject and workflow.tags now pass',
      '  -5, delivery.run no longer passes',
    ])
  })

  test('what could not be seen this time', () => {
    const now = reportWith({ 'delivery.run': ungraded('It still runs.', 'Wait.') })
    expect(below(reportWith(), now)).toEqual([
      '  Since your last run, 12 minutes ago:',
      '  delivery.run passed then and could not be graded now',
    ])
  })

  test('nothing', () => {
    expect(below(reportWith(), reportWith(), 90)).toEqual([
      '  No check has changed since your last run, 1 hour 30 minutes ago.',
    ])
  })

  test('many, counted, on a narrow screen', () => {
    const before = reportWith({
      'ecr.repository': wrong,
      'ecr.latest': wrong,
      'role.subject': wrong,
      'workflow.valid': wrong,
      'workflow.tags': wrong,
    })
    const lines = below(before, reportWith(), 12, 40)
    expect(
      lines
        .slice(1)
        .map((line) => line.trim())
        .join(' '),
    ).toBe('+45, ecr.repository, ecr.latest, role.subject and 2 more now pass')
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(40)
  })
})
