import { describe, expect, test } from 'vitest'
import { RULES } from './beyond-schema.js'
import { job, problems } from './test-workflow.js'

const STEPS = 'steps: [ { run: echo } ]'
const JOBS = `jobs: { a: { runs-on: x, ${STEPS} } }`
const jobWith = (keys: string) =>
  `on: push\njobs:\n  a:\n    ${keys}\n    runs-on: x\n    ${STEPS}\n`
const step = (keys: string) => job(`      - ${keys}\n`)
const jobsOf = (lines: string[]) =>
  `on: push\njobs:\n${lines.map((each) => `  ${each}`).join('\n')}`
const NO_STEPS =
  'No steps defined in `steps` and no workflow called in `uses` for the following jobs'
const uses = (written: string) =>
  `6:15 Expected format {org}/{repo}[/path]@ref. Actual '${written}'`
/** A script with an expression that becomes an expression of so many characters. */
const script = (length: number) =>
  job(
    `      - run: |\n          \${{ github.sha }}${'#'.repeat(length - "format('{0}\n', github.sha)".length)}\n`,
  )

/** By rule: files that GitHub refuses for it, and the nearest that it takes. */
const CASES: Record<string, { refused: [file: string, ...problems: string[]][]; taken: string[] }> =
  {
    'no event': {
      refused: [
        [`on: []\n${JOBS}`, '1:5 No event triggers defined in `on`'],
        [`on: {}\n${JOBS}`, '1:5 No event triggers defined in `on`'],
      ],
      taken: [`on: push\n${JOBS}`],
    },
    'a filter with its opposite': {
      refused: ['branches', 'tags', 'paths'].map((filter) => [
        `on:\n  push:\n    ${filter}: [ a ]\n    ${filter}-ignore: [ b ]\n${JOBS}`,
        `4:5 you may only define one of \`${filter}\` and \`${filter}-ignore\` for a single event`,
      ]),
      taken: [`on: { push: { branches: [ a ], paths-ignore: [ b ] } }\n${JOBS}`],
    },
    'a schedule that is none': {
      refused: [
        [
          `on: { schedule: [ { cron: '0 0 0 * *' } ] }\n${JOBS}`,
          '1:27 invalid `cron` attribute "0 0 0 * *"',
        ],
        [
          `on: { schedule: [ { cron: $daily } ] }\n${JOBS}`,
          '1:27 invalid `cron` attribute "$daily"',
        ],
      ],
      taken: [`on: { schedule: [ { cron: '20 */24 * * *' } ] }\n${JOBS}`],
    },
    'a job that does nothing': {
      refused: [
        ['on: push\njobs: { a: { runs-on: x } }', `2:9 ${NO_STEPS}: a`],
        ['on: push\njobs: { a: { runs-on: x, steps: [] } }', `2:9 ${NO_STEPS}: a`],
      ],
      taken: ['on: push\njobs: { a: { uses: ./.github/workflows/b.yml } }'],
    },
    ids: {
      refused: [
        [
          job('      - { id: a, run: echo }\n      - { id: A, run: echo }\n'),
          "7:15 The identifier 'A' may not be used more than once within the same scope.",
        ],
        [
          step('{ id: 1st, run: echo }'),
          "6:15 The identifier '1st' is invalid. IDs may only contain alphanumeric characters, '_', and '-'. IDs must start with a letter or '_' and must be less than 100 characters.",
        ],
        [
          step('{ id: __run, run: echo }'),
          "6:15 The identifier '__run' is invalid. IDs starting with '__' are reserved.",
        ],
        [
          jobsOf([`my job: { runs-on: x, ${STEPS} }`]),
          "3:3 The identifier 'my job' is invalid. IDs may only contain alphanumeric characters, '_', and '-'. IDs must start with a letter or '_' and must be less than 100 characters.",
        ],
      ],
      taken: [
        step(`{ id: ${'a'.repeat(99)}, run: echo }`),
        jobsOf(['a', 'b'].map((id) => `${id}: { runs-on: x, steps: [ { id: same, run: echo } ] }`)),
      ],
    },
    'a thousand steps without an id': {
      refused: [[job('      - run: echo\n'.repeat(1000)), '3:3 Unable to create a unique name']],
      taken: [job('      - run: echo\n      - uses: a/b@v1\n'.repeat(999))],
    },
    needs: {
      refused: [
        [
          jobsOf([`a: { runs-on: x, ${STEPS} }`, `b: { needs: c, runs-on: x, ${STEPS} }`]),
          "4:15 Job 'b' depends on unknown job 'c'.",
        ],
        [
          jobsOf(['a', 'b'].map((id) => `${id}: { needs: [ a, b ], runs-on: x, ${STEPS} }`)),
          '3:3 The workflow must contain at least one job with no dependencies.',
        ],
        [
          'on: push\njobs: {}',
          '2:7 The workflow must contain at least one job with no dependencies.',
        ],
        [
          jobsOf([
            `a: { runs-on: x, ${STEPS} }`,
            `b: { needs: [ a, c ], runs-on: x, ${STEPS} }`,
            `c: { needs: b, runs-on: x, ${STEPS} }`,
          ]),
          "4:20 Job 'b' depends on job 'c' which creates a cycle in the dependency graph.",
          "5:15 Job 'c' depends on job 'b' which creates a cycle in the dependency graph.",
        ],
      ],
      taken: [
        jobsOf([
          `c: { needs: [ a, b ], runs-on: x, ${STEPS} }`,
          `b: { needs: A, runs-on: x, ${STEPS} }`,
          `a: { runs-on: x, ${STEPS} }`,
        ]),
      ],
    },
    'an action without a version': {
      refused: [
        'actions/checkout',
        'checkout@v4',
        'actions/checkout@',
        'a/b@v1@v2',
        '...docker://x',
      ].map((written) => [step(`uses: ${written}`), uses(written)]),
      taken: [
        'actions/checkout@v4',
        'a/b/c/d@main',
        './.github/actions/a',
        'docker://alpine',
        '$/a',
      ].map((written) => step(`uses: ${written}`)),
    },
    'a matrix without values': {
      refused: [
        [
          jobWith('strategy: { matrix: { os: [] } }'),
          "4:31 Matrix vector 'os' does not contain any values",
        ],
        [jobWith('strategy: { matrix: {} }'), '4:25 Matrix must define at least one vector'],
        [
          jobWith('strategy: { matrix: { include: [] } }'),
          '4:25 Matrix must define at least one vector',
        ],
        [
          jobWith('strategy: { matrix: { os: [ a ], exclude: [ { cpu: b } ] } }'),
          "4:51 Matrix exclude key 'cpu' does not match any key within the matrix",
        ],
      ],
      taken: [
        jobWith("strategy: { matrix: { os: '${{ fromJSON(github.ref) }}' } }"),
        jobWith("strategy: { matrix: '${{ fromJSON(github.ref) }}' }"),
        jobWith('strategy: { matrix: { include: [ { os: a } ] } }'),
        jobWith('strategy: { matrix: { os: [ a, b ], exclude: [ { OS: b } ] } }'),
      ],
    },
    'a condition that is none': {
      refused: [
        [step("{ if: secrets.A == 'b', run: echo }"), "6:15 Unrecognized named-value: 'secrets'"],
        [
          step("{ if: github.ref = 'b', run: echo }"),
          "6:15 Unexpected symbol: '='. Located at position 12 within expression: github.ref = 'b'",
        ],
        [jobWith('if: steps.a.outputs.b'), "4:9 Unrecognized named-value: 'steps'"],
        [
          step('{ if: "github.ref == \'a", run: echo }'),
          "6:15 Unexpected symbol: ''a'. Located at position 15 within expression: github.ref == 'a",
        ],
      ],
      taken: [
        step("{ if: \"always() && hashFiles('a') != ''\", run: echo }"),
        step("{ if: ' ', run: echo }"),
        step('{ if: true, run: echo }'),
        jobWith("if: github.ref == 'a' && !cancelled()"),
      ],
    },
    'a long text with an expression': {
      refused: [[script(21_001), '6:14 Exceeded max expression length 21000']],
      taken: [script(21_000), job(`      - run: |\n          ${'#'.repeat(30_000)}\n`)],
    },
    'a group of runners': {
      refused: ['a/b', 'org/', 'org/a/b'].map((group) => [
        `on: push\njobs: { a: { runs-on: { group: ${group} }, ${STEPS} } }`,
        `2:32 Invalid runs-on group name '${group}'. Please use 'organization/' or 'enterprise/' prefix to target a single runner group.`,
      ]),
      taken: ['a', 'org/a', 'enterprise/a', "'${{ github.ref }}'"].map(
        (group) => `on: push\njobs: { a: { runs-on: { group: ${group} }, ${STEPS} } }`,
      ),
    },
    'a long concurrency group': {
      refused: [
        [
          jobWith(`concurrency: ${'c'.repeat(401)}`),
          '4:18 Concurrency group name must be less than 400 characters',
        ],
        [
          `on: push\nconcurrency: { group: ${'c'.repeat(401)} }\n${JOBS}`,
          '2:23 Concurrency group name must be less than 400 characters',
        ],
      ],
      taken: [jobWith(`concurrency: ${'c'.repeat(400)}`)],
    },
    'a service without an image': {
      refused: [
        [
          jobWith('services: { db: { options: --cpus 1 } }'),
          '4:21 Container image cannot be empty',
        ],
        [jobWith("services: { db: 'docker://' }"), '4:21 Container image cannot be empty'],
      ],
      taken: [
        jobWith('services: { db: postgres }'),
        jobWith("services: '${{ fromJSON(github.ref) }}'"),
      ],
    },
    'a step that waits for none': {
      refused: [
        [step('{ wait: a }'), "6:17 Step references unknown step ID 'a'"],
        [
          job('      - { cancel: a }\n      - { id: a, run: echo, background: true }\n'),
          "6:19 Step references unknown step ID 'a'",
        ],
      ],
      taken: [job('      - { id: a, run: echo, background: true }\n      - { wait: [ a ] }\n')],
    },
  }

test('every rule has its cases and its source', () => {
  expect(RULES.map(({ what }) => what)).toEqual(Object.keys(CASES))
  expect(RULES.every(({ source }) => source !== '')).toBe(true)
})

describe.each(Object.entries(CASES))('%s', (_, { refused, taken }) => {
  test.each(refused)('refused: %j', (file, ...expected) => {
    expect(problems(file)).toEqual(expected)
  })
  test.each(taken)('taken: %j', (file) => {
    expect(problems(file)).toEqual(['valid'])
  })
})

test('an environment may be one expression', () => {
  const env = "env: ${{ fromJSON('{}') }}"
  expect(problems(jobWith(env))).toEqual(['valid'])
  expect(problems(job(`      - run: echo\n        ${env}\n`))).toEqual(['valid'])
})
