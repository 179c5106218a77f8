import { expect, test } from 'vitest'
import type { Outcome } from '../../checks/workflow/outcome.js'
import { callProblem } from './jobs/graph.js'
import { judge, load, REFERENCE, readerOf, referenceStep, traceOf } from './test-pipeline.js'

const PATH = '.github/workflows/deploy.yml'

/** A main.yml of these jobs, which may take an OIDC token by default. */
const main = (jobs: string, permissions = 'permissions: write-all\n') =>
  `name: CI\non:\n  push:\n    branches: [ main ]\n${permissions}jobs:\n${jobs}`

const CALL = `  deploy:\n    uses: ./${PATH}\n    secrets: inherit\n`

/** The reference as a workflow that is called: what it asks for, and its text after edits. */
function called(asks = '', edit: (text: string) => string = (text) => text): string {
  const text = REFERENCE.replace('  push:\n    branches: [ main ]\n', `  workflow_call:\n${asks}`)
  return edit(text.replace('permissions: write-all\n', ''))
}

const without = (text: string, ...numbers: number[]) =>
  numbers.reduce((rest, number) => rest.replace(referenceStep(number), ''), text)

/** The reference in two files: what builds and pushes, and what redeploys. */
const BUILD = called(
  '    outputs:\n      time:\n        value: ${{ jobs.build-and-push.outputs.time }}\n',
  (text) =>
    without(text, 9).replace(
      '    runs-on: ubuntu-latest',
      '    runs-on: ubuntu-latest\n    outputs:\n      time: ${{ steps.timestamp.outputs.timestamp }}',
    ),
)
const REDEPLOY = called('', (text) => without(text, 1, 2, 4, 5, 6, 7, 8))

async function verdicts(text: string, files: Record<string, string>) {
  const { refusal: _, ...outcomes } = await judge(text, { files })
  return Object.fromEntries(
    Object.entries<Outcome>(outcomes).flatMap(([id, { outcome }]) =>
      outcome === 'passed' ? [] : [[id.replace('workflow.', ''), outcome]],
    ),
  )
}

const rest = (outcome: string, ...ids: string[]) =>
  Object.fromEntries(ids.map((id) => [id, outcome]))
const AFTER = rest('blocked', 'build', 'tags', 'untag', 'push', 'redeploy')
const REFUSED = { credentials: 'failed', ...AFTER }
const NOT_KNOWN = { credentials: 'unknown', ...rest('unknown', ...Object.keys(AFTER)) }

const INPUTS = `    inputs:
      repository:
        type: string
        default: cs40
      push:
        type: boolean
      count:
        type: number
`
const SECRETS = '    secrets:\n      account:\n        required: true\n'
const ROLE = '${{ secrets.AWS_ACCOUNT_ID }}'

