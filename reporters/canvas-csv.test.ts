import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readCanvasGradebook } from '../grading/batch/canvas-gradebook.js'
import type { ClassRow, GradedClass } from '../grading/batch/class-row.js'
import { canvasCsv } from './canvas-csv.js'
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
  submittedAt: null,
  due: null,
  lateBySeconds: null,
  statuses: {},
  why: [],
  mistakes: [],
  lost: {},
  other: { Name: 'Ada, Countess', section: '2', email: 'ada@example.edu' },
}

function classOf(...rows: Partial<ClassRow>[]): GradedClass {
  return {
    rows: rows.map((row, order) => ({ ...ADA, order, ...row })),
    checks: [],
    otherColumns: ['Name', 'section', 'email'],
    graders: ['0.1.0'],
    gradedAt: null,
  }
}

const EXPORT = `\uFEFFStudent,ID,SIS User ID,SIS Login ID,Section,Assignment 4 (77),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,100,(read only)
"Countess, Ada",1001,0551,ada,CS40-01,,90
"Hopper, Grace",1002,0552,ghopper@example.edu,"CS40-01 and CS40-02",12,90
"Student, Test",1003,,a1b2c3,CS40-01,,
`
const TARGET = { assignment: 'Assignment 4 (77)', gradebook: readCanvasGradebook(EXPORT) }

function linesOf(csv: string): string[][] {
  return z.array(z.array(z.string())).parse(parse(csv))
}

describe('canvas.csv', () => {
  test('by the roster: the login id, the name and the section where there are such columns', () => {
    const class_ = classOf({}, { student: 'grace', complete: false, other: {} })
    expect(canvasCsv(class_)).toMatchInlineSnapshot(`
      {
        "csv": "Student,ID,SIS Login ID,Section,Assignment 4
      Points Possible,,,,150
      "Ada, Countess",,ada,2,140
      ",
        "notFound": [],
      }
    `)
  })

  test('by the gradebook: whoever it tells, with its ids and sections, found by login id or address', () => {
    const class_ = classOf(
      {},
      { student: 'grace', score: 150, other: { email: 'GHopper@example.edu' } },
      { student: 'nobody', other: {} },
    )
    expect(canvasCsv(class_, TARGET)).toMatchInlineSnapshot(`
      {
        "csv": "Student,ID,SIS User ID,SIS Login ID,Section,Assignment 4 (77)
      Points Possible,,,,,150
      "Countess, Ada",1001,0551,ada,CS40-01,140
      "Hopper, Grace",1002,0552,ghopper@example.edu,CS40-01 and CS40-02,150
      ",
        "notFound": [
          "nobody",
        ],
      }
    `)
  })

  test('leaves out who is in the gradebook twice', () => {
    const twice = readCanvasGradebook(`${EXPORT}"Lovelace, Ada",1004,0554,ADA,CS40-02,,\n`)
    expect(canvasCsv(classOf({}), { ...TARGET, gradebook: twice }).notFound).toEqual(['ada'])
  })

  test('has no line without a final score, whoever is incomplete and whoever is in the gradebook', () => {
    const student = fc.record({
      complete: fc.boolean(),
      score: fc.nat(150),
      student: fc.constantFrom('ada', 'grace', 's1', 's2'),
      other: fc.record({ Name: hostileText, email: hostileText, section: hostileText }),
    })
    const students = fc.uniqueArray(student, { selector: (one) => one.student })
    fc.assert(
      fc.property(students, fc.constantFrom(undefined, TARGET), (rows, target) => {
        const { csv, notFound } = canvasCsv(classOf(...rows), target)
        const [, , ...lines] = linesOf(csv)
        const final = rows.filter(({ complete }) => complete)
        const shown = final.filter((one) => !notFound.includes(one.student))
        expect(lines.map((cells) => cells.at(-1))).toEqual(shown.map(({ score }) => String(score)))
      }),
    )
  })
})
