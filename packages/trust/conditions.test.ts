import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMet, type RequestValue } from './conditions.js'
import type { Condition } from './policy.js'
import { WorkBudget } from './work-budget.js'

const met = (condition: Omit<Condition, 'key'>, request: RequestValue) =>
  isMet({ key: 'k', ...condition }, request, new WorkBudget())

/** Short texts of few characters, so that patterns do match now and then. */
const text = (characters: string) =>
  fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 })

describe('StringLike', () => {
  it('matches what a regular expression with the same wildcards matches', () => {
    fc.assert(
      fc.property(text('ab*?é😀'), text('abé😀'), (pattern, value) => {
        const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.')
        const matches = new RegExp(`^(?:${expression})$`, 'su').test(value)
        const condition = { operator: 'StringLike', values: [pattern], variables: true }
        expect(met(condition, { value })).toBe(matches ? 'yes' : 'no')
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['a${*}', true, 'a*', 'yes'],
    ['a${*}', true, 'ab', 'no'],
    ['a${?}${$}', true, 'a?$', 'yes'],
    ['a${*}c', false, 'a${bc}c', 'yes'],
    ['${aws:username}', true, 'a', 'unknown'],
    ['${aws:username', true, 'a', 'unknown'],
    ['${aws:username}', false, 'a', 'no'],
  ])('%s, with variables: %s, for %s: %s', (pattern, variables, value, expected) => {
    expect(met({ operator: 'StringLike', values: [pattern], variables }, { value })).toBe(expected)
  })
})

it('StringEquals takes every character for itself', () => {
  fc.assert(
    fc.property(text('ab*?'), text('ab*?'), (one, other) => {
      const condition = { operator: 'StringEquals', values: [one], variables: true }
      expect(met(condition, { value: one })).toBe('yes')
      expect(met(condition, { value: other })).toBe(one === other ? 'yes' : 'no')
    }),
  )
})

it.each([
  ['Ab', 'aB', 'yes'],
  ['ab', 'ac', 'no'],
  ['é', 'é', 'yes'],
  ['é', 'É', 'unknown'],
  ['ab', 'é', 'unknown'],
])('StringEqualsIgnoreCase %s for %s: %s', (pattern, value, expected) => {
  const condition = { operator: 'StringEqualsIgnoreCase', values: [pattern], variables: true }
  expect(met(condition, { value })).toBe(expected)
})

describe('Null', () => {
  it.each([
    ['true', 'no', 'yes'],
    ['FALSE', 'yes', 'no'],
    ['maybe', 'unknown', 'unknown'],
  ])('%s, with a value: %s, without: %s', (asked, present, missing) => {
    const condition = { operator: 'Null', values: [asked], variables: true }
    expect(met(condition, { value: 'x' })).toBe(present)
    expect(met(condition, 'missing')).toBe(missing)
  })
  it('with both is always met', () => {
    const condition = { operator: 'Null', values: ['true', 'false'], variables: true }
    expect(met(condition, 'missing')).toBe('yes')
  })
})

it('the contrary of an operator is met where the operator is not, but for a missing key', () => {
  const base = fc.constantFrom('StringEquals', 'StringLike', 'StringEqualsIgnoreCase')
  const values = fc.array(text('aB*?é'), { minLength: 1, maxLength: 3 })
  const contrary = { yes: 'no', no: 'yes', unknown: 'unknown' }
  fc.assert(
    fc.property(base, values, text('abé'), (operator, values, value) => {
      const plain = met({ operator, values, variables: true }, { value })
      const negated = operator.replace('String', 'StringNot')
      expect(met({ operator: negated, values, variables: true }, { value })).toBe(contrary[plain])
    }),
  )
})

it('ForAllValues: is met by an empty value, whatever is asked', () => {
  const condition = { operator: 'ForAllValues:StringEquals', values: ['x'], variables: true }
  expect(met(condition, { value: '' })).toBe('yes')
  expect(met(condition, { value: 'y' })).toBe('no')
})

it.each([
  ['an operator that IAM has not', 'StringSmells', ['x']],
  ['Null with a set operator', 'ForAnyValue:Null', ['true']],
  ['an empty list', 'StringEquals', []],
])('%s is not followed, with a key or without', (_, operator, values) => {
  expect(met({ operator, values, variables: true }, { value: 'x' })).toBe('unknown')
  expect(met({ operator, values, variables: true }, 'missing')).toBe('unknown')
})

it('a value that is not known meets nothing for certain', () => {
  expect(met({ operator: 'StringLike', values: ['*'], variables: true }, 'not-known')).toBe(
    'unknown',
  )
})
