import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { safeText } from '../safe-text.js'
import { hostileText } from '../test-any-report.js'
import { wrap } from './layout.js'

describe('wrap', () => {
  test.each([
    ['breaks at spaces', 'one two three', 8, ['one two', 'three']],
    ['breaks a word that fits on no line', 'arn:aws:iam', 4, ['arn:', 'aws:', 'iam']],
    ['counts wide letters twice', '写真共有', 4, ['写真', '共有']],
    ['gives no lines for no text', '  ', 4, []],
  ])('%s', (_, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines)
  })

  test('is never wider than the width and loses nothing but blanks', () => {
    fc.assert(
      fc.property(
        hostileText,
        fc.boolean(),
        fc.integer({ min: 4, max: 40 }),
        (raw, unicode, width) => {
          const text = safeText(raw, { unicode })
          const lines = wrap(text, width)
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
          expect(flat(lines.join(''))).toBe(flat(text))
        },
      ),
      { numRuns: 500 },
    )
  })
})

/** Without blanks, its letters taken apart: what wrapping, which composes some, can't change. */
function flat(text: string): string {
  return text.replaceAll(' ', '').normalize('NFD')
}
