import { expect, test } from 'vitest'
import { edited } from '../../fixtures/scenarios/workflow-edits.js'
import { MainYml } from './file.js'
import type { Ground } from './repair.js'
import { syntaxRepairs } from './syntax.js'

const REFERENCE = edited([])

/** What is proposed where the reference main.yml has one line otherwise: titles, and the line that each makes of it. */
function repairsOf(from: string, to: string, at = 0): [title: string, line: string][] {
  const text = REFERENCE.replace(from, () => to)
  expect(text).not.toBe(REFERENCE)
  const line = REFERENCE.slice(0, REFERENCE.indexOf(from)).split('\n').length + at
  const ground: Ground = {
    file: new MainYml(text),
    id: 'workflow.valid',
    lines: [line],
    region: 'us-west-2',
    role: 'r1',
    cluster: 'c1',
    service: 's1',
    secrets: [],
  }
  return [...syntaxRepairs(ground)].map(({ title, edits }) => {
    const after = ground.file.edited(edits).split('\n')
    return [title, after.find((one, index) => one !== text.split('\n')[index]) ?? '']
  })
}

test.each([
  ['runs-on: ubuntu', 'run-on: ubuntu', 'GitHub knows no key run-on here; runs-on is meant'],
  ['      with:', '      wiht:', 'GitHub knows no key wiht here; with is meant'],
  ['    - name: 2 ', '    - nmae: 2 ', 'GitHub knows no key nmae here; name is meant'],
  ['jobs:', 'job:', 'GitHub knows no key job here; jobs is meant'],
  ['runs-on: ubuntu', 'runs-on:ubuntu', 'a blank has to follow the colon'],
  [
    '      uses: actions/checkout',
    '      uses:actions/checkout',
    'a blank has to follow the colon',
  ],
  ['    - name: 2 ', '    -name: 2 ', 'a blank has to follow the dash'],
  ['    runs-on: ubuntu', '\trun-on: ubuntu', null],
  ['    runs-on: ubuntu', '\t\truns-on: ubuntu', 'YAML takes no tabs for indentation'],
  ['    runs-on: ubuntu', '     runs-on: ubuntu', 'its indentation is wrong'],
  ['      uses: actions/checkout', '     uses: actions/checkout', 'its indentation is wrong'],
  ['      uses: actions/checkout', '       uses: actions/checkout', 'its indentation is wrong'],
  ['branches: [ main ]', 'branches: [ main', 'the line lacks ] at its end'],
  ['jobs:', 'jobs', 'the line lacks : at its end'],
  ['run: echo', "run: 'echo", "the line lacks ' at its end"],
])('a slip that makes it no workflow is put right: %s, as %s', (from, to, title) => {
  const line = REFERENCE.split('\n').find((one) => one.includes(from.trim())) ?? ''
  const repairs = repairsOf(from, to)
  if (title === null) return expect(repairs).toEqual([])
  expect(repairs.map(([one]) => one)).toContain(title)
  if (!/lacks ['\]]/.test(title)) expect(repairs).toContainEqual([title, line])
})

test('the line above the one that GitHub names may have the slip, past blank ones', () => {
  const titles = (from: string, to: string, at: number) =>
    repairsOf(from, to, at).map(([title]) => title)
  const slip = ['branches: [ main ]', 'branches: [ main'] as const
  expect(titles(...slip, 1)).toContain('the line lacks ] at its end')
  expect(titles(...slip, 2)).toContain('the line lacks ] at its end')
  expect(titles(...slip, 4)).toEqual([])
})
