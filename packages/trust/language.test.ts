import { expect, test } from 'vitest'
import {
  allLanguages,
  anyLanguage,
  complement,
  EVERYTHING,
  exactly,
  NOTHING,
  without,
} from './language.js'

test('the complement of a complement is the language itself', () => {
  const one = exactly('a')
  expect(complement(one)).toEqual({ kind: 'not', part: one })
  expect(complement(complement(one))).toBe(one)
})

test('what is taken away is no more than what is named', () => {
  const [one, other] = [exactly('a'), exactly('b')]
  expect(without(one)).toBe(one)
  expect(without(one, other)).toEqual(allLanguages(one, complement(anyLanguage(other))))
  expect(NOTHING).toEqual(anyLanguage())
  expect(EVERYTHING).toEqual(allLanguages())
})
