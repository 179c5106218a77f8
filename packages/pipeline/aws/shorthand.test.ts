import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseShorthand, ShorthandError } from './shorthand.js'

test.each([
  ['imageTag=latest', { imageTag: 'latest' }],
  ['imageDigest=sha256:ab,imageTag=latest', { imageDigest: 'sha256:ab', imageTag: 'latest' }],
  ['a=b,c', { a: ['b', 'c'] }],
  ['a=b,c,d=e', { a: ['b', 'c'], d: 'e' }],
  ['a=[b,c]', { a: ['b', 'c'] }],
  ['a={b=c,d=e}', { a: { b: 'c', d: 'e' } }],
  ['a=[{b=c},{b=d}]', { a: [{ b: 'c' }, { b: 'd' }] }],
  ['a="b,c",d=e', { a: 'b,c', d: 'e' }],
  ["a='b c'", { a: 'b c' }],
  ['a=b\\,c', { a: 'b,c' }],
  ['a = b', { a: 'b' }],
  ['a=', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
])('%s', (text, value) => {
  expect(parseShorthand(text)).toEqual(value)
})

test.each(['latest', '', 'a=b,', 'a=b,a=c', 'a=[b', 'a={b', 'a="b', 'a=[b,,', 'a={b=c'])(
  '%s is no shorthand',
  (text) => {
    expect(() => parseShorthand(text)).toThrow(ShorthandError)
  },
)

const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019.:/-_'), minLength: 1 })

test('pairs of plain words come back as they were', () => {
  fc.assert(
    fc.property(fc.dictionary(word, word, { minKeys: 1 }), (pairs) => {
      const text = Object.entries(pairs)
        .map(([key, value]) => `${key}=${value}`)
        .join(',')
      expect(parseShorthand(text)).toEqual({ ...pairs })
    }),
  )
})

test('any text gives a value or a shorthand error, soon', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'ab=,[]{}"\'\\ @'), maxLength: 60 })
  fc.assert(
    fc.property(hostile, (text) => {
      try {
        parseShorthand(text)
      } catch (error) {
        expect(error).toBeInstanceOf(ShorthandError)
      }
    }),
    { numRuns: 1000 },
  )
})
