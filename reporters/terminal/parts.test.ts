import { describe, expect, test } from 'vitest'
import type { Report } from '../../grading/report.js'
import { terminal } from '../terminal.js'
import { blocked, failed, finding, perfect, reportWith, ungraded } from '../test-reports.js'
import { sourceLine } from './finding.js'
import { scoreLines } from './score-bar.js'
import { screenFor } from './screen.js'

const LOOK = { color: false, columns: 80, unicode: true }
const screen = screenFor(LOOK)

/** The lines of the report from a heading to the next empty line before a heading or the bar. */
function part(report: Report, heading: string): string {
  const text = terminal.render(report, LOOK)
  const from = text.indexOf(heading)
  return from < 0
    ? ''
    : (text.slice(from + heading.length + 1).split(/\n\n(?=\S|\s+[█▒░])/)[0] ?? '')
}

describe('a place in a file', () => {
  const place = (line: string, column: number) =>
    sourceLine(screen, { file: 'main.yml', line: 7, column, source: line }, 0)

  /** The character that the caret stands under. */
  const pointedAt = (line: string, column: number) => {
    const [, text = '', caret = ''] = place(line, column)
    return text[caret.indexOf('^')]
  }

  test('shows the line with a caret under the column', () => {
    expect(place('  with:', 3)).toEqual(['main.yml:7:3', '  7 │   with:', '    │   ^'])
  })

  test('shows only where it is when the line is not at hand', () => {
    expect(sourceLine(screen, { file: 'main.yml', line: 7, column: 3, source: null }, 0)).toEqual([
      'main.yml:7:3',
    ])
  })

  test('counts a wide letter before the column as two cells', () => {
    expect(place('写真x', 3)[2]).toBe('    │     ^')
  })

  test('points past the end of the line', () => {
    expect(place('on:', 4)[2]).toBe('    │    ^')
  })

  test.each([1, 40, 120, 199])('of a long line shows the part around column %i', (column) => {
    const line = `${'.'.repeat(column - 1)}X${'.'.repeat(200 - column)}`
    expect(pointedAt(line, column)).toBe('X')
  })

  test('finds its way in a line of a hundred thousand characters', () => {
    expect(pointedAt(`${'.'.repeat(99_999)}X`, 100_000)).toBe('X')
  })
})

describe('what could not be graded', () => {
  const HEADING = 'Could not be graded, no points lost'

  test('says one reason once, for all its checks', () => {
    const down = ungraded('GitHub did not answer.', 'Grade again later.')
    const text = part(
      reportWith({ 'workflow.valid': down, 'workflow.tags': down, 'delivery.run': down }),
      HEADING,
    )
    expect(text.match(/GitHub did not answer/g)).toHaveLength(1)
    expect(text).toContain('3 checks: workflow.valid, workflow.tags, delivery.run')
    expect(text).toContain('?/15')
  })

  test('says one remedy once, for all its reasons', () => {
    const text = part(
      reportWith({
        'ecr.latest': ungraded('ECR refused the expired credentials.', 'Run aws sso login.'),
        'delivery.run': ungraded('GitHub did not answer.', 'Grade again later.'),
        'role.subject': ungraded('IAM refused the expired credentials.', 'Run aws sso login.'),
      }),
      HEADING,
    )
    expect(text.match(/Run aws sso login/g)).toHaveLength(1)
    expect(text.indexOf('IAM refused')).toBeLessThan(text.indexOf('Run aws sso login'))
    expect(text.indexOf('Grade again')).toBeGreaterThan(text.indexOf('Run aws sso login'))
  })

  test('never sends the student to mend what may be right', () => {
    const report = reportWith({
      'ecr.latest': { status: 'error', findings: [finding('The grader has a bug.')] },
    })
    expect(report.checks.find(({ id }) => id === 'ecr.latest')?.hint).toContain('docker push')
    expect(terminal.render(report, LOOK)).not.toContain('docker push')
  })

  test('is left out when everything was graded', () => {
    expect(terminal.render(perfect, LOOK)).not.toContain(HEADING)
  })
})