// What each comes to: all of it passes, but for what is said.
test.each<[string, string, Record<string, string>, object]>([
  ['all of it', main(CALL), { [PATH]: called() }, {}],
  [
    'by the name of the repository',
    main(CALL.replace('./', 'Ada/Yoctogram-App/').replace('.yml', '.yml@main')),
    { [PATH]: called() },
    {},
  ],
  [
    'without a word on what it asks',
    main(CALL),
    { [PATH]: called().replace('on:\n  workflow_call:\n', 'on: workflow_call\n') },
    {},
  ],
  [
    'with permissions of its own',
    main(CALL),
    {
      [PATH]: called().replace('jobs:', 'permissions: { id-token: write, contents: read }\njobs:'),
    },
    {},
  ],
  [
    'with inputs and their types',
    main(`${CALL}    with:\n      push: true\n      count: 2\n`),
    {
      [PATH]: called(INPUTS, (text) =>
        text
          .replace('ECR_REPOSITORY: cs40', 'ECR_REPOSITORY: ${{ inputs.repository }}')
          .replace('push: true', 'push: ${{ inputs.push && inputs.count == 2 }}'),
      ),
    },
    {},
  ],
  [
    'with named secrets',
    main(CALL.replace('inherit', `\n      account: ${ROLE}`)),
    { [PATH]: called(SECRETS, (text) => text.replaceAll(ROLE, '${{ secrets.account }}')) },
    {},
  ],
  [
    'after a job, and before one',
    main(
      `  test:\n    runs-on: ubuntu-latest\n    steps:\n    - run: true\n${CALL}    needs: test\n  report:\n    needs: deploy\n    runs-on: ubuntu-latest\n    steps:\n    - run: '[ -n "\${{ needs.deploy.outputs.time }}" ] && [ "\${{ needs.deploy.result }}" = success ]'\n`,
    ),
    { [PATH]: called() },
    {},
  ],
  [
    'in two, one after the other',
    main(
      `${CALL.replace('deploy.yml', 'build.yml').replace('deploy:', 'build:')}${CALL}    needs: build\n    if: needs.build.outputs.time != ''\n`,
    ),
    { '.github/workflows/build.yml': BUILD, [PATH]: REDEPLOY },
    {},
  ],
  [
    'of one that calls another',
    main(CALL),
    {
      [PATH]: main(CALL.replaceAll('deploy', 'inner'), '').replace(
        '  push:\n    branches: [ main ]\n',
        '  workflow_call:\n',
      ),
      '.github/workflows/inner.yml': called(),
    },
    {},
  ],
  [
    'with a matrix of one',
    main(
      `${CALL}    strategy:\n      matrix:\n        target: [ cs40 ]\n    with:\n      repository: \${{ matrix.target }}\n`,
    ),
    {
      [PATH]: called(INPUTS, (text) =>
        text.replace('ECR_REPOSITORY: cs40', 'ECR_REPOSITORY: ${{ inputs.repository }}'),
      ),
    },
    {},
  ],
  [
    'with an action of its own',
    main(CALL),
    {
      [PATH]: called('', (text) => text.replace(referenceStep(7), '    - uses: ./untag')),
      'untag/action.yml':
        'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2\n',
    },
    {},
  ],

  // Side by side, the redeploy may come before the push.
  [
    'in two, side by side',
    main(`${CALL.replace('deploy.yml', 'build.yml').replace('deploy:', 'build:')}${CALL}`),
    { '.github/workflows/build.yml': BUILD, [PATH]: REDEPLOY },
    { redeploy: 'failed' },
  ],
  [
    'that is skipped',
    main(`${CALL}    if: github.ref != 'refs/heads/main'\n`),
    { [PATH]: called() },
    { ...rest('blocked', 'build', 'tags', 'untag', 'push', 'redeploy'), credentials: 'failed' },
  ],
  [
    'within one that is skipped',
    main(`${CALL.replace('deploy.yml', 'outer.yml')}    if: github.ref != 'refs/heads/main'\n`),
    {
      '.github/workflows/outer.yml': main(CALL, '').replace(
        'push:\n    branches: [ main ]',
        'workflow_call:',
      ),
      [PATH]: called(),
    },
    REFUSED,
  ],
  [
    'without secrets, which has its own token all the same',
    main(
      CALL.replace(
        'secrets: inherit',
        'secrets:\n      AWS_ACCOUNT_ID: ${{ secrets.AWS_ACCOUNT_ID }}',
      ),
    ),
    {
      [PATH]: called('    secrets:\n      AWS_ACCOUNT_ID:\n        required: true\n', (text) =>
        text.replace(
          '    - name: 2 Checkout',
          '    - run: test -n "$T"\n      env: { T: "${{ secrets.GITHUB_TOKEN }}" }\n    - name: 2 Checkout',
        ),
      ),
    },
    {},
  ],
  [
    'by an empty matrix',
    main(`${CALL}    strategy:\n      matrix:\n        x: \${{ fromJSON('[]') }}\n`),
    { [PATH]: called() },
    NOT_KNOWN,
  ],
  [
    'by a matrix that is not known',
    main(`${CALL}    strategy:\n      matrix: \${{ fromJSON(vars.TARGETS) }}\n`),
    { [PATH]: called() },
    NOT_KNOWN,
  ],
  [
    'with numbers, given and not given',
    main(`${CALL}    with:\n      count: 2\n`),
    {
      [PATH]: called(
        INPUTS.replace('count:', 'other:\n        type: number\n      count:'),
        (text) =>
          text.replace(
            '    steps:\n',
            '    if: inputs.count == 2 && inputs.other == 0\n    steps:\n',
          ),
      ),
    },
    {},
  ],
  [
    'with an input that is none',
    main(`${CALL}    with:\n      repository: \${{ fromJSON('{') }}\n`),
    { [PATH]: called(INPUTS) },
    REFUSED,
  ],
  [
    'after a job that fails',
    main(
      `  test:\n    runs-on: ubuntu-latest\n    steps:\n    - run: exit 1\n${CALL}    needs: test\n`,
    ),
    { [PATH]: called() },
    REFUSED,
  ],
  [
    'without the environment of main.yml',
    main(CALL).replace('jobs:', 'env:\n  ECR_REPOSITORY: cs40\njobs:'),
    { [PATH]: called('', (text) => text.replace('  ECR_REPOSITORY: cs40\n', '')) },
    { ...AFTER, tags: 'failed' },
  ],
  [
    'without its secrets',
    main(CALL.replace('    secrets: inherit\n', '')),
    { [PATH]: called() },
    { credentials: 'failed', ...AFTER },
  ],
  [
    'with fewer permissions',
    main(CALL, 'permissions:\n  contents: read\n'),
    { [PATH]: called() },
    { credentials: 'failed', ...AFTER },
  ],

  [
    'of another repository',
    main(CALL.replace('./', 'grace/x/').replace('.yml', '.yml@main')),
    {},
    NOT_KNOWN,
  ],
  [
    'of another branch',
    main(CALL.replace('./', 'ada/yoctogram-app/').replace('.yml', '.yml@dev')),
    { [PATH]: called() },
    NOT_KNOWN,
  ],
  [
    'by a matrix of two',
    main(`${CALL}    strategy:\n      matrix:\n        target: [ a, b ]\n`),
    { [PATH]: called() },
    NOT_KNOWN,
  ],
  [
    'by itself, without end',
    main(CALL),
    { [PATH]: main(CALL, '').replace('  push:\n    branches: [ main ]\n', '  workflow_call:\n') },
    NOT_KNOWN,
  ],
])('a called workflow, %s', async (_, text, files, wanted) => {
  expect(await verdicts(text, files)).toEqual(wanted)
})

