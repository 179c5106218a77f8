import { expect, test } from 'vitest'
import { elapsed, momentText } from './moment-text.js'

const BEGAN = new Date('2026-03-09T19:00:00Z')

test.for([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min 0 s'],
  [231, '3 min 51 s'],
  [3600, '1 h 0 min'],
  [273_600, '3 days 4 h'],
  [-5, '0 s'],
] as const)('%i seconds are %s', ([seconds, text]) => {
  expect(elapsed(BEGAN, new Date(BEGAN.getTime() + seconds * 1000))).toBe(text)
})

test('a moment is given to the second, with its zone', () => {
  expect(momentText(new Date('2024-03-08T21:17:48.250Z'))).toBe('2024-03-08 21:17:48 UTC')
})
