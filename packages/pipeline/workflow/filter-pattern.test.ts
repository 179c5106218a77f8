import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesPattern, passesFilter } from './filter-pattern.js'

test.each([
  ['*', 'Dockerfile', true],
  ['*', 'app/main.py', false],
  ['**', 'app/main.py', true],
  ['**/README.md', 'README.md', true],
  ['**/README.md', 'a/b/README.md', true],
  ['**/README.md', 'aREADME.md', false],
  ['**/**/README.md', 'README.md', true],
  ['a/**/README.md', 'a/README.md', true],
  ['app/**/*', 'app/x', true],
  ['app/**/*', 'app/a/b/x', true],
  ['app/**/*', 'apps/x', false],
  ['**/docs/**', 'docs/a.md', true],
  ['**/docs/**', 'a/b/docs/c/d.md', true],
  ['**/docs/**', 'adocs/a.md', false],
  ['app/**/', 'app/a/b/', true],
  ['app/**/', 'app/a', false],
  ['a/**/README.md', 'a/b/README.md', true],
  ['**.js', 'a/b.js', true],
  ['*.jsx?', 'page.js', true],
  ['*.jsx?', 'page.jsx', true],
  ['*.jsx?', 'page.jsxx', false],
  ['?', '?', true],
  ['?', '', false],
  ['+', '+', true],
  ['ab+', 'a', false],
  ['ab+', 'ab', true],
  ['ab+', 'abbb', true],
  ['ab+c', 'abbc', true],
  ['v[12].[0-9]+.[0-9]+', 'v1.10.1', true],
  ['v[12].[0-9]+.[0-9]+', 'v3.10.1', false],
  ['[a-c]', 'b', true],
  ['[a-c]', '-', false],
  ['[a-c]', 'd', false],
  ['[acz]', 'c', true],
  ['[acz]', 'z', true],
  ['[acz]', 'b', false],
  ['[acz]', 'd', false],
  ['[a-]', '-', true],
  ['[a-]', 'a', true],
  ['[a-]', '', false],
  ['[]', '', false],
  ['[]x', 'x', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['a\\', 'a\\', true],
  ['', '', true],
  ['', 'a', false],
  ['[ab', '[ab', true],
])('pattern %s and name %s', (pattern, name, matches) => {
  expect(matchesPattern(name, pattern)).toBe(matches)
})

test.each([
  [['main'], true],
  [[], false],
  [['!main'], false],
  [['**', '!main'], false],
  [['**', '!dev'], true],
  [['!main', 'main'], true],
  [['main', '!m*', '*n'], true],
])('the last of the patterns %j that matches main decides', (patterns, passes) => {
  expect(passesFilter('main', patterns)).toBe(passes)
})

test('a pattern of plain characters matches itself and nothing longer', () => {
  const plain = fc.stringMatching(/^[a-z/.-]{0,12}$/)
  fc.assert(
    fc.property(plain, plain, (name, other) => {
      expect(matchesPattern(name, name)).toBe(true)
      expect(matchesPattern(other, name)).toBe(other === name)
      expect(matchesPattern(`${name}${other}`, `${name}**`)).toBe(true)
    }),
  )
})

test('a hostile pattern comes to an end', () => {
  expect(matchesPattern('a'.repeat(40), `${'a*'.repeat(50_000)}b`)).toBe(false)
  expect(matchesPattern('main', '**/'.repeat(50_000))).toBe(false)
})
