import { expect, test } from 'vitest'
import { classTime } from './class-time.js'

test.each([
  [0, 900, null],
  [32, 900, null],
  [33, 900, 'about 15 seconds.'],
  [300, 900, 'about 2 minutes.'],
  [300, 15000, null],
  [700, 900, 'about 5 minutes.'],
  [720, 900, 'at least 60 minutes, most of it waiting.'],
  [2000, 900, 'at least 2 hours, most of it waiting.'],
])('%i repositories at %i points a minute', (repositories, points, expected) => {
  const said = classTime(repositories, points)
  if (expected === null) expect(said).toBeNull()
  else expect(said).toContain(expected)
})

test('says why', () => {
  expect(classTime(300)).toBe(
    '300 repositories, about 7 requests each to GitHub, which allows 900 a minute: this takes about 2 minutes.',
  )
})
