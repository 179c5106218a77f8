import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesInput, listInput } from './input-values.js'

test.each([
  ['a,b', ['a', 'b']],
  ['a\nb\n', ['a', 'b']],
  ['  a , b\r\n c,\n', ['a', 'b', 'c']],
  ['"a,b",c', ['a,b', 'c']],
  ['"a""b"', ['a"b']],
  ['"a,b\nc', ['"a', 'b', 'c']],
  ['- a\n- b', ['- a', '- b']],
  ['a # no comment', ['a # no comment']],
  ['', []],
])('the list %j', (text, expected) => {
  expect(listInput(text)).toEqual(expected)
})

test('outputs keep their commas', () => {
  expect(linesInput('type=image,push=true\ntype=local,dest=out')).toEqual([
    'type=image,push=true',
    'type=local,dest=out',
  ])
})

test('comma list and block list are the same', () => {
  const item = fc.stringMatching(/^[a-z0-9.:/-]{1,12}$/)
  fc.assert(
    fc.property(fc.array(item), (items) => {
      expect(listInput(items.join(','))).toEqual(items)
      expect(listInput(`${items.join('\n')}\n`)).toEqual(items)
    }),
  )
})
