import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { Report } from '../grading/report.js'
import { json } from './json.js'
import { hostileStrings, perfect, REPORTS } from './test-reports.js'

const LOOK = { color: true, columns: 80, unicode: true }

const published: object = JSON.parse(
  readFileSync(new URL('report.schema.json', import.meta.url), 'utf8'),
)
const ajv = new Ajv2020({ allErrors: true, strict: true })
formats.default(ajv)
const validate = ajv.compile(published)

describe('the published schema', () => {
  test.each(Object.entries(REPORTS))('describes %s', (_, report) => {
    expect(validate(JSON.parse(json.render(report, LOOK))), ajv.errorsText(validate.errors)).toBe(
      true,
    )
  })

  const [check] = perfect.checks
  test.each<[string, object]>([
    ['another version', { ...perfect, schema: 'grade4/report@2' }],
    ['a field that is missing', { ...perfect, complete: undefined }],
    ['a field that is not known', { ...perfect, token: 'x' }],
    ['a score in words', { ...perfect, score: '150' }],
    ['half a point', { ...perfect, score: 1.5 }],
    ['a negative score', { ...perfect, score: -1 }],
    ['a range of one', { ...perfect, range: [150] }],
    ['a range of three', { ...perfect, range: [0, 1, 150] }],
    ['a moment without its zone', { ...perfect, startedAt: '2024-03-09T20:00:00' }],
    ['a status of another tool', { ...perfect, checks: [{ ...check, status: 'skipped' }] }],
    ['an id outside the rubric', { ...perfect, checks: [{ ...check, id: 'ecr.nothing' }] }],
    ['a block by nothing', { ...perfect, checks: [{ ...check, blockedBy: 'ecr' }] }],
    [
      'a line 0',
      {
        ...perfect,
        checks: [{ ...check, location: { file: 'a', line: 0, column: 1, source: null } }],
      },
    ],
  ])('refuses %s', (_, broken) => {
    expect(validate(JSON.parse(JSON.stringify(broken)))).toBe(false)
  })
})

describe('json', () => {
  test.each(Object.entries(REPORTS))('gives back all of %s', (_, report) => {
    expect(Report.parse(JSON.parse(json.render(report, LOOK)))).toEqual(report)
  })

  test('is indented by two spaces and ends in a newline', () => {
    const text = json.render(perfect, LOOK)
    expect(text).toMatch(/^\{\n {2}"schema": "grade4\/report@1",\n/)
    expect(text).toMatch(/\}\n$/)
  })

  test('holds nothing that a terminal would obey, whatever the report says', () => {
    const text = json.render(hostileStrings, LOOK)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(text).toContain('\\u202e')
  })

  test('writes a character outside the basic plane as its two halves', () => {
    const text = json.render({ ...perfect, student: 'a\u{E0041}\u009Bb' }, LOOK)
    expect(text).toContain('"a\\udb40\\udc41\\u009bb"')
  })
})
