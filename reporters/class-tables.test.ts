import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ClassRow, GradedClass } from '../grading/batch/class-row.js'
import { canvasCsv } from './canvas-csv.js'
import { classSummary } from './class-summary.js'
import { gradesCsv } from './grades-csv.js'
import { hostileText } from './test-any-report.js'

const ADA: ClassRow = {
  student: 'ada',
  order: 0,
  account: '012345678901',
  repository: 'ada/yoctogram-app',
  score: 140,
  range: [140, 140],
  maxScore: 150,
  complete: true,
  submittedAt: '2024-03-08T21:14:02.000Z',
  due: '2024-03-08T21:00:00.000Z',
  lateBySeconds: 842,
  statuses: { 'ecr.repository': 'passed', 'ecr.latest': 'failed' },
  why: [],
  mistakes: [],
  lost: { 'ecr.latest': 10 },
  other: { name: 'Ada, Countess', team: '=HYPERLINK("http://x")', score: '7' },
}

const GRACE: ClassRow = {
  ...ADA,
  student: 'grace',
  complete: false,
  range: [90, 150],
  score: 90,
  submittedAt: null,
  lateBySeconds: null,
  statuses: { 'ecr.repository': 'error', 'ecr.latest': 'blocked' },
  why: ['AWS throttled ecr:DescribeRepositories.'],
  other: {},
}

const CLASS: GradedClass = {
  rows: [ADA, GRACE],
  checks: ['ecr.repository', 'ecr.latest'],
  otherColumns: ['name', 'team', 'score'],
  graders: ['0.1.0'],
  gradedAt: '2024-03-10T08:05:00.000Z',
}

test('grades.csv has the columns other programs read, and the roster’s own behind them', () => {
  expect(gradesCsv(CLASS)).toMatchInlineSnapshot(`
    "student,score,maxScore,complete,status,late,lateBySeconds,submittedAt,account,repository,ecr.repository,ecr.latest,name,team,roster.score
    ada,140,150,true,graded,true,842,2024-03-08T21:14:02.000Z,012345678901,ada/yoctogram-app,passed,failed,"Ada, Countess","'=HYPERLINK(""http://x"")",7
    grace,90,150,false,incomplete,,,,012345678901,ada/yoctogram-app,error,blocked,,,
    "
  `)
})

test('another reader of CSV finds the same cells in both tables', () => {
  for (const csv of [gradesCsv(CLASS), canvasCsv(CLASS).csv]) {
    const { data, errors } = Papa.parse<string[]>(csv, { skipEmptyLines: true })
    expect(errors).toEqual([])
    expect(data).toEqual(parse(csv))
    expect(new Set(data.map((cells) => cells.length)).size).toBe(1)
  }
  const [grades] = Papa.parse<Record<string, string>>(gradesCsv(CLASS), { header: true }).data
  expect(grades).toMatchObject({ student: 'ada', score: '140', name: 'Ada, Countess' })
})

test('summary.json counts graded scores alone, and says who is incomplete and why', () => {
  expect(JSON.parse(classSummary(CLASS))).toMatchObject({
    students: 2,
    graded: 1,
    incomplete: [
      { student: 'grace', range: [90, 150], why: [expect.stringContaining('throttled')] },
    ],
    late: 1,
    scores: {
      lowest: 140,
      median: 140,
      mean: 140,
      distribution: [{ from: 140, to: 149, students: 1 }],
    },
    checks: [
      { id: 'ecr.repository', passed: 1, failed: 0, blocked: 0, error: 1, lost: 0 },
      { id: 'ecr.latest', passed: 0, failed: 1, blocked: 1, error: 0, lost: 20 },
    ],
  })
})

describe('whatever a roster or a repository holds', () => {
  test('no cell is a formula, every row has all columns, nothing acts on a terminal', () => {
    fc.assert(
      fc.property(
        hostileText,
        hostileText,
        fc.constantFrom('=', '+', '-', '@', ' \t='),
        (name, column, start) => {
          const row = { ...ADA, repository: start + name, other: { [column]: start + name, name } }
          const class_ = { ...CLASS, rows: [row], otherColumns: [column, 'name'] }
          for (const csv of [gradesCsv(class_), canvasCsv(class_).csv]) {
            const records = z.array(z.array(z.string())).parse(parse(csv))
            for (const cells of records) {
              for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@\t\r\0]/)
            }
            // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
            expect(csv).not.toMatch(/[\0-\t\v-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/)
          }
        },
      ),
    )
  })
})

test('summary.json tells how often GitHub recorded what main.yml does by grade4', () => {
  const disagreeing = (...names: string[]): ClassRow['reality'] => ({
    compared: true,
    disagreements: names.map((step) => ({
      ...{ job: 'build', step, simulated: 'failure', recorded: 'success', decides: true },
    })),
  })
  const realities: ClassRow['reality'][] = [
    undefined,
    null,
    { compared: false, disagreements: [] },
    disagreeing(),
    disagreeing('test'),
    // Two legs of a matrix are one run.
    disagreeing('untag', 'untag', 'test'),
    disagreeing('untag'),
    disagreeing('untag'),
  ]
  const rows = realities.map((reality, order) => ({ ...ADA, order, reality }))
  expect(JSON.parse(classSummary({ ...CLASS, rows })).reality).toEqual({
    compared: 5,
    disagreed: 4,
    steps: [
      { step: 'untag', simulated: 'failure', recorded: 'success', runs: 3 },
      { step: 'test', simulated: 'failure', recorded: 'success', runs: 2 },
    ],
  })
})
