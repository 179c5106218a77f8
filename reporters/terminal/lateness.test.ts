import { describe, expect, test } from 'vitest'
import type { Report } from '../../grading/report.js'
import { reportWith } from '../test-reports.js'
import { penaltyText, submissionText } from './lateness.js'

const SUBMITTED = '2024-03-09T19:41:07.000Z'
const DUE = '2024-03-09T08:00:00.000Z'

describe('the line about the submission', () => {
  test.for<[string, Partial<Report>, string | null]>([
    ['no deadline', {}, '2024-03-09 19:41 UTC'],
    [
      'in time',
      { due: '2024-03-10T08:00:00.000Z', lateBySeconds: 0 },
      '2024-03-09 19:41 UTC, in time (when the graded run started)',
    ],
    [
      'late, by the push',
      { due: DUE, late: true, lateBySeconds: 42_067, submittedFrom: 'image' },
      '2024-03-09 19:41 UTC, LATE by 11 hours 41 minutes (when the image was pushed)',
    ],
    ['nothing known, no deadline', { submittedAt: null, submittedFrom: null }, null],
    [
      'nothing known',
      { submittedAt: null, submittedFrom: null, due: DUE },
      'not known, so nobody can say whether it was in time',
    ],
  ])('%s', ([, about, text]) => {
    expect(submissionText(reportWith({}, { submittedAt: SUBMITTED, ...about }))).toBe(text)
  })

  test.for<[number, string]>([
    [1, '1 second'],
    [60, '1 minute'],
    [61, '1 minute 1 second'],
    [3601, '1 hour'],
    [86_400, '1 day'],
    [3 * 86_400 + 2 * 3600 + 59, '3 days 2 hours'],
  ])('%i s late is shown as %s', ([lateBySeconds, text]) => {
    const report = reportWith({}, { due: DUE, late: true, lateBySeconds })
    expect(submissionText(report)).toContain(`LATE by ${text} (`)
  })
})

test('a penalty is shown with its rule', () => {
  expect(penaltyText(reportWith())).toBe(null)
  expect(penaltyText(reportWith({}, { latePenalty: { rule: '10%/day', points: 15 } }))).toBe(
    '15 points off for being late (10%/day)',
  )
})
