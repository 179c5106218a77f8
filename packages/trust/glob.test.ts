import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coversAction, globPieces, matchesPieces } from './glob.js'
import { literally, readValue } from './value-pattern.js'

/** Short texts of few characters, so that patterns do match now and then. */
const text = (characters: string) =>
  fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 })

describe('a pattern', () => {
  it('matches what a regular expression with the same wildcards matches', () => {
    fc.assert(
      fc.property(text('ab*?'), text('ab'), (pattern, value) => {
        const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.')
        expect(matchesPieces(globPieces(pattern), value)).toBe(
          new RegExp(`^(?:${expression})$`, 's').test(value),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes a character of two code units for one', () => {
    expect(matchesPieces(globPieces('a?b'), 'a😀b')).toBe(true)
    expect(matchesPieces(globPieces('a??b'), 'a😀b')).toBe(false)
  })

  it('is split into texts and wildcards, none of them empty', () => {
    expect(globPieces('*ab?')).toEqual(['any-text', { text: 'ab' }, 'any-character'])
  })
})

it('an action is covered in whatever case, wildcards included', () => {
  expect(coversAction('STS:Assume*', 'sts:AssumeRole')).toBe(true)
  expect(coversAction('sts:AssumeRol?', 'sts:AssumeRole')).toBe(true)
  expect(coversAction('sts:Assume', 'sts:AssumeRole')).toBe(false)
})

describe('a condition value', () => {
  it.each([
    ['a*b?', true, ['any-text', 'any-character']],
    ['${*}${?}${$}', true, []],
  ])('%s holds the wildcards %j', (value, variables, wildcards) => {
    const pieces = readValue(value, variables) ?? []
    expect(pieces.filter((piece) => typeof piece === 'string')).toEqual(wildcards)
  })

  it('with a variable is nothing that we can know', () => {
    expect(readValue('${aws:username}', true)).toBeNull()
    expect(readValue('${aws:username}', false)).toEqual([{ text: '${aws:username}' }])
  })

  it('taken literally is the text as it was written', () => {
    fc.assert(
      fc.property(text('ab*?'), (value) => {
        expect(literally(readValue(value, false) ?? [])).toBe(value)
      }),
    )
  })
})