describe('what to do first', () => {
  const HEADING = 'What to do first'

  test('is what brings the most points, waiting ones counted in', () => {
    const text = part(
      reportWith({
        'role.subject': failed(finding('wrong subject', { hint: 'Change the subject.' })),
        'ecr.repository': failed(finding('no repository', { hint: 'Create it.' })),
        'ecr.latest': blocked('ecr.repository'),
        'workflow.tags': blocked('ecr.latest'),
      }),
      HEADING,
    )
    expect(text.split('\n')).toEqual([
      '  1. Create it.',
      '     ecr.repository: 10 points, and 16 that wait on it',
      '  2. Change the subject.',
      '     role.subject: 15 points',
    ])
  })

  test('names three things and counts the others', () => {
    const wrong = failed(finding('It is wrong.'))
    const text = part(
      reportWith({
        'ecr.latest': wrong,
        'role.subject': wrong,
        'workflow.tags': wrong,
        'delivery.run': wrong,
      }),
      HEADING,
    )
    expect(text).toMatch(/ {2}1\. .* {2}2\. .* {2}3\. /s)
    expect(text).not.toContain('4. ')
    expect(text).toMatch(/Then the other one above\.$/)
  })

  test('is nothing when everything passed', () => {
    expect(terminal.render(perfect, LOOK)).not.toContain(HEADING)
  })
})

describe('a failed check', () => {
  test('says its own hint only where a finding has none', () => {
    const withHints = failed(finding('a', { hint: 'Do A.' }), finding('b', { hint: 'Do B.' }))
    const text = terminal.render(reportWith({ 'ecr.latest': withHints }), LOOK)
    expect(text).toContain('→ Do A.')
    expect(text).toContain('→ Do B.')
    expect(text).not.toContain('docker push')
  })

  test('without findings says its message', () => {
    const report = reportWith({ 'ecr.latest': failed() })
    const checks = report.checks.map((check) => ({ ...check, message: `About ${check.id}.` }))
    expect(terminal.render({ ...report, checks }, LOOK)).toContain('    About ecr.latest.\n')
  })

  test('shows that a value is empty', () => {
    const text = terminal.render(
      reportWith({ 'ecr.latest': failed(finding('x', { expected: 'a', actual: '' })) }),
      LOOK,
    )
    expect(text).toContain('    expected  a\n    actual    (empty)\n')
  })
})

describe('the score', () => {
  const score = (low: number, high: number, maxScore = 150) =>
    scoreLines(screen, { ...perfect, range: [low, high], maxScore })

  test.each([
    [0, 0, '░'.repeat(60), '0 / 150'],
    [1, 1, `█${'░'.repeat(59)}`, '1 / 150'],
    [75, 75, '█'.repeat(30) + '░'.repeat(30), '75 / 150'],
    [149, 149, `${'█'.repeat(59)}░`, '149 / 150'],
    [150, 150, '█'.repeat(60), '150 / 150'],
    [75, 100, '█'.repeat(30) + '▒'.repeat(10) + '░'.repeat(20), '75 to 100 / 150'],
    [0, 150, '▒'.repeat(60), '0 to 150 / 150'],
  ])('of %i to %i', (low, high, bar, text) => {
    expect(score(low, high)).toEqual(['', `  ${bar}`, `  ${text}`])
  })

  test('of no points at all', () => {
    expect(score(0, 0, 0)).toEqual(['', `  ${'░'.repeat(60)}`, '  0 / 0'])
  })

  test('counts what could not be graded', () => {
    const report = reportWith({
      'delivery.run': ungraded('It still runs.', 'Come back.'),
      'workflow.tags': ungraded('It still runs.', 'Come back.'),
    })
    expect(scoreLines(screen, report).at(-1)).toBe('  39 to 50 / 50, 2 checks could not be graded')
  })
})
