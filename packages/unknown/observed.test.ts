import { expect, test } from 'vitest'
import {
  absent,
  byHand,
  found,
  isUnknown,
  map,
  reasonOf,
  UnknownError,
  unknown,
  unknownByCaller,
  unknownFor,
} from './index.js'

const WHY = { because: 'it was refused', remedy: 'Ask.' }

test('an answer says which of the three it is, and only what it knows', () => {
  expect(found([])).toEqual({ state: 'found', value: [] })
  expect(absent('NoSuchEntity')).toEqual({ state: 'absent', saidBy: 'NoSuchEntity' })
  expect(unknown('it was refused', 'Ask.')).toEqual({ state: 'unknown', ...WHY })
  expect(unknownByCaller('it was refused', 'Ask.')).toEqual({
    state: 'unknown',
    ...WHY,
    ofCaller: true,
  })
})

test('a reason keeps what it lacks and whose it is, and nothing else', () => {
  expect(reasonOf(unknown('it was refused', 'Ask.'))).toEqual(WHY)
  expect(Object.keys(reasonOf(WHY))).toEqual(['because', 'remedy'])
  const whole = { ...WHY, lacks: 'evidence', ofCaller: true } as const
  expect(reasonOf(whole)).toEqual(whole)
  expect(unknownFor(whole)).toEqual({ state: 'unknown', ...whole })
  expect(byHand('it was refused')).toEqual({
    because: 'it was refused',
    remedy: 'The course staff has to grade this step by hand.',
  })
})

test('what is thrown has the reason, and is known by its name', () => {
  const error = new UnknownError({ ...unknown('it was refused', 'Ask.'), lacks: 'evidence' })
  expect(error).toMatchObject({ name: 'UnknownError', message: 'it was refused' })
  expect(error.reason).toEqual({ ...WHY, lacks: 'evidence' })
})

test.each([
  [unknown('a', 'b'), true],
  [absent('a'), false],
  [found(1), false],
  [null, false],
  [undefined, false],
  ['unknown', false],
  [0, false],
  [{}, false],
  [{ state: 'other' }, false],
])('whether %j is not known: %s', (value, is) => {
  expect(isUnknown(value)).toBe(is)
})

test('a change is made of a value alone', () => {
  const twice = (value: number) => value * 2
  expect(map(found(2), twice)).toEqual(found(4))
  expect(map(absent('a'), twice)).toEqual(absent('a'))
  expect(map(unknown('a', 'b'), twice)).toEqual(unknown('a', 'b'))
})
