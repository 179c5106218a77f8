import type { PipelineTrace } from '@grade4/pipeline'
import { describe, expect, test } from 'vitest'
import type { RunJob } from '../evidence/github/actions.js'
import { REFERENCE, traceOf } from '../packages/pipeline/test-pipeline.js'
import { asRecorded } from './as-recorded.js'
import { type Comparison, compareRun } from './compare-run.js'

/** A job as GitHub records it: `step: conclusion`, success where none is given, between the runner's own. */
function job(name: string, steps: readonly string[], conclusion = 'success'): RunJob {
  const all = conclusion === 'skipped' ? [] : ['Set up job', ...steps, 'Post 2', 'Complete job']
  return {
    name,
    status: 'completed',
    conclusion,
    steps: all.map((step) => {
      const [, shown = step, is = 'success'] = /^(.*): (\w+)$/.exec(step) ?? []
      return {
        name: shown,
        status: 'completed',
        conclusion: is === 'null' ? null : is,
        startedAt: null,
      }
    }),
  }
}

/** Jobs of a main.yml that only run scripts; a step is its script. */
function workflow(jobs: Readonly<Record<string, string>>): string {
  const entries = Object.entries(jobs).map(
    ([id, rest]) => `  ${id}: { runs-on: ubuntu-latest, ${rest} }`,
  )
  return `on: push\njobs:\n${entries.join('\n')}\n`
}

const steps = (...scripts: string[]) =>
  `steps: [ ${scripts.map((each) => `{ ${each} }`).join(', ')} ]`

async function compared(text: string, ...jobs: RunJob[]): Promise<string[]> {
  return linesOf(compareRun(await traceOf(text), jobs))
}

function linesOf({ disagreements }: Comparison): string[] {
  return disagreements.map(({ job: name, step, simulated, recorded, decides }) => {
    return `${name}, ${step?.name ?? 'all'}: ${simulated}, recorded ${recorded}${decides ? ', decides' : ''}`
  })
}

/** What GitHub would have recorded, had the simulation been right in its first push. */
function agreeing(trace: PipelineTrace): RunJob[] {
  const run = trace.schedules[0]?.worlds[0]?.runs[0]
  return (run?.jobs ?? []).map(({ job: id, name, result }) => {
    const own = (run?.steps ?? []).filter(({ step }) => step.job === id)
    const shown = own.map(({ step, outcome, forgiven }) => {
      const conclusion = outcome === 'unreached' ? 'skipped' : forgiven ? 'success' : outcome
      return `${step.name}: ${conclusion}`
    })
    return job(name, shown, result)
  })
}

test('the reference agrees with itself, job by job and step by step', async () => {
  const trace = await traceOf(REFERENCE)
  expect(compareRun(trace, agreeing(trace))).toEqual({ jobs: 1, disagreements: [] })
})

