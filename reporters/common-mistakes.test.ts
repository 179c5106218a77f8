import { expect, test } from 'vitest'
import type { ClassRow, Mistake } from '../grading/batch/class-row.js'
import { commonMistakes } from './common-mistakes.js'
import { testClass } from './html/test-class.js'

/** A class whose students made these mistakes, a list each. */
function classOf(...mistakes: readonly (readonly Mistake[])[]): ClassRow[] {
  return testClass(mistakes.length).rows.map((row, at) => ({
    ...row,
    mistakes: [...(mistakes[at] ?? [])],
  }))
}

const tag = (container: string, name: string): Mistake => ({
  check: 'ecs.image',
  message: `The container "${container}" runs the tag "${name}" of cs40, not latest.`,
  points: 15,
})
const noSecret: Mistake = { check: 'repo.secret', message: 'There is no secret.', points: 2 }

/** Each mistake as text, students and points. */
function shown(rows: readonly ClassRow[]) {
  return commonMistakes(rows).map(({ text, rows, points }) => [
    text,
    rows.map(({ student }) => student).join(' '),
    points,
  ])
}

test('one sentence with other names is one mistake; what all share stays in it', () => {
  expect(shown(classOf([tag('app', 'v1')], [tag('app', 'v2')]))).toEqual([
    ['The container "app" runs the tag … of cs40, not latest.', 's1 s2', 30],
  ])
})

test('the mistake of most students comes first, then the one that costs most', () => {
  const other = { ...noSecret, message: 'The secret is empty.' }
  expect(shown(classOf([noSecret, tag('app', 'v1')], [noSecret], [other]))).toEqual([
    ['There is no secret.', 's1 s2', 4],
    ['The container "app" runs the tag "v1" of cs40, not latest.', 's1', 15],
    ['The secret is empty.', 's3', 2],
  ])
})

test('who makes a mistake twice counts once', () => {
  expect(shown(classOf([tag('app', 'v1'), tag('side', 'v1')]))).toEqual([
    ['The container … runs the tag "v1" of cs40, not latest.', 's1', 15],
  ])
})

test('the same words in two checks are two mistakes', () => {
  expect(shown(classOf([noSecret], [{ ...noSecret, check: 'repo.private' }]))).toHaveLength(2)
})

test('without findings the check alone is the mistake', () => {
  expect(shown(classOf([{ ...noSecret, message: '' }]))).toEqual([['', 's1', 2]])
})
