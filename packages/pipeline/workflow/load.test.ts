import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadWorkflow } from './load.js'
import { HOSTILE_YAML, job, problems } from './test-workflow.js'

const FILE = '.github/workflows/main.yml'

test('the untouched starter is refused at both empty with: blocks', () => {
  const starter = job(`      - uses: docker/build-push-action@v2
        with:

      - run: COMMAND_HERE
      - uses: docker/build-push-action@v2
        with:
`)
  expect(problems(starter)).toEqual([`7:14 Unexpected value ''`, `11:14 Unexpected value ''`])
})

test('a problem carries its source line', () => {
  const loaded = loadWorkflow(job('      - runs: echo\n'), FILE)
  expect(loaded).toMatchObject({
    state: 'invalid',
    problems: [{ source: '      - runs: echo' }, {}],
  })
})

const valid: Record<string, string> = {
  plain: job('      - run: echo\n'),
  'CRLF line ends': job('      - run: echo\n').replaceAll('\n', '\r\n'),
  'byte order mark': `\uFEFF${job('      - run: echo\n')}`,
  anchors: `on: push
env: &shared { A: b }
jobs:
  one: { runs-on: ubuntu-latest, env: *shared, steps: [ { run: echo } ] }`,
  'number and boolean as keys': `on: push
env: { 1: a, true: b }
jobs:
  one: { runs-on: ubuntu-latest, steps: [ { run: echo } ] }`,
  'steps that run side by side': job(`      - { id: a, run: echo, background: true }
      - { wait: a }
      - { wait-all: }
      - parallel: [ { run: echo }, { run: echo } ]
`),
  'reusable workflow': 'on: push\njobs: { a: { uses: ./.github/workflows/b.yml } }',
}
test.each(Object.entries(valid))('valid: %s', (_, text) => {
  expect(problems(text)).toEqual(['valid'])
})

const invalid: Record<string, [text: string, problems: string[]]> = {
  'tags as a list': [
    job('      - uses: a/b@v1\n        with:\n          tags: [a, b]\n'),
    ['8:17 A sequence was not expected'],
  ],
  'empty file': ['', [`1:1 Unexpected value ''`]],
  'only a comment': ['# nothing\n', [`1:1 Unexpected value ''`]],
  'unknown key': [
    job('      - Uses: a/b@v1\n').replace('Uses', 'Uses'),
    [
      "6:9 Unexpected value 'Uses'",
      "6:9 There's not enough info to determine what you meant. Add one of these properties: cancel, parallel, run, shell, uses, wait, wait-all, with, working-directory",
    ],
  ],
  'uses and run in one step': [
    job('      - { uses: a/b@v1, run: echo }\n'),
    ["6:25 Unexpected value 'run'"],
  ],
  'repeated step id': [
    job('      - { id: a, run: echo }\n      - { id: a, run: echo }\n'),
    [`7:15 The identifier 'a' may not be used more than once within the same scope.`],
  ],
  'bad step id': [
    job('      - { id: 1 step, run: echo }\n'),
    [
      `6:15 The identifier '1 step' is invalid. IDs may only contain alphanumeric characters, '_', and '-'. IDs must start with a letter or '_' and must be less than 100 characters.`,
    ],
  ],
  'jobs that need each other': [
    `on: push
jobs:
  a: { needs: b, runs-on: x, steps: [ { run: echo } ] }
  b: { needs: a, runs-on: x, steps: [ { run: echo } ] }`,
    ['3:3 The workflow must contain at least one job with no dependencies.'],
  ],
  'need of a job that is not there': [
    `on: push
jobs:
  a: { runs-on: x, steps: [ { run: echo } ] }
  b: { needs: c, runs-on: x, steps: [ { run: echo } ] }`,
    [`4:15 Job 'b' depends on unknown job 'c'.`],
  ],
  'a filter with its opposite': [
    `on:
  push:
    branches: [ main ]
    branches-ignore: [ dev ]
jobs: { a: { runs-on: x, steps: [ { run: echo } ] } }`,
    ['4:5 you may only define one of `branches` and `branches-ignore` for a single event'],
  ],
  'no event': [
    'on: []\njobs: { a: { runs-on: x, steps: [ { run: echo } ] } }',
    ['1:5 No event triggers defined in `on`'],
  ],
  'job without steps': [
    'on: push\njobs:\n  a: { runs-on: x }',
    ['3:3 No steps defined in `steps` and no workflow called in `uses` for the following jobs: a'],
  ],
  'unknown context': [
    job('      - run: echo ${{ nope.x }}\n'),
    ["6:19 Unrecognized named-value: 'nope'"],
  ],
  'secrets in if': [
    job("      - { if: secrets.A == 'b', run: echo }\n"),
    ["6:15 Unrecognized named-value: 'secrets'"],
  ],
  'id-token: read': [
    `on: push
permissions: { id-token: read }
jobs: { a: { runs-on: x, steps: [ { run: echo } ] } }`,
    [`2:26 Unexpected value 'read'`],
  ],
  'tab as indentation': ['on: push\njobs:\n\ta: b\n', ['3:1 Tabs are not allowed as indentation']],
  'merge key': [
    `on: push
jobs:
  a: &a { runs-on: x, steps: [ { run: echo } ] }
  b: { <<: *a }`,
    [
      "4:6 There's not enough info to determine what you meant. Add one of these properties: cancel-timeout-minutes, container, continue-on-error, defaults, env, environment, outputs, runs-on, secrets, services, snapshot, steps, timeout-minutes, uses, with",
      "4:8 Unexpected value '<<'",
    ],
  ],
  'alias of itself': ['on: push\njobs: &a { b: *a }', [`2:15 The alias 'a' refers to itself`]],
  'a mapping as key': ['on: push\njobs: { {a: b}: c }', ['2:9 Expected a scalar value as key']],
  'nothing as key': [`on: push\n? \n: a\njobs: {a: {uses: ./b}}`, [`2:3 Unexpected value ''`]],
}
Object.assign(invalid, {
  'jobs that are a list': ['on: push\njobs: []', ['2:7 A sequence was not expected']],
  'an alias of nothing': ['on: *nothing', ['1:5 Unresolved alias: nothing']],
  'an event with both filters of tags': [
    'on: { push: { tags: [ a ], tags-ignore: [ b ] } }\njobs: { a: { uses: ./b } }',
    ['1:28 you may only define one of `tags` and `tags-ignore` for a single event'],
  ],
  'an event with both filters of paths': [
    'on: { push: { paths: [ a ], paths-ignore: [ b ] } }\njobs: { a: { uses: ./b } }',
    ['1:29 you may only define one of `paths` and `paths-ignore` for a single event'],
  ],
  'a job with no steps in it': [
    'on: push\njobs: { a: { runs-on: x, steps: [] } }',
    ['2:9 No steps defined in `steps` and no workflow called in `uses` for the following jobs: a'],
  ],
})
test.each(Object.entries(invalid))('invalid: %s', (_, [text, expected]) => {
  expect(problems(text)).toEqual(expected)
})

