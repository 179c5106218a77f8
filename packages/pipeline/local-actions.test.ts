import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../checks/workflow/outcome.js'
import { judge, REFERENCE, referenceStep, type Setting, traceOf } from './test-pipeline.js'

const IMAGE = '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40'
const ACTION = '.github/actions/deploy/action.yml'
const UNTAG =
  'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2'
const REDEPLOY =
  'aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --force-new-deployment --region us-west-2'

/** The reference with these of its steps replaced: by one that uses the action, or by nothing. */
function using(step: string, ...numbers: number[]): string {
  return numbers.reduce(
    (text, number, at) => text.replace(referenceStep(number), at === 0 ? step : ''),
    REFERENCE,
  )
}

/** An action.yml with these steps, as they stand in it, and what goes before them. */
function action(steps: string, before = ''): string {
  return `name: deploy\ndescription: deploy\n${before}runs:\n  using: composite\n  steps:\n${steps}`
}

const run = (script: string, more = '') =>
  `    - shell: bash\n      run: ${script}\n${more === '' ? '' : `      ${more}\n`}`

const USES = '    - name: Deploy\n      id: deploy\n      uses: ./.github/actions/deploy'

/** Outcomes other than passed, by the last part of the check's id. */
async function verdicts(text: string, files: Record<string, string>, setting: Setting = {}) {
  const { refusal: _, ...outcomes } = await judge(text, { ...setting, files })
  return Object.fromEntries(
    Object.entries<Outcome>(outcomes).flatMap(([id, { outcome }]) =>
      outcome === 'passed' ? [] : [[id.replace('workflow.', ''), outcome]],
    ),
  )
}

const BUILD = (push: string) => `    - uses: docker/build-push-action@v6
      with:
        context: .
        platforms: linux/arm64
        push: ${push}
        tags: \${{ inputs.image }}:latest,\${{ inputs.image }}:\${{ inputs.timestamp }}
`
const IMAGE_INPUTS = `inputs:
  image:
    default: ${IMAGE}
  timestamp:
    required: true
  push:
    default: 'false'
`
const TIMESTAMP = `      with:\n        timestamp: \${{ steps.timestamp.outputs.timestamp }}\n`

const UNTAG_BLOCKS = { tags: 'blocked', push: 'blocked', redeploy: 'blocked' }

