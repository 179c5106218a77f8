import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'
import { TEST_IDS } from '../test-reports.js'
import { liveText } from './live.js'
import { ASCII, UNICODE } from './screen.js'

const look = { color: false, columns: 80, unicode: true }
const fallen = (statuses: Partial<Record<CheckId, Status>>) =>
  new Map(Object.entries(statuses) as [CheckId, Status][])

const SOME = fallen({
  'ecr.repository': 'passed',
  'ecr.latest': 'failed',
  'role.subject': 'blocked',
  'delivery.run': 'error',
})

test('each check has its sign as soon as it has fallen', () => {
  expect(liveText('Looking', TEST_IDS, SOME, look)).toBe(
    [
      'Looking: 4 of 6',
      '  ECR            ✔ repository  ✘ latest',
      '  OIDC and role  – subject',
      '  workflow       . valid  . tags',
      '  delivery       ? run',
    ].join('\n'),
  )
})

test('only the checks that are graded are shown', () => {
  expect(liveText('Looking', ['ecr.latest'], fallen({}), look)).toBe(
    'Looking: 0 of 1\n  ECR  . latest',
  )
})

describe.each([40, 60, 80, 120])('at %i columns', (columns) => {
  test('no line is wider, and all fit on a small screen', () => {
    const lines = liveText('Looking', TEST_IDS, SOME, { ...look, columns }).split('\n')
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
    expect(lines.length).toBeLessThan(22)
  })

  test('colour adds nothing but colour', () => {
    const colored = liveText('Looking', TEST_IDS, SOME, { ...look, columns, color: true })
    const plain = liveText('Looking', TEST_IDS, SOME, { ...look, columns })
    expect(stripVTControlCharacters(colored)).toBe(plain)
  })
})

test('every sign of a status is one cell wide', () => {
  for (const { passed, failed, error, blocked } of [UNICODE, ASCII]) {
    expect([passed, failed, error, blocked].map((sign) => stringWidth(sign))).toEqual([1, 1, 1, 1])
  }
})
