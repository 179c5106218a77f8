import { Holes, isUnknown, unknown } from '@grade4/unknown'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Scope } from '../expressions/evaluate.js'
import { asText, mapping, OpenMapping, text } from '../expressions/values.js'
import { load } from '../test-pipeline.js'
import { type Leg, legsOf } from './matrix.js'
import { permissionsOf } from './permissions.js'
import { runnerOf } from './runner.js'
import { schedulesOf } from './schedule.js'

const holes = new Holes()
const scope: Scope = {
  holes,
  status: { succeeded: true, failed: false },
  contexts: new Map([
    [
      'vars',
      () => new OpenMapping([], () => holes.hole({ because: 'not readable', remedy: 'ask' })),
    ],
    ['needs', () => mapping([['a', mapping([['outputs', mapping([['list', text('[1,2]')]])]])]])],
  ]),
}

function workflow(job: string, top = '') {
  return load(`on: push\n${top}\njobs: { a: { steps: [ { run: echo } ], ${job} } }`)
}

function jobOf(job: string) {
  const [first] = workflow(job).jobs
  if (first === undefined) throw new Error('no job')
  return first
}

/** A run of a matrix: what its name has, and all of its values where those are others. */
function inShort({ matrix, label }: Leg): string {
  const all = (matrix?.values() ?? []).map(asText).join(', ')
  return all === label ? label : `${label} of ${all}`
}

describe('the runs of a matrix', () => {
  test.each([
    ['{ x: [ 1, 2 ], y: [ a ] }', ['1, a', '2, a']],
    ['{ x: [ 1, 2 ], exclude: [ { x: 1 } ] }', ['2']],
    ['{ x: [ 1 ], include: [ { x: 1, z: q } ] }', ['1 of 1, q']],
    ['{ x: [ 1 ], include: [ { x: 2 } ] }', ['1', '2']],
    ['{ x: [ 1, 2 ], include: [ { z: q } ] }', ['1 of 1, q', '2 of 2, q']],
    ['{ x: [ 1, 2 ], include: [ { z: p }, { x: 1, z: q } ] }', ['1 of 1, q', '2 of 2, p']],
    ['{ x: [ 1, 2 ], y: [ a ], exclude: [ { x: 1, y: b } ] }', ['1, a', '2, a']],
    ['{ include: [ { x: 1 }, { x: 2 } ] }', ['1', '2']],
    ['{ x: [ 1, "1" ], exclude: [ { x: "1" } ] }', ['1']],
    ['{ x: [ { p: 1 }, { p: 2 } ], exclude: [ { x: { p: 1 } } ] }', ['2 of Object']],
    [
      '{ x: [ { p: { q: 1, r: a }, s: [ true, 2 ] } ], y: [ "", z ] }',
      ['1, a, true, 2 of Object, ', '1, a, true, 2, z of Object, z'],
    ],
    ["{ x: [ 1 ], include: '${{ github.nothing }}' }", ['1']],
    ["{ x: [ 1 ], include: '${{ fromJSON(needs.a.outputs.list) }}' }", ['1']],
    ['{ x: "${{ fromJSON(needs.a.outputs.list) }}" }', ['1', '2']],
    ['{ x: "${{ needs.a.outputs.list }}" }', ['[1,2]']],
    ['{ x: [ 1, 2 ], y: [ a, b ], exclude: [ { x: 1, y: b } ] }', ['1, a', '2, a', '2, b']],
    [
      '{ x: [ 1, 2 ], y: [ a ], include: [ { x: 2, y: a, z: q }, { x: 2, y: b } ] }',
      ['1, a', '2, a of 2, a, q', '2, b'],
    ],
  ])('%s', (matrix, labels) => {
    const legs = legsOf(jobOf(`strategy: { matrix: ${matrix} }, runs-on: x`).strategy, scope)
    expect(isUnknown(legs) ? legs : legs.map(inShort)).toEqual(labels)
  })

  test('one without a matrix, none known when its values are not', () => {
    expect(legsOf(null, scope)).toEqual([{ matrix: null, label: '' }])
    const open = jobOf('strategy: { matrix: { x: "${{ fromJSON(vars.X) }}" } }, runs-on: x')
    expect(legsOf(open.strategy, scope)).toEqual(unknown('not readable', 'ask'))
  })
})

test.each([
  ['one axis of 257 values', [257], false],
  ['one axis of 256 values', [256], true],
  ['a second axis that makes far too many', [200, 10], false],
])('GitHub refuses a matrix of more than 256 runs: %s', (_, sizes, allowed) => {
  const axes = sizes.map((size, at) => `x${at}: [ ${[...Array(size).keys()].join(', ')} ]`)
  const { strategy } = jobOf(`strategy: { matrix: { ${axes.join(', ')} } }, runs-on: x`)
  expect(isUnknown(legsOf(strategy, scope))).toBe(!allowed)
})

test.each([
  [255, true],
  [256, false],
])('GitHub counts what include adds to a matrix of %i runs', (count, allowed) => {
  const values = [...Array(count).keys()].join(', ')
  const matrix = `{ x: [ ${values} ], include: [ { x: -1 } ] }`
  const { strategy } = jobOf(`strategy: { matrix: ${matrix} }, runs-on: x`)
  expect(isUnknown(legsOf(strategy, scope))).toBe(!allowed)
})

