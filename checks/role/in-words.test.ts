import { expect, test } from 'vitest'
import { joinWords, showActions } from './in-words.js'

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('the list of %j is read out as "%s"', (words, text) => {
  expect(joinWords(words)).toBe(text)
})

test.each([
  [false, 'sts:AssumeRole, sts:TagSession'],
  [true, 'every action but sts:AssumeRole, sts:TagSession'],
])('actions are named; NotAction: %s', (not, text) => {
  expect(showActions({ not, patterns: ['sts:AssumeRole', 'sts:TagSession'] })).toBe(text)
})
