import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combineEdits } from './combine-edits.js'
import { applyLineEdits, applyTextEdits, lineEdits, linesOf } from './line-edits.js'

/** Texts of few different lines, so that many of them are alike. */
const text = fc
  .array(fc.constantFrom('', 'a', 'b', '  c', '# d'), { maxLength: 12 })
  .map((lines) => lines.join('\n'))

test('the edits between two texts lead from one to the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyLineEdits(before, lineEdits(before, after))).toBe(after)
    }),
  )
})

test('the edits of several versions lead to the last one, and never overlap', () => {
  fc.assert(
    fc.property(text, fc.array(text, { minLength: 1, maxLength: 4 }), (original, versions) => {
      const edits = combineEdits(original, versions).flatMap((each) => each.edits)
      expect(applyLineEdits(original, edits)).toBe(versions.at(-1))
      const sorted = edits.toSorted((a, b) => a.line - b.line)
      for (const [index, edit] of sorted.entries()) {
        const next = sorted[index + 1]
        if (next !== undefined) expect(edit.endLine).toBeLessThan(next.line)
      }
    }),
  )
})

test('an edit says which lines go and which come, as the file has them', () => {
  expect(lineEdits('a\nb\nc', 'a\nB\nc\nd')).toEqual([
    { line: 2, endLine: 2, before: 'b', after: 'B' },
    { line: 4, endLine: 3, before: '', after: 'd' },
  ])
  expect(lineEdits('a\nb', 'a')).toEqual([{ line: 2, endLine: 2, before: 'b', after: null }])
})

test('versions that changed the same line belong together, others stay apart', () => {
  const original = 'one\n\ntwo\n\nthree'
  const first = original.replace('one', 'ONE')
  const second = first.replace('three', 'THREE')
  const third = second.replace('ONE', 'One')
  expect(combineEdits(original, [first, second, third]).map(({ versions }) => versions)).toEqual([
    [0, 2],
    [1],
  ])
})

test('edits of characters are the same as edits of lines', () => {
  const piece = fc.constantFrom('', 'a', 'x\n', '\n  y', '\n')
  const edited = text.chain((before) =>
    fc.tuple(
      fc.constant(before),
      fc.uniqueArray(fc.nat({ max: before.length }), { maxLength: 6 }),
      fc.array(piece, { minLength: 3, maxLength: 3 }),
    ),
  )
  fc.assert(
    fc.property(edited, ([before, offsets, pieces]) => {
      const sorted = offsets.toSorted((a, b) => a - b)
      const edits = pieces.flatMap((each, index) => {
        const [start, end] = [sorted[2 * index], sorted[2 * index + 1]]
        return start === undefined || end === undefined ? [] : [{ start, end, text: each }]
      })
      expect(applyLineEdits(before, linesOf(before, edits))).toBe(applyTextEdits(before, edits))
    }),
  )
})

test('a step that is moved goes in one place and comes in another', () => {
  const before = '- a: 1\n  b: 1\n- a: 2\n  b: 2\n- c'
  const moved = [
    { start: 0, end: 14, text: '' },
    { start: before.length - 4, end: before.length - 4, text: '\n- a: 1\n  b: 1' },
  ]
  expect(linesOf(before, moved)).toEqual([
    { line: 1, endLine: 2, before: '- a: 1\n  b: 1', after: null },
    { line: 5, endLine: 4, before: '', after: '- a: 1\n  b: 1' },
  ])
})
