import { Holes } from '@grade4/unknown'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeLines, safeText } from './safe-text.js'
import { hostileText } from './test-any-report.js'

describe('what is shown in place of the text', () => {
  test.each([
    ['plain text', 'cs40:latest', 'cs40:latest'],
    ['letters of any script', 'José 写真 שלום', 'José 写真 שלום'],
    ['a terminal escape', '\u001B[31mred', '<U+001B>[31mred'],
    ['an eight-bit escape', '\u009B31mred', '<U+009B>31mred'],
    ['a window title', '\u001B]0;title\u0007', '<U+001B>]0;title<U+0007>'],
    ['a bidi override', 'abc\u202Ecba', 'abc<U+202E>cba'],
    ['a bidi isolate', '\u2066abc\u2069', '<U+2066>abc<U+2069>'],
    ['a zero-width space', 'cs\u200B40', 'cs<U+200B>40'],
    ['a byte order mark', '\uFEFFname', '<U+FEFF>name'],
    ['a blank that is not a space', 'a\u00A0b', 'a<U+00A0>b'],
    ['a letter that shows nothing', 'a\u3164b', 'a<U+3164>b'],
    ['half of a pair', 'a\uD83Db', 'a<U+D83D>b'],
    ['a private-use character', '\uE0F0', '<U+E0F0>'],
    ['a tab', 'a\tb', 'a<U+0009>b'],
    ['line breaks', 'a\r\nb\nc\u2028d', 'a b c d'],
    ['joined emoji', '👩\u200D💻', '👩💻'],
    ['a joiner that joins no emoji', 'a\u200Db', 'a<U+200D>b'],
    ['an emoji’s form', '❤\uFE0F', '❤'],
    ['a digit on a key', '1\uFE0F\u20E3', '1'],
    ['accents', 'e\u0301', 'e\u0301'],
    ['a tower of accents', `e${'\u0301'.repeat(9)}`, `e${'\u0301'.repeat(4)}…`],
  ])('%s', (_, text, shown) => {
    expect(safeText(text)).toBe(shown)
  })

  test('a value that is not known reads so', () => {
    const mark = new Holes().hole({ because: 'a secret', remedy: 'none' })
    expect(safeText(`role/${mark}`)).toBe('role/(unknown)')
  })

  test.each([
    ['é', '<U+00E9>'],
    ['…', '...'],
    ['🚀', '<U+1F680>'],
  ])('in ASCII, %s is %s', (text, shown) => {
    expect(safeText(text, { unicode: false })).toBe(shown)
  })

  test('long text is cut at the limit, ellipsis included', () => {
    expect(safeText('abcdef', { limit: 5 })).toBe('abcd…')
    expect(safeText('abcdef', { limit: 5, unicode: false })).toBe('ab...')
    expect(safeText('abcde', { limit: 5 })).toBe('abcde')
    expect(safeText('x'.repeat(2000))).toHaveLength(1000)
  })

  test('a pair is never cut in half', () => {
    expect(safeText('🚀🚀🚀', { limit: 2 })).toBe('🚀…')
  })
})

const options = fc.record({ unicode: fc.boolean(), limit: fc.integer({ min: 3, max: 60 }) })

describe('for every text', () => {
  test('nothing is left that a terminal obeys or nobody sees', () => {
    fc.assert(
      fc.property(hostileText, options, (text, option) => {
        const safe = safeText(text, option)
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u)
        expect(safe).not.toMatch(/\p{Default_Ignorable_Code_Point}/u)
        if (!option.unicode) expect(safe).toMatch(/^[ -~]*$/)
      }),
      { numRuns: 1000 },
    )
  })

  test('applying it again changes nothing', () => {
    fc.assert(
      fc.property(hostileText, options, (text, option) => {
        const once = safeText(text, option)
        expect(safeText(once, option)).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })

  test('it is never longer than the limit', () => {
    fc.assert(
      fc.property(hostileText, options, (text, option) => {
        expect([...safeText(text, option)].length).toBeLessThanOrEqual(option.limit)
      }),
    )
  })
})

test('ten million characters are cut, not looked through', () => {
  expect([...safeText('\u202E'.repeat(10_000_000), { limit: 300 })]).toHaveLength(300)
})

test('of several lines each is made harmless by itself, and none is lost', () => {
  expect(safeLines('TypeError: \u001B[31mx\n    at f\n')).toBe(
    'TypeError: <U+001B>[31mx\n    at f\n',
  )
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 1 }), (texts) => {
      const lines = texts.flatMap((text) => text.split('\n'))
      expect(safeLines(texts.join('\n')).split('\n')).toEqual(lines.map((line) => safeText(line)))
    }),
  )
})
