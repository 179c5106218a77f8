import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import { CHECK_IDS, MAX_POINTS, POINTS } from '../../checks/rubric.js'
import { checkExplained, rubricTable } from './rubric.js'

const LINES = CHECK_IDS.map((id) => ({ id, points: POINTS[id] }))
const plain = (columns: number) => ({ color: false, columns, unicode: true })

test('the table names every check, its points and the sum', () => {
  const text = rubricTable(LINES, plain(100))
  for (const { id, points } of LINES) {
    expect(text).toMatch(new RegExp(`^  ${id} +${points}  ${DESCRIPTIONS[id].title}$`, 'm'))
  }
  expect(text).toMatch(new RegExp(`^ +${MAX_POINTS} {2}points in all$`, 'm'))
  expect(text).toMatch(/^Infrastructure: ECR$/m)
})

test('with other points the sum is theirs', () => {
  const text = rubricTable(
    [
      { id: 'ecr.latest', points: 25 },
      { id: 'repo.private', points: 1 },
    ],
    plain(80),
  )
  expect(text).toMatch(/^ +26 {2}points in all$/m)
})

describe.each([40, 60, 80, 120])('at %i columns', (columns) => {
  test('no line is wider, in the table and in any explanation', () => {
    const texts = [
      rubricTable(LINES, plain(columns)),
      ...LINES.map((line) => checkExplained(line, plain(columns))),
    ]
    for (const line of texts.join('').split('\n')) {
      expect(stringWidth(line)).toBeLessThanOrEqual(columns)
      expect(line).not.toMatch(/\s$/)
    }
  })
})

test.each(LINES)(
  '$id is explained in full: every way it fails, every remedy, the section',
  (line) => {
    const flat = (text: string) => text.replaceAll(/\s+/g, '')
    const shown = flat(checkExplained(line, plain(60)))
    const { section, looksAt, passes, failures } = DESCRIPTIONS[line.id]
    expect(failures).not.toEqual({})
    const words = [looksAt, passes, ...Object.entries(failures).flat()]
    for (const text of [...words, section]) expect(shown).toContain(flat(text))
  },
)

test('colour adds nothing but colour, and ASCII stays ASCII', () => {
  for (const line of LINES) {
    const colored = checkExplained(line, { ...plain(80), color: true })
    expect(stripVTControlCharacters(colored)).toBe(checkExplained(line, plain(80)))
    expect(checkExplained(line, { ...plain(80), unicode: false })).toMatch(/^[\n -~]*$/)
  }
})