// What each comes to: all of it passes, but for what is said.
test.each<[string, string, Record<string, string>, Record<string, string>]>([
  ['untags', using(USES, 7), { [ACTION]: action(run(UNTAG)) }, {}],
  [
    'in action.yaml',
    using(USES, 7),
    { '.github/actions/deploy/action.yaml': action(run(UNTAG)) },
    {},
  ],
  ['in any folder', using('    - uses: ./ci/', 7), { 'ci/action.yml': action(run(UNTAG)) }, {}],
  ['at the top', using('    - uses: ./', 7), { 'action.yml': action(run(UNTAG)) }, {}],
  ['redeploys', using(USES, 9), { [ACTION]: action(run(REDEPLOY)) }, {}],
  [
    'builds and pushes, by an input',
    using(`${USES}\n${TIMESTAMP}`, 6).replace(
      referenceStep(8),
      `    - uses: ./.github/actions/deploy\n${TIMESTAMP}        push: true`,
    ),
    { [ACTION]: action(BUILD('${{ inputs.push }}'), IMAGE_INPUTS) },
    {},
  ],
  [
    'does it all, with outputs from step to step',
    using(`${USES}\n${TIMESTAMP}`, 6, 7, 8, 9),
    {
      [ACTION]: action(
        `${BUILD('false')}${run(UNTAG)}${BUILD('true')}${run(REDEPLOY)}`,
        IMAGE_INPUTS,
      ),
    },
    {},
  ],
  [
    'puts out the time',
    using(USES, 1)
      .replaceAll('steps.timestamp.outputs', 'steps.deploy.outputs')
      .replace(USES, `    - uses: actions/checkout@v4\n${USES}`),
    {
      [ACTION]: action(
        `    - id: t\n${run('echo "now=$(date +%s%3N)" >> "$GITHUB_OUTPUT"').replace('    - ', '      ')}`,
        'outputs:\n  timestamp:\n    value: ${{ steps.t.outputs.now }}\n',
      ),
    },
    {},
  ],
  [
    'sets the environment of later steps',
    using(USES, 1)
      .replaceAll('steps.timestamp.outputs.timestamp', 'env.NOW')
      .replace(USES, `    - uses: actions/checkout@v4\n${USES}`),
    { [ACTION]: action(run('echo "NOW=$(date +%s%3N)" >> "$GITHUB_ENV"')) },
    {},
  ],
  [
    'has the environment of its step',
    using(`${USES}\n      env:\n        TAG: latest\n`, 7),
    { [ACTION]: action(run(UNTAG.replace('=latest', '="$TAG"'))) },
    {},
  ],
  [
    'uses another one',
    using(USES, 7),
    { [ACTION]: action('    - uses: ./inner\n'), 'inner/action.yml': action(run(UNTAG)) },
    {},
  ],
  [
    'from a checkout in a folder',
    using('    - uses: ./app/.github/actions/deploy', 7)
      .replace('actions/checkout@v2', 'actions/checkout@v4\n      with:\n        path: app')
      .replaceAll('context: .', 'context: ./app'),
    { [ACTION]: action(run(UNTAG)) },
    {},
  ],
  [
    'that the run writes itself',
    using(
      `    - run: |\n        mkdir -p x\n        printf 'runs:\\n  using: composite\\n  steps:\\n  - shell: bash\\n    run: ${UNTAG}\\n' > x/action.yml\n    - uses: ./x`,
      7,
    ),
    {},
    {},
  ],
  [
    'whose working directory is the workspace',
    using(USES, 7)
      .replace(
        '    steps:',
        '    defaults:\n      run:\n        working-directory: nowhere\n    steps:',
      )
      .replaceAll(/( +)run: (echo "::|aws)/g, '$1working-directory: .\n$1run: $2'),
    { [ACTION]: action(run(UNTAG)) },
    {},
  ],
  [
    'with a step that fails and is forgiven',
    using(USES, 7),
    { [ACTION]: action(`${run('exit 1', 'continue-on-error: true')}${run(UNTAG)}`) },
    {},
  ],
  [
    'that runs after a failure outside, and knows nothing of it',
    using(
      `    - run: exit 1\n      id: bad\n      continue-on-error: true\n${USES}\n      if: always()`,
      7,
    ),
    { [ACTION]: action(run(UNTAG, 'if: success()')) },
    {},
  ],

  [
    'without shell',
    using(USES, 7),
    { [ACTION]: action(`    - run: ${UNTAG}\n`) },
    { untag: 'failed', ...UNTAG_BLOCKS },
  ],
  ['that is not there', using(USES, 7), {}, { untag: 'failed', ...UNTAG_BLOCKS }],
  [
    'before the checkout',
    REFERENCE.replace(referenceStep(2), '').replace(
      referenceStep(7),
      `${USES}\n    - uses: actions/checkout@v4`,
    ),
    { [ACTION]: action(run(UNTAG)) },
    // Without the files there is nothing to build either.
    { build: 'failed', untag: 'blocked', ...UNTAG_BLOCKS },
  ],
  [
    'with secrets, which it has none of',
    using(USES, 7),
    { [ACTION]: action(run('echo "${{ secrets.X }}"')) },
    { untag: 'failed', ...UNTAG_BLOCKS },
  ],
  [
    'that fails',
    using(USES, 7),
    { [ACTION]: action(`${run('exit 3')}${run(UNTAG)}`) },
    { untag: 'failed', ...UNTAG_BLOCKS },
  ],
  [
    'whose step is skipped',
    using(USES, 7),
    { [ACTION]: action(run(UNTAG, 'if: failure()')) },
    { untag: 'failed' },
  ],
  [
    'whose text false counts as true',
    using(`${USES}\n      with:\n        really: false`, 7),
    { [ACTION]: action(run(UNTAG, 'if: inputs.really'), 'inputs:\n  really: {}\n') },
    {},
  ],
  [
    'whose input is compared',
    using(`${USES}\n      with:\n        really: false`, 7),
    { [ACTION]: action(run(UNTAG, "if: inputs.really == 'true'"), 'inputs:\n  really: {}\n') },
    { untag: 'failed' },
  ],
  [
    'without the input it needs',
    using(USES, 7),
    {
      [ACTION]: action(
        run(UNTAG.replace('cs40', '${{ inputs.repository }}')),
        'inputs:\n  repository:\n    required: true\n',
      ),
    },
    { untag: 'failed', ...UNTAG_BLOCKS },
  ],
  [
    'that is skipped',
    using(`${USES}\n      if: false`, 7),
    { [ACTION]: action(run(UNTAG)) },
    { untag: 'failed' },
  ],
  [
    'with a version that is not there',
    using(USES, 6, 7, 8, 9),
    {
      [ACTION]: action(
        `${BUILD('false').replace('v6', '6')}${run(UNTAG)}${BUILD('true')}${run(REDEPLOY)}`,
        IMAGE_INPUTS,
      ),
    },
    { build: 'failed', untag: 'blocked', ...UNTAG_BLOCKS },
  ],

  [
    'that is a program',
    using(USES, 7),
    { [ACTION]: 'runs:\n  using: node20\n  main: x.js\n' },
    { untag: 'unknown' },
  ],
  [
    'in a Dockerfile',
    using(USES, 7),
    { '.github/actions/deploy/Dockerfile': 'FROM scratch\n' },
    { untag: 'unknown' },
  ],
  ['outside the repository', using('    - uses: ./../other', 7), {}, { untag: 'unknown' }],
  [
    'of another ref',
    using(USES, 7).replace(
      'actions/checkout@v2',
      'actions/checkout@v4\n      with:\n        ref: dev',
    ),
    { [ACTION]: action(run(UNTAG)) },
    { untag: 'unknown' },
  ],
])('an action of the repository %s', async (_, text, files, wanted) => {
  expect(await verdicts(text, files)).toEqual(wanted)
})

test('is not read where the files of the repository are not at hand', async () => {
  const { refusal: _, ...outcomes } = await judge(using(USES, 7))
  expect(outcomes['workflow.untag']).toMatchObject({ outcome: 'unknown' })
})

test('a fault in it is reported with its own file and line', async () => {
  const files = { [ACTION]: action(`${run('echo')}${run('exit 3')}`) }
  const outcomes = await judge(using(USES, 7), { files })
  expect(outcomes['workflow.untag']).toMatchObject({
    outcome: 'failed',
    findings: [{ location: { file: ACTION, line: 8 } }],
  })
})

test('of more files than are read nothing is known', async () => {
  const uses = Array.from({ length: 51 }, (_, at) => `    - uses: ./action-${at}\n`).join('')
  const files = Object.fromEntries(
    Array.from({ length: 51 }, (_, at) => [`action-${at}/action.yml`, action(run('echo'))]),
  )
  const outcomes = await judge(using(uses, 7), { files })
  expect(outcomes['workflow.untag']).toMatchObject({
    outcome: 'unknown',
    because: "the grader can't look into ./action-50",
  })
})

describe('a hostile one', () => {
  const itself = { [ACTION]: action(`    - uses: ./.github/actions/deploy\n`.repeat(10)) }

  test('that uses itself ends soon', async () => {
    const started = process.cpuUsage()
    const trace = await traceOf(using(USES, 7), { files: itself })
    expect(trace.incomplete?.because ?? 'complete').toMatch(/more than|complete/)
    const skipped = await traceOf(using(`${USES}\n      if: false`, 7), { files: itself })
    expect(skipped.incomplete?.because ?? 'complete').toMatch(/more than|complete/)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(3_000)
  })

  test.each([
    ['aliases', `a: &a [x, x]\nb: &b [*a, *a]\n${action(run(UNTAG))}`],
    ['depth', `x: ${'['.repeat(200)}${']'.repeat(200)}\n${action(run(UNTAG))}`],
    ['size', `# ${'x'.repeat(2_000_000)}\n${action(run(UNTAG))}`],
    ['no YAML', '{'],
    ['nothing', ''],
    ['a list', '- x'],
    ['odd keys', `? [a]\n: b\n__proto__: {}\n${action(run(UNTAG))}`],
  ])('never throws: %s', async (_, text) => {
    expect(await verdicts(using(USES, 7), { [ACTION]: text })).toBeDefined()
  })

  test('a path that leaves the repository is not asked for', async () => {
    const asked: string[] = []
    const uses = ['./../../etc', './a/../../x', './..', '.\\..\\x', './%2e%2e/x', './x?y#z'].map(
      (path) => `    - uses: '${path}'`,
    )
    for (const each of uses) {
      const files = new Proxy<Record<string, string>>(
        {},
        {
          get: (_target, path) => {
            asked.push(String(path))
            return undefined
          },
        },
      )
      await verdicts(using(each, 7), files)
    }
    expect(asked.filter((path) => path.startsWith('..') || path.startsWith('/'))).toEqual([])
  })
})
