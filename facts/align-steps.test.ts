import { expect, test } from 'vitest'
import { alignSteps } from './align-steps.js'
import { mayShow } from './shown-name.js'

test.each([
  ['Build', 'Build', true],
  ['Build', 'build', false],
  ['Build', 'Build it', false],
  ['Build (unknown)', 'Build 17', true],
  ['Build (number) of (sha)', 'Build 17 of 1f', true],
  ['(unknown)', 'anything', true],
  ['Run echo ${{ github.sha }} to ${{ env.X }}', 'Run echo 1f to y', true],
  ['Run echo ${{ github.sha }} to ${{ env.X }}', 'Run echo 1f', false],
  ['a${{ x }}a', 'a', false],
  ['a${{ x }}b', 'ab', true],
  ['a${{ x }}b${{ y }}c', 'abc', true],
  ['a${{ x }}b${{ y }}b', 'ab', false],
  ['a${{ x }}b', 'axc', false],
  ['a${{ x }}b', 'xab', false],
  [' Build ', 'Build', true],
  ['Build', ' Build ', true],
])('whether GitHub may show "%s" as "%s"', (name, shown, may) => {
  expect(mayShow(name, shown)).toBe(may)
})

const shownAs = (names: string[], shown: string[]) =>
  alignSteps(names, shown).map((at) => shown[at] ?? null)

test.each<[what: string, names: string[], shown: string[], pairs: (string | null)[]]>([
  [
    "by name, past the runner's own steps",
    ['1 Time', 'Run actions/checkout@v4'],
    [
      'Set up job',
      '1 Time',
      'Run actions/checkout@v4',
      'Post Run actions/checkout@v4',
      'Complete job',
    ],
    ['1 Time', 'Run actions/checkout@v4'],
  ],
  [
    'a step whose name is shown otherwise, by its place between two others',
    ['a', 'Run set -e', 'b'],
    ['Set up job', 'a', 'Run set -euo pipefail', 'b', 'Complete job'],
    ['a', 'Run set -euo pipefail', 'b'],
  ],
  [
    'the first and the last by their place, too',
    ['Deploy 42', 'b', 'Run x'],
    ['Set up job', 'Deploy 7', 'b', 'Run y', 'Post b', 'Complete job'],
    ['Deploy 7', 'b', 'Run y'],
  ],
  ['none by its place among more', ['a', 'x', 'b'], ['a', 'p', 'q', 'b'], ['a', null, 'b']],
  [
    "a name of its own like the runner's",
    ['Post results'],
    ['Set up job', 'Post results'],
    ['Post results'],
  ],
  ['nothing in an empty record', ['a', 'b'], [], [null, null]],
])('steps are paired: %s', (_, names, shown, pairs) => {
  expect(shownAs(names, shown)).toEqual(pairs)
})

test('the same name twice is paired in order', () => {
  expect(alignSteps(['c', 'c'], ['Set up job', 'c', 'x', 'c'])).toEqual([1, 3])
  expect(alignSteps(['c', 'b', 'c'], ['c', 'c'])).toEqual([0, -1, 1])
})
