import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { gradescope } from './gradescope.js'
import { anyReport } from './test-any-report.js'
import {
  blocked,
  blockedChains,
  failed,
  finding,
  reportWith,
  severalFailures,
  TEST_IDS,
} from './test-reports.js'

const LOOK = { color: false, columns: 80, unicode: true }

const Visibility = z.enum(['hidden', 'after_due_date', 'after_published', 'visible'])
const Format = z.enum(['text', 'html', 'simple_format', 'md', 'ansi'])

/** Every field that Gradescope reads, and no other. Source: its "Autograder Specifications". */
const Results = z.strictObject({
  score: z.number().optional(),
  execution_time: z.number().optional(),
  output: z.string().optional(),
  output_format: Format.optional(),
  test_output_format: Format.optional(),
  test_name_format: Format.optional(),
  visibility: Visibility.optional(),
  stdout_visibility: Visibility.optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
  tests: z.array(
    z.strictObject({
      score: z.number().optional(),
      max_score: z.number().optional(),
      status: z.enum(['passed', 'failed']).optional(),
      name: z.string().optional(),
      name_format: Format.optional(),
      number: z.string().optional(),
      output: z.string().optional(),
      output_format: Format.optional(),
      tags: z.array(z.string()).optional(),
      visibility: Visibility.optional(),
      extra_data: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})

function results(report: Parameters<typeof gradescope.render>[0]) {
  return Results.parse(JSON.parse(gradescope.render(report, LOOK)))
}

describe('results.json', () => {
  test('has the fields that Gradescope knows, the score and a test for each check', () => {
    const { score, tests } = results(severalFailures)
    expect(score).toBe(14)
    expect(tests).toHaveLength(TEST_IDS.length)
    expect(tests.reduce((sum, each) => sum + (each.score ?? 0), 0)).toBe(14)
    expect(tests[2]).toMatchObject({ number: '3', score: 0, max_score: 15, status: 'failed' })
  })

  test('lists each fault of a check with what to do', () => {
    const latest = results(severalFailures).tests.find(({ name }) => name?.startsWith('ecr.latest'))
    expect(latest?.output?.split('\n')).toEqual([
      expect.stringMatching(/^Two images carry the tag latest/),
      expect.stringMatching(/^The image sha256:.* was pushed from a laptop/),
      expect.stringMatching(/^The repository has a lifecycle policy/),
      expect.stringMatching(/^Next: Push one/),
    ])
  })

  test('says what could not be graded, and that it is nobody’s fault', () => {
    const { output, tests } = results(blockedChains)
    expect(output).toMatch(/^Not final: 0 to 11 of 50/)
    expect(tests.find(({ name }) => name?.startsWith('delivery.run'))?.output).toMatch(
      /^Could not be graded, no points lost\. Run 42/,
    )
  })

  test('says what to do above the tests, and under a mistake what waits on it', () => {
    const edits = [{ file: 'main.yml', line: 3, endLine: 3, before: '  a: 1', after: '  a: 2' }]
    const [one, two] = ['workflow.valid', 'workflow.tags'] as const
    const step = { title: 'Line 3: a is 2', kind: 'workflow' as const, edits, text: null }
    const plan = [{ ...step, wins: [one, two], points: 10, scoreAfter: 50 }]
    const report = reportWith({
      [one]: { ...failed(finding('a is 1')), change: 1 },
      [two]: { ...blocked(one), change: 1 },
    })
    const { output, tests } = results({ ...report, plan })
    expect(output?.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^Submitted/),
      'What to do:',
      '1. Line 3: a is 2',
      '   3 -   a: 1',
      '   +   a: 2',
      '   10 points (workflow.valid and 1 more): 50 of 50',
    ])
    const outputOf = (id: string) => tests.find(({ name }) => name?.startsWith(id))?.output
    expect(outputOf(one)).toMatch(/\n1 more waits on this \(6 points\): workflow\.tags$/)
    expect(outputOf(two)).toMatch(/^Waits on workflow\.valid\. /)
  })

  test('says what being late costs, where the score is not the sum of the tests', () => {
    const late = {
      ...severalFailures,
      submittedAt: '2024-03-10T08:00:00.000Z',
      submittedFrom: 'run' as const,
      due: '2024-03-10T07:00:00.000Z',
      late: true,
      lateBySeconds: 3600,
      latePenalty: { rule: '10%/day', points: 14 },
      score: 0,
      range: [0, 0] as [number, number],
    }
    expect(results(late).output?.split('\n')).toEqual([
      '0 of 50 points.',
      'Submitted: 2024-03-10 08:00 UTC, LATE by 1 hour (when the graded run started).',
      'The checks below are worth 14 points; 14 points off for being late (10%/day).',
    ])
  })

  test('never lets a student’s text be markup', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const { output_format, test_output_format, test_name_format, tests } = results(report)
        expect([output_format, test_output_format, test_name_format]).toEqual([
          'text',
          'text',
          'text',
        ])
        for (const { output_format, name_format } of tests) {
          expect([output_format, name_format]).toEqual([undefined, undefined])
        }
      }),
      { numRuns: 40 },
    )
  })
})
