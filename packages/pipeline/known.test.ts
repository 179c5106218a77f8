import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../../tests/level.js'
import {
  EVENT,
  GITHUB,
  GITHUB_VARIABLES,
  JOB,
  PERHAPS_SET,
  type Rows,
  RUNNER,
  VARIABLES,
} from './known.js'
import { judge, REFERENCE } from './test-pipeline.js'

/** Outcomes of the six checks that differ from passed, by the second word of their ids. */
async function outcomes(text: string): Promise<Record<string, string>> {
  const { refusal: _refusal, ...checks } = await judge(text)
  const entries = Object.entries(checks).map(([id, { outcome }]) => [id.split('.')[1], outcome])
  return Object.fromEntries(entries.filter(([, outcome]) => outcome !== 'passed'))
}

const UNTAG = REFERENCE.split('\n').find((line) => line.includes('batch-delete-image')) ?? ''
const COMMAND = UNTAG.replace(/^.*run: /, '')

/** The reference with another script that removes the tag. */
const untagging = (...script: string[]) =>
  REFERENCE.replace(UNTAG, `      run: |\n${script.map((line) => `        ${line}`).join('\n')}`)

/** Every key of rows that are not known for sure, as an expression names it. */
function unknownKeys<F>(context: string, rows: Rows<F>): string[] {
  return Object.entries(rows).flatMap(([key, row]) => {
    if (row.is === 'mapping') return unknownKeys(`${context}.${key}`, row.rows)
    return row.is === 'unknown' ? [`${context}.${key}`] : []
  })
}

const KEYS = [
  ...unknownKeys('github', GITHUB),
  ...unknownKeys('runner', RUNNER),
  ...unknownKeys('job', JOB),
  'github.event.head_commit.author.name',
  'github.event.repository.pushed_at',
]

const isUnknown = ([, row]: [string, { is: string }]) => row.is === 'unknown'
const ofBash = '0 RANDOM SRANDOM BASHPID PPID HOSTNAME BASH_VERSION LINENO MACHTYPE $'.split(' ')
const IMAGES =
  'ANDROID_HOME JAVA_HOME_17_X64 GOROOT_1_22_X64 CHROME_BIN NVM_DIR PIPX_HOME CONDA'.split(' ')
const NAMES = [
  ...Object.entries(GITHUB)
    .filter(isUnknown)
    .filter(([key]) => GITHUB_VARIABLES.includes(key))
    .map(([key]) => `GITHUB_${key.toUpperCase()}`),
  ...Object.entries(RUNNER)
    .filter(isUnknown)
    .map(([key]) => `RUNNER_${key.toUpperCase()}`),
  ...Object.entries(VARIABLES)
    .filter(isUnknown)
    .map(([name]) => name),
  ...ofBash,
  ...IMAGES,
]

describe('what decides and is not known leaves a check undecided', () => {
  test.each(KEYS)('${{ %s }}', async (key) => {
    const name = '    - name: 9 Force a Fargate Redeploy\n'
    for (const condition of [`${key} < 'm'`, `!(${key} < 'm')`]) {
      const text = REFERENCE.replace(name, `${name}      if: \${{ ${condition} }}\n`)
      expect
        .soft({ condition, ...(await outcomes(text)) })
        .toEqual({ condition, redeploy: 'unknown' })
    }
    const text = untagging(`if [[ "\${{ ${key} }}" < m ]]; then ${COMMAND}; fi`)
    expect.soft(await outcomes(text)).toMatchObject({ untag: 'unknown' })
  })

  // Each way to decide by a variable with each variable, or by default one way with each in turns.
  test.each(NAMES.map((name, turn) => [name, turn] as const))('$%s', async (name, turn) => {
    const ways = [
      `if [[ "$\{${name}}" < m ]]; then ${COMMAND}; fi`,
      `n=$(echo "$\{${name}}" | cksum | cut -d' ' -f1); if (( n % 2 )); then ${COMMAND}; fi`,
      `touch /tmp/made-$(echo "$\{${name}}" | cut -c1); [ -f /tmp/made-4 ] && ${COMMAND}`,
      `[ "$\{#${name}}" -gt 9 ] || exit 0; ${COMMAND}`,
    ].filter((script) => name !== '$' || !script.includes('{#'))
    const scripts = ways.filter((_, way) => EVERYTHING || way === turn % ways.length)
    expect(scripts).not.toEqual([])
    for (const script of scripts) {
      expect
        .soft({ script, ...(await outcomes(untagging(script))) })
        .toMatchObject({ script, untag: 'unknown' })
    }
  })
})

test.each(NAMES)('set -u; echo "$%s" stops nothing', async (name) => {
  expect(await outcomes(untagging('set -u', `echo "of $\{${name}}"`, COMMAND))).toEqual({})
})

test.each([...KEYS, 'github', 'github.event', 'runner', 'job'])(
  'printing ${{ toJSON(%s) }} changes nothing',
  async (key) => {
    const text = REFERENCE.replace(
      'steps:\n',
      `steps:\n    - { run: 'echo "$IT"', env: { IT: '\${{ toJSON(${key}) }}' } }\n`,
    )
    expect(await outcomes(text)).toEqual({})
  },
)

test('a name that neither GitHub nor an image nor main.yml sets is certainly not set', async () => {
  for (const name of ['TAG', 'IMAGE', 'CLUSTER', 'GITHUB_TOKEN', 'AWS_ACCOUNT_ID', 'GITHUB_BRANCH'])
    expect.soft([name, PERHAPS_SET.test(name)]).toEqual([name, false])
  const script = untagging('set -u', 'echo "$CLUSTER"', COMMAND)
  expect(await outcomes(script)).toMatchObject({ untag: 'failed' })
})

test('every variable of the github context is one of its keys', () => {
  expect(GITHUB_VARIABLES.filter((key) => !Object.hasOwn(GITHUB, key))).toEqual([])
  expect(Object.keys(EVENT)).toContain('head_commit')
})