const OWN = 'permissions: write-all\njobs:'
const NESTED = main(CALL.replaceAll('deploy', 'inner'), '').replace(
  '  push:\n    branches: [ main ]\n',
  '  workflow_call:\n',
)

// GitHub refuses main.yml for each of these, but for those without a reason.
test.each<[string, string, Record<string, string>, string | null]>([
  ['fine', main(CALL), { [PATH]: called() }, null],
  ['a file that is not there', main(CALL), {}, 'workflow was not found.'],
  [
    'no workflow_call',
    main(CALL),
    { [PATH]: REFERENCE },
    "workflow is not reusable as it is missing a 'on.workflow_call' trigger.",
  ],
  [
    'an invalid file',
    main(CALL),
    { [PATH]: called().replace('runs-on', 'runs') },
    "(Line: 14, Col: 5): Unexpected value 'runs'",
  ],
  [
    'id-token beyond none',
    main(CALL, ''),
    { [PATH]: called().replace('jobs:', OWN) },
    "The workflow is requesting 'id-token: write', but is only allowed 'id-token: none'.",
  ],
  [
    'id-token beyond what is written',
    main(CALL, 'permissions:\n  contents: read\n'),
    {
      [PATH]: called().replace(
        '    runs-on',
        '    permissions:\n      id-token: write\n    runs-on',
      ),
    },
    "The nested job 'build-and-push' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
  ],
  [
    'contents beyond none',
    main(CALL, 'permissions:\n  id-token: write\n'),
    { [PATH]: called().replace('jobs:', OWN) },
    "The workflow is requesting 'contents: read', but is only allowed 'contents: none'.",
  ],
  [
    'id-token of the calling job',
    main(`${CALL}    permissions: write-all\n`, ''),
    { [PATH]: called().replace('jobs:', OWN) },
    null,
  ],
  [
    'a needed input',
    main(CALL),
    { [PATH]: called(INPUTS.replace('type: number', 'type: number\n        required: true')) },
    'Input count is required, but not provided while calling.',
  ],
  [
    'another input',
    main(`${CALL}    with:\n      other: 1\n`),
    { [PATH]: called(INPUTS) },
    'Invalid input, other is not defined in the referenced workflow.',
  ],
  [
    'an input in another case',
    main(`${CALL}    with:\n      PUSH: true\n`),
    { [PATH]: called(INPUTS) },
    null,
  ],
  [
    'a needed secret',
    main(CALL.replace('    secrets: inherit\n', '')),
    { [PATH]: called(SECRETS) },
    'Secret account is required, but not provided while calling.',
  ],
  ['an inherited secret', main(CALL), { [PATH]: called(SECRETS) }, null],
])('a call with %s', async (_, text, files, fault) => {
  const problem = await callProblem(load(text), 'ada/yoctogram-app', readerOf(files))
  expect(problem?.message ?? null).toBe(
    fault === null ? null : `Error calling workflow './${PATH}'. ${fault}`,
  )
})

