import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { DESCRIPTIONS } from '../checks/descriptions.js'
import { CHECK_IDS, POINTS } from '../checks/rubric.js'
import type { Report } from '../grading/report.js'
import { byGroup } from './groups.js'
import type { Look } from './reporter.js'
import { safeText } from './safe-text.js'
import { terminal } from './terminal.js'
import { anyReport } from './test-any-report.js'
import { hostileStrings, perfect, REPORTS, severalFailures } from './test-reports.js'

const CASES = Object.entries(REPORTS)

const PLAIN: Look = { color: false, columns: 80, unicode: true }

test.each(CASES)('%s, as it is', async (name, report) => {
  await expect(terminal.render(report, PLAIN)).toMatchFileSnapshot(`terminal/snapshots/${name}.txt`)
})

test.each<[string, Report, Partial<Look>]>([
  ['several-failures-narrow', severalFailures, { columns: 60 }],
  ['several-failures-wide', severalFailures, { columns: 120 }],
  ['several-failures-color', severalFailures, { color: true }],
  ['several-failures-ascii', severalFailures, { unicode: false }],
  ['several-failures-quiet', severalFailures, { detail: 'quiet' }],
  ['several-failures-verbose', severalFailures, { detail: 'verbose' }],
  ['hostile-strings-ascii', hostileStrings, { unicode: false }],
])('%s', async (name, report, look) => {
  const file = `terminal/snapshots/${name}.txt`
  await expect(terminal.render(report, { ...PLAIN, ...look })).toMatchFileSnapshot(file)
})

test('links add nothing but links', () => {
  for (const [, report] of CASES) {
    const linked = terminal.render(report, { ...PLAIN, links: true })
    expect(stripVTControlCharacters(linked)).toBe(terminal.render(report, PLAIN))
    if (report.repository !== null) expect(linked).toContain('\u001B]8;;https://github.com/')
  }
})

describe.each([60, 80, 120])('at %i columns', (columns) => {
  test.each(CASES)('colour adds nothing but colour to %s', (_, report) => {
    const look = { ...PLAIN, columns }
    const colored = terminal.render(report, { ...look, color: true })
    expect(stripVTControlCharacters(colored)).toBe(terminal.render(report, look))
  })
})

const plainLook = fc.record({
  color: fc.boolean(),
  columns: fc.integer({ min: 40, max: 130 }),
  unicode: fc.boolean(),
})

const look: fc.Arbitrary<Look> = fc.oneof(
  plainLook,
  plainLook.map((one) => ({ ...one, detail: 'verbose' as const })),
)

/** A property of the text without its colours, for every report and look. */
function always(check: (text: string, report: Report, look: Look) => void): void {
  fc.assert(
    fc.property(anyReport, look, (report, eachLook) => {
      check(stripVTControlCharacters(terminal.render(report, eachLook)), report, eachLook)
    }),
    { numRuns: 60 },
  )
}

describe('for every report and look', () => {
  test('no line is wider than the screen', () => {
    always((text, _, { columns }) => {
      for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
    })
  })

  test('no line ends in a space, and no two lines in a row are empty', () => {
    always((text) => {
      expect(text).not.toMatch(/[^\S\n]\n|\n{3}/)
      expect(text).toMatch(/[^\n]\n$/)
    })
  })

  test('nothing is left that a terminal obeys or nobody sees', () => {
    always((text, _, { unicode }) => {
      const line = text.replaceAll('\n', '')
      expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/u)
      if (!unicode) expect(line).toMatch(/^[ -~]*$/)
    })
  })

  test('every check is named, or, where it passed, its group is', () => {
    always((text, { checks }) => {
      for (const { group, checks: members } of byGroup(checks)) {
        for (const { id, status } of members) {
          const heading = status === 'passed' ? `\n${group.part}: ${group.title}\n` : id
          expect(text.includes(id) || text.includes(heading), id).toBe(true)
        }
      }
    })
  })

  test('every word of what failed or could not be graded is there', () => {
    always((text, { checks }, { unicode }) => {
      const shown = flat(text)
      for (const { status, findings } of checks) {
        if (status === 'passed' || status === 'blocked') continue
        for (const finding of findings) {
          const { message, hint } = finding
          expect(shown).toContain(flat(safeText(message, { unicode })))
          if (hint !== null) expect(shown).toContain(flat(safeText(hint, { unicode })))
        }
      }
    })
  })

  test('every expected and actual value is there', () => {
    always((text, { checks }, { unicode }) => {
      const shown = flat(text)
      for (const { status, findings } of checks) {
        if (status === 'passed' || status === 'blocked') continue
        for (const value of findings.flatMap(({ expected, actual }) => [expected, actual])) {
          for (const line of (value ?? '').split(/\r\n|\r|\n/)) {
            expect(shown).toContain(flat(safeText(line, { unicode })))
          }
        }
      }
    })
  })

  test('the score stands on the last lines', () => {
    always((text, { range: [low, high], maxScore }) => {
      const score = low === high ? `${low} / ${maxScore}` : `${low} to ${high} / ${maxScore}`
      expect(text.split('\n').slice(-4).join('\n')).toContain(`\n  ${score}`)
    })
  })
})

test('screens too narrow, too wide or unknown get the nearest that can be read', () => {
  const at = (columns: number) =>
    terminal.render(severalFailures, { color: false, columns, unicode: true })
  expect(at(1)).toBe(at(40))
  expect(at(1000)).toBe(at(120))
  expect(at(Number.NaN)).toBe(at(40))
  expect(at(80.9)).toBe(at(80))
})

test('every passed check of the course takes one line at 80 columns', () => {
  const checks = perfect.checks.slice(0, 1).flatMap((check) =>
    CHECK_IDS.map((id) => {
      const points = POINTS[id]
      return { ...check, id, title: DESCRIPTIONS[id].title, score: points, maxScore: points }
    }),
  )
  const lines = terminal.render({ ...perfect, checks }, PLAIN).split('\n')
  expect(lines.filter((line) => line.startsWith('  ✔'))).toHaveLength(CHECK_IDS.length)
  expect(lines.filter((line) => line.startsWith('    '))).toEqual([])
})

/** Text without blanks, its letters taken apart: what wrapping, which composes some, can't change. */
function flat(text: string): string {
  return text.replace(/\s/g, '').normalize('NFD')
}
