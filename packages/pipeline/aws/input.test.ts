import { UnknownError } from '@grade4/unknown'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AwsError } from './errors.js'
import { parseShorthand } from './input.js'

const parse = (text: string) => parseShorthand('image-ids', text)

test.each([
  ['imageTag=latest', { imageTag: 'latest' }],
  ['imageDigest=sha256:ab,imageTag=latest', { imageDigest: 'sha256:ab', imageTag: 'latest' }],
  ['a=b,c', { a: ['b', 'c'] }],
  ['a=b,c,d=e', { a: ['b', 'c'], d: 'e' }],
  ['a=', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
])('%s', (text, value) => {
  expect(parse(text)).toEqual(value)
})

test.each(['latest', '', 'a=b,a=c', 'a=b,$c=d'])('%s is no shorthand', (text) => {
  expect(() => parse(text)).toThrow(AwsError)
})

test.each([
  ',a=b',
  'a=b,',
  'a=b,,c=d',
  'a=[b,c]',
  'a={b=c}',
  'a="b,c"',
  "a='b c'",
  'a=b\\,c',
  'a = b',
  'a@=file://b',
  'a==b',
])('%s is not followed', (text) => {
  expect(() => parse(text)).toThrow(UnknownError)
})

const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019.:/-_'), minLength: 1 })

test('pairs of plain words come back as they were', () => {
  fc.assert(
    fc.property(fc.dictionary(word, word, { minKeys: 1 }), (pairs) => {
      const text = Object.entries(pairs)
        .map(([key, value]) => `${key}=${value}`)
        .join(',')
      expect(parse(text)).toEqual({ ...pairs })
    }),
  )
})
