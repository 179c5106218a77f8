import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Budget } from '../budget.js'
import { hasWildcards, matchEnds, matchesPattern, quotedPattern } from './pattern.js'

test.each([
  ['*', '', true],
  ['a*c', 'abc', true],
  ['a*c', 'abd', false],
  ['?', 'é', true],
  ['?', '', false],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[^a-c]x', 'dx', true],
  ['[]]', ']', true],
  ['[[:digit:]]', '7', true],
  ['[[:digit:]]', 'x', false],
  ['[a', '[a', true],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['refs/heads/*', 'refs/heads/main', true],
])('%s against %s: %s', (pattern, text, matches) => {
  expect(matchesPattern(pattern, text, new Budget())).toBe(matches)
})

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '[', ']', '\\', '-', '!') })

test('a quoted text matches itself and nothing else, and has no wildcards', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(matchesPattern(quotedPattern(one), one, new Budget())).toBe(true)
      expect(hasWildcards(quotedPattern(one))).toBe(false)
      if (one !== other) expect(matchesPattern(quotedPattern(one), other, new Budget())).toBe(false)
    }),
  )
})

test('stars and question marks agree with the regex they stand for', () => {
  const pieces = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 })
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })
  fc.assert(
    fc.property(pieces, letters, (pattern, value) => {
      const regex = pattern.join('').replaceAll('*', '.*').replaceAll('?', '.')
      expect(matchesPattern(pattern.join(''), value, new Budget())).toBe(
        new RegExp(`^${regex}$`).test(value),
      )
    }),
  )
})

test('matches from a position end where the whole match does', () => {
  expect(matchEnds('a*', [...'xaab'], 1, new Budget())).toEqual([2, 3, 4])
  expect(matchEnds('b', [...'xaab'], 1, new Budget())).toEqual([])
})