describe('the machine', () => {
  const reading = (runsOn: string, at = '2026-11-01') =>
    runnerOf(jobOf(`runs-on: ${runsOn}`).runsOn, scope, Date.parse(at))

  test.each([
    ['ubuntu-latest', 'linux', 'amd64'],
    ['Ubuntu-Latest', 'linux', 'amd64'],
    ['ubuntu-24.04-arm', 'linux', 'arm64'],
    ['[ self-hosted, linux, ARM64 ]', 'linux', 'arm64'],
    ['[ self-hosted, ubuntu-20.04 ]', 'linux', 'amd64'],
    ['{ group: big, labels: ubuntu-22.04 }', 'linux', 'amd64'],
    ['{ group: big, labels: ubuntu-8-cores }', 'linux', 'amd64'],
    ['self-hosted', 'linux', null],
    ['[ self-hosted, X64 ]', 'linux', 'amd64'],
    ['my-arm64-box', 'linux', null],
    ['my-windows-like-linux', 'linux', null],
    ['"${{ vars.RUNNER }}"', 'linux', null],
    ['[ self-hosted, windows-2022 ]', 'other', null],
    ['windows-latest', 'other', null],
    ['macos-14', 'other', null],
  ])('%s', (runsOn, system, architecture) => {
    expect(reading(runsOn)).toMatchObject({ state: 'found', runner: { system, architecture } })
  })

  test.each([
    'ubuntu-lastest',
    'unbuntu-latest',
    'ubuntu',
    'ubuntu_latest',
    'ubuntu-24.4',
    'ubuntu-latest-arm',
  ])('it is not known whether %s is one', (runsOn) => {
    expect(reading(runsOn)).toMatchObject({
      state: 'unknown',
      because: expect.stringContaining(`no runner with the label ${runsOn}`),
    })
  })

  test.each([
    ['ubuntu-20.04', '2025-04-14', '2025-04-15'],
    ['ubuntu-18.04', '2023-04-02', '2023-04-03'],
    ['ubuntu-16.04', '2021-09-19', '2021-09-20'],
  ])('GitHub has retired %s', (runsOn, before, since) => {
    expect(reading(runsOn, before).state).toBe('found')
    expect(reading(runsOn, since)).toEqual({
      state: 'absent',
      why: `no runner takes it: GitHub has retired ${runsOn} on ${since}`,
    })
  })
})

describe('permissions in force', () => {
  test.each([
    ['', '', false, true, 'permissions: not set'],
    ['permissions: write-all', '', true, true, 'permissions: write-all'],
    ['permissions: read-all', '', false, true, 'permissions: read-all'],
    ['permissions: {}', '', false, false, 'permissions: {}'],
    ['permissions: { id-token: write }', '', true, false, 'permissions: { id-token: write }'],
    ['permissions: { contents: write }', '', false, true, 'permissions: { contents: write }'],
    ['permissions: { contents: none }', '', false, false, 'permissions: { contents: none }'],
    [
      'permissions: { id-token: write, contents: read }',
      '',
      true,
      true,
      'permissions: { id-token: write, contents: read }',
    ],
    [
      'permissions: write-all',
      'permissions: { contents: read }',
      false,
      true,
      'permissions: { contents: read } in job a',
    ],
    [
      'permissions: { contents: read }',
      'permissions: write-all',
      true,
      true,
      'permissions: write-all in job a',
    ],
    [
      'permissions: write-all',
      'permissions: { id-token: none }',
      false,
      false,
      'permissions: { id-token: none } in job a',
    ],
  ])('workflow "%s", job "%s"', (top, own, idToken, contents, words) => {
    const whole = workflow(`runs-on: x, ${own}`, top)
    const [job] = whole.jobs
    if (job === undefined) throw new Error('no job')
    expect(permissionsOf(whole, job)).toEqual({ idToken, contents, words })
  })
})

describe('orders of jobs', () => {
  test.each([
    [[['a', []]], [['a']]],
    [
      [
        ['a', []],
        ['b', ['a']],
      ],
      [['a', 'b']],
    ],
    [
      [
        ['a', []],
        ['b', []],
      ],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    ],
    [
      [
        ['a', ['b']],
        ['b', ['c']],
        ['c', []],
      ],
      [['c', 'b', 'a']],
    ],
  ] as [[string, string[]][], string[][]][])('%j', (jobs, orders) => {
    expect(schedulesOf(jobs.map(([id, needs]) => ({ id, needs })))).toEqual(orders)
  })

  test('each keeps to needs, and any two free jobs come in both orders', () => {
    const graphs = fc
      .array(fc.array(fc.nat(4), { maxLength: 2 }), { minLength: 1, maxLength: 4 })
      .map((needs) =>
        needs.map((each, index) => ({
          id: `j${index}`,
          needs: [...new Set(each.filter((other) => other < index))].map((other) => `j${other}`),
        })),
      )
    fc.assert(
      fc.property(graphs, (jobs) => {
        const orders = schedulesOf(jobs)
        const precedes = (order: string[], a: string, b: string) =>
          order.indexOf(a) < order.indexOf(b)
        for (const order of orders) {
          expect(order.toSorted()).toEqual(jobs.map(({ id }) => id).toSorted())
          for (const { id, needs } of jobs) {
            for (const need of needs) expect(precedes(order, need, id)).toBe(true)
          }
        }
        for (const { id: a } of jobs) {
          for (const { id: b } of jobs) {
            if (a === b || waits(jobs, a, b) || waits(jobs, b, a)) continue
            expect(new Set(orders.map((order) => precedes(order, a, b))).size).toBe(2)
          }
        }
      }),
    )
  })
})

/** Whether a job begins only after another has ended. */
function waits(jobs: { id: string; needs: string[] }[], id: string, other: string): boolean {
  const needs = jobs.find((job) => job.id === id)?.needs ?? []
  return needs.some((need) => need === other || waits(jobs, need, other))
}