describe('as far as GitHub, or the grader, reads', () => {
  const items = (count: number) => `on: push\nx: [${'a,'.repeat(count)}]`
  const nested = (levels: number) => `on: ${'['.repeat(levels)}${']'.repeat(levels)}`
  const levels = (depth: number) => {
    // Each level is the one before in a list: no line is deep, what they stand for is.
    const lines = Array.from({ length: depth }, (_, at) => `a${at + 1}: &a${at + 1} [ *a${at} ]`)
    return `a0: &a0 x\n${lines.join('\n')}`
  }

  test.each<[string, string, RegExp]>([
    ['a megabyte', `# ${'x'.repeat(1_048_574)}`, /Unexpected value ''/],
    ['a character more', `# ${'x'.repeat(1_048_575)}`, /^1:1 Maximum object size exceeded$/],
    ['a depth of 50', nested(49), /was not expected/],
    ['a depth of 51', nested(50), /Maximum object depth exceeded/],
    ['aliases of a depth of 50', levels(49), /Unexpected value/],
    ['aliases of a depth of 51', levels(50), /^1:1 Maximum object depth exceeded$/],
  ])('%s', (_, text, said) => {
    expect(problems(text).join('\n')).toMatch(said)
  })

  test('expanded, 50,000 parts', () => {
    // Two lines of 4 parts and a list of 2; the text itself has few.
    const list = (items: number) => `on: &a [${'a,'.repeat(198)}]\nx: [${'*a,'.repeat(items)}]`
    expect(problems(list(247)).join()).toMatch(/Unexpected value/)
    expect(problems(list(250))).toEqual(['1:1 Maximum YAML nodes exceeded'])
  })

  test('beyond the grader, who says so', () => {
    expect(loadWorkflow(items(80_000), FILE)).toEqual({
      state: 'unknown',
      because: 'The grader could not read main.yml: it has more than 150,000 YAML tokens',
      remedy: expect.stringMatching(/^Look at/),
    })
  })

  test('at most 50 problems, in file order', () => {
    const many = problems(job(`      - nope: 1\n`.repeat(60)))
    expect(many).toHaveLength(50)
    const lines = many.map((problem) => Number(problem.split(':')[0]))
    expect(lines).toEqual(lines.toSorted((a, b) => a - b))
  })
})

// How quickly is measured: npm run bench.
describe('hostile files end', () => {
  test.each(Object.entries(HOSTILE_YAML))('%s', (_, [text, expected]) => {
    expect(problems(text).join('\n')).toMatch(expected)
  })
})

test('never throws', () => {
  const words = [
    'on: ',
    'push',
    '\n',
    '  ',
    '- ',
    '&a ',
    '*a',
    '[',
    ']',
    '{',
    '}',
    ': ',
    '? ',
    '|\n',
    '"',
    "'",
    '${{',
    '}}',
    '#',
    'jobs:',
    'true',
    '!!set',
    '%YAML 1.1',
    '---',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (parts) => {
      loadWorkflow(parts.join(''), FILE)
    }),
    { numRuns: 500 },
  )
})