test('a refused call of a called workflow is reported at the job of main.yml that leads there', async () => {
  const files = { [PATH]: NESTED, '.github/workflows/inner.yml': REFERENCE }
  const problem = await callProblem(load(main(CALL)), 'ada/yoctogram-app', readerOf(files))
  expect(problem).toMatchObject({ line: 7, source: '  deploy:' })
  expect(problem?.message).toMatch(/^Error calling workflow '.\/.github\/workflows\/inner.yml'/)
})

test('a fault in it is reported with its own file and line, and with the jobs that lead there', async () => {
  const files = { [PATH]: called('', (text) => text.replace('imageTag=latest', 'imageTag=newest')) }
  const outcomes = await judge(main(CALL), { files })
  expect(outcomes['workflow.untag']).toMatchObject({
    outcome: 'failed',
    findings: [{ location: { file: PATH } }],
  })
  const { schedules } = await traceOf(main(CALL), { files })
  expect(schedules.map(({ order }) => order)).toEqual([['deploy / build-and-push']])
  const named = {
    [PATH]: called('', (text) => text.replace('    runs-on', '    name: Build\n    runs-on')),
  }
  const shown = await traceOf(main(`${CALL}    name: Roll out\n`), { files: named })
  expect(shown.schedules[0]?.worlds[0]?.runs[0].jobs[0]?.name).toBe('Roll out / Build')
})

test('many that call many end soon', async () => {
  const calls = (at: number) =>
    Array.from({ length: 20 }, (_, index) => CALL.replace('deploy:', `j${at}-${index}:`)).join('')
  const files = {
    [PATH]: main(calls(1), '').replace('  push:\n    branches: [ main ]\n', '  workflow_call:\n'),
  }
  const started = process.cpuUsage()
  await traceOf(main(calls(0)), { files })
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(3_000)
})

test('a call that fails on an expression says which', async () => {
  const text = main(`${CALL}    with:\n      repository: \${{ fromJSON('{') }}\n`)
  const outcomes = await judge(text, { files: { [PATH]: called(INPUTS) } })
  expect(outcomes['workflow.credentials']).toMatchObject({
    findings: [{ message: expect.stringContaining('Error parsing JSON') }],
  })
})

/** Workflows that call each other, so many levels deep, the last of which is the reference. */
function levels(deep: number): Record<string, string> {
  const path = (level: number) => (level === 1 ? PATH : `.github/workflows/level-${level}.yml`)
  const calls = (level: number) =>
    main(CALL.replace('deploy.yml', `level-${level + 1}.yml`), '').replace(
      'push:\n    branches: [ main ]',
      'workflow_call:',
    )
  const between = Array.from({ length: deep - 1 }, (_, at) => [path(at + 1), calls(at + 1)])
  return Object.fromEntries([...between, [path(deep), called()]])
}

// Source: GitHub Docs, "Reuse workflows", limitations: ten levels, the caller included.
test.each([
  [8, {}],
  [9, {}],
  [10, NOT_KNOWN],
])('workflows called %i levels deep', async (deep, wanted) => {
  expect(await verdicts(main(CALL), levels(deep))).toEqual(wanted)
})