describe('a step', () => {
  const abc = (b: string) => workflow({ a: steps('run: echo a', b, 'run: echo c') })

  test.each<[what: string, b: string, recorded: string[], wanted: string[]]>([
    [
      'fails there, not here',
      'run: echo b',
      ['b: failure', 'c: skipped'],
      ['b: success, recorded failure'],
    ],
    [
      'fails here, not there',
      'run: echo b; exit 3',
      ['b', 'c'],
      ['b: failure, recorded success, decides'],
    ],
    ['fails in both', 'run: echo b; exit 3', ['b: failure', 'c: skipped'], []],
    [
      'fails here and is skipped there',
      'run: echo b; exit 3',
      ['b: skipped', 'c'],
      ['b: failure, recorded skipped, decides'],
    ],
    [
      'is forgiven here, and fine there',
      'run: echo b; exit 3, continue-on-error: true',
      ['b', 'c'],
      [],
    ],
    [
      'is skipped here, not there',
      "run: echo b, if: '1 == 2'",
      ['b', 'c'],
      ['b: skipped, recorded success, decides'],
    ],
    [
      'is skipped here, and failed there',
      "run: echo b, if: '1 == 2'",
      ['b: failure', 'c: skipped'],
      ['b: skipped, recorded failure'],
    ],
    ['is skipped in both', "run: echo b, if: '1 == 2'", ['b: skipped', 'c'], []],
    [
      'is skipped there and has no effect here',
      'run: echo b',
      ['b: skipped', 'c'],
      ['b: success, recorded skipped'],
    ],
    [
      'is skipped there and puts something out here',
      'run: echo "::set-output name=x::1"',
      ['b: skipped', 'c'],
      ['b: success, recorded skipped, decides'],
    ],
    ['was cancelled', 'run: echo b', ['b: cancelled', 'c: cancelled'], []],
    ['has no conclusion', 'run: echo b', ['b: null', 'c: null'], []],
    ['is not followed, and failed there', 'uses: some/action@v1', ['b: failure', 'c: skipped'], []],
    [
      'has a condition that is not known',
      "run: echo b, if: 'vars.X == 1'",
      ['b: skipped', 'c'],
      [],
    ],
    [
      'runs only after a failure that only happened there',
      'run: echo b, if: failure()',
      ['a: failure', 'b', 'c: skipped'],
      ['a: success, recorded failure'],
    ],
  ])('%s', async (_, b, recorded, wanted) => {
    const shown = recorded.map((each) => each.replace(/^(\w)/, 'Run $1'))
    const first = recorded[0]?.startsWith('a') ? [] : ['Run a']
    const named = abc(b)
      .replace('{ run: echo a', '{ name: Run a, run: echo a')
      .replace(`{ ${b}`, `{ name: Run b, ${b}`)
      .replace('{ run: echo c', '{ name: Run c, run: echo c')
    const lines = await compared(named, job('a', [...first, ...shown]))
    expect(lines).toEqual(wanted.map((each) => `a, Run ${each}`))
  })

  test('that fails for what the account is like now contradicts nothing', async () => {
    const trace = await traceOf(REFERENCE)
    const asItIs = await traceOf(
      REFERENCE.replace('--cluster yoctogram-cluster', '--cluster other'),
    )
    expect(linesOf(compareRun(asItIs, agreeing(trace)))).toEqual([
      'build-and-push, 9 Force a Fargate Redeploy: failure, recorded success',
    ])
  })

  test('that AWS refuses for want of credentials does', async () => {
    const trace = await traceOf(REFERENCE)
    const without = await traceOf(
      REFERENCE.replace('permissions: write-all', 'permissions: read-all'),
    )
    expect(linesOf(compareRun(without, agreeing(trace)))).toEqual([
      'build-and-push, 3 Configure AWS credentials: failure, recorded success, decides',
    ])
  })
})

describe('jobs', () => {
  test.each<[what: string, text: string, jobs: RunJob[], wanted: string[]]>([
    [
      'are found by their names',
      workflow({ a: `name: First, ${steps('run: exit 1')}`, b: steps('run: echo b') }),
      [job('b', ['Run echo b: failure'], 'failure'), job('First', ['Run exit 1'])],
      [
        'a, Run exit 1: failure, recorded success, decides',
        'b, Run echo b: success, recorded failure',
      ],
    ],
    [
      'of a matrix by its values, in a name and behind it',
      workflow({
        a: `strategy: { matrix: { x: [1, 2] } }, ${steps('run: exit 1')}`,
        b: `name: 'Leg \${{ matrix.x }} of \${{ github.run_id }}', strategy: { matrix: { x: [1, 2] } }, ${steps('run: exit 1')}`,
        c: `name: C, strategy: { matrix: { x: [1, 2] } }, ${steps('run: exit 1')}`,
      }),
      ['a (1)', 'Leg 1 of 77', 'C (1)'].flatMap((name) => [
        job(name, ['Run exit 1: failure'], 'failure'),
        job(name.replace('1', '2'), ['Run exit 1']),
      ]),
      ['a (2)', 'b (2)', 'c (2)'].map(
        (id) => `${id}, Run exit 1: failure, recorded success, decides`,
      ),
    ],
    [
      'of another name: the only one is the only one',
      workflow({ a: `name: '\${{ github.run_id }}th', ${steps('run: exit 1')}` }),
      [job('else', ['Run exit 1'])],
      ['a, Run exit 1: failure, recorded success, decides'],
    ],
    [
      'that are skipped there, and not by another one',
      workflow({ a: steps('run: echo "::set-output name=x::1"'), b: steps('run: echo b') }),
      [job('a', [], 'skipped'), job('b', [], 'skipped')],
      ['a, all: success, recorded skipped, decides', 'b, all: success, recorded skipped'],
    ],
    [
      'that wait for one that failed there',
      workflow({ a: steps('run: echo a'), b: `needs: a, ${steps('run: echo b')}` }),
      [job('a', ['Run echo a: failure'], 'failure'), job('b', [], 'skipped')],
      ['a, Run echo a: success, recorded failure'],
    ],
    [
      'that wait for one that failed here',
      workflow({ a: steps('run: exit 1'), b: `needs: a, ${steps('run: echo b')}` }),
      [job('a', ['Run exit 1']), job('b', ['Run echo b'])],
      ['a, Run exit 1: failure, recorded success, decides'],
    ],
    [
      'that are skipped here by their condition',
      workflow({
        a: `if: '1 == 2', ${steps('run: echo a')}`,
        b: `needs: a, ${steps('run: echo b')}`,
      }),
      [job('a', ['Run echo a']), job('b', ['Run echo b'])],
      ['a, all: skipped, recorded success, decides'],
    ],
    [
      'that never begin here',
      workflow({ a: steps('uses: docker/build-push-action@6') }),
      [job('a', ['Run docker/build-push-action@6'])],
      ['a, all: failure, recorded success, decides'],
    ],
    [
      'of a workflow that is not at hand',
      'on: push\njobs:\n  a: { uses: o/r/.github/workflows/x.yml@main }\n',
      [job('a / x', ['Run y: failure'], 'failure')],
      [],
    ],
  ])('%s', async (_, text, jobs, wanted) => {
    expect(await compared(text, ...jobs)).toEqual(wanted)
  })

  test('that are none of main.yml are not counted', async () => {
    const trace = await traceOf(workflow({ a: steps('run: echo a'), b: steps('run: echo b') }))
    expect(compareRun(trace, [job('x', ['Run y']), job('a', ['Run echo a'])])).toEqual({
      jobs: 1,
      disagreements: [],
    })
    expect(compareRun(trace, [])).toEqual({ jobs: 0, disagreements: [] })
  })
})

describe('an action of the repository itself', () => {
  const text = workflow({ a: steps('uses: actions/checkout@v4', 'uses: ./ci', 'run: echo c') })
  const recorded = (ci: string) =>
    job('a', ['Run actions/checkout@v4', `Run ./ci: ${ci}`, 'Run echo c'])
  const traced = (...scripts: string[]) => {
    const inner = scripts.map((script) => `{ shell: bash, run: '${script}' }`).join(', ')
    const action = `runs: { using: composite, steps: [ ${inner} ] }`
    return traceOf(text, { files: { 'ci/action.yml': action } })
  }

  test('is one step of the record, and fails as its steps do', async () => {
    const trace = await traced('echo a', 'exit 3')
    const { disagreements } = compareRun(trace, [recorded('success')])
    expect(linesOf({ jobs: 1, disagreements })).toEqual([
      'a, Run ./ci: failure, recorded success, decides',
    ])
    const reason = { because: 'the record', remedy: 'look' }
    const doubts = disagreements.map((of) => ({ of, reason }))
    const run = asRecorded(trace, doubts).schedules[0]?.worlds[0]?.runs[0]
    expect(run?.steps.filter(({ unknown }) => unknown !== null)).toHaveLength(4)
    expect(run?.jobs).toMatchObject([{ result: 'success', stoppedBy: null }])
    // What it did to the images, and what later steps had from it, is not known either.
    expect(run?.end).toEqual({ state: 'unknown', ...reason })
    expect(run?.steps.at(-1)?.unknown?.reason).toEqual({ ...reason, lacks: 'evidence' })
  })

  test('counts for an effect by its steps', async () => {
    const skipped = [recorded('skipped')]
    expect(linesOf(compareRun(await traced('echo a'), skipped))).toEqual([
      'a, Run ./ci: success, recorded skipped',
    ])
    expect(linesOf(compareRun(await traced('echo "::set-output name=x::1"'), skipped))).toEqual([
      'a, Run ./ci: success, recorded skipped, decides',
    ])
  })
})

test('the jobs of a called workflow are found by both names', async () => {
  const called = workflow({ b: steps('run: exit 1') }).replace('push', 'workflow_call')
  const path = '.github/workflows/called.yml'
  const text = `on: push\njobs:\n  a: { name: Call, uses: ./${path} }\n`
  const trace = await traceOf(text, { files: { [path]: called } })
  expect(linesOf(compareRun(trace, [job('Call / b', ['Run exit 1']), job('x', [])]))).toEqual([
    'a / b, Run exit 1: failure, recorded success, decides',
  ])
})
