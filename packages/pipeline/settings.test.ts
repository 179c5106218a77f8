import { found, Holes, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import type { RepositorySettings } from './input.js'
import { settingsRead } from './settings.js'
import { judge, load, REFERENCE, traceOf } from './test-pipeline.js'

const KNOWN: RepositorySettings = {
  secretNames: found(['AWS_ACCOUNT_ID', 'DEPLOY_KEY']),
  variables: found([{ name: 'REGION', value: 'us-west-2' }]),
  personal: true,
}

/** What the script of a job prints for an expression. */
async function shown(expression: string, settings?: RepositorySettings, keys = '') {
  const run = `echo "v=[\${{ ${expression} }}]" >> $GITHUB_OUTPUT`
  const text = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    ${keys}\n    steps:\n      - run: ${run}\n`
  const { schedules } = await traceOf(text, settings === undefined ? {} : { settings })
  return Holes.show(schedules[0]?.worlds[0]?.runs[0].steps[0]?.outputs.v ?? '')
}

describe('where the repository belongs to a person', () => {
  test.each([
    ['vars.REGION', '[us-west-2]'],
    ['vars.region', '[us-west-2]'],
    ['vars.OTHER', '[]'],
    ["vars.OTHER || 'us-west-2'", '[us-west-2]'],
    ['secrets.AWS_ACCOUNT_ID', '[111122223333]'],
    ['secrets.DEPLOY_KEY', '[(unknown)]'],
    ['secrets.deploy_key', '[(unknown)]'],
    ['secrets.GITHUB_TOKEN', '[(unknown)]'],
    ['secrets.AWS_ACCOUNT', '[]'],
    ["secrets.AWS_ACCOUNT || 'x'", '[x]'],
    ["secrets.DEPLOY_KEY || 'x'", '[(unknown)]'],
  ])('%s is %s', async (expression, value) => {
    expect(await shown(expression, KNOWN)).toBe(value)
  })
})

describe('what is not listed may still be there', () => {
  test.each<[string, RepositorySettings | undefined, string?]>([
    ['in an organisation', { ...KNOWN, personal: false }],
    ['where the job names an environment', KNOWN, 'environment: production'],
    [
      'where the lists can not be read',
      {
        secretNames: unknown('no permission', 'give it'),
        variables: unknown('no permission', 'give it'),
        personal: true,
      },
    ],
    ['where nobody asked', undefined],
  ])('%s', async (_, settings, keys) => {
    expect(await shown('vars.OTHER', settings, keys)).toBe('[(unknown)]')
    expect(await shown('secrets.OTHER', settings, keys)).toBe('[(unknown)]')
    expect(await shown('secrets.AWS_ACCOUNT_ID', settings, keys)).toBe('[111122223333]')
  })

  test('but a variable of the repository goes before one of the organisation', async () => {
    expect(await shown('vars.REGION', { ...KNOWN, personal: false })).toBe('[us-west-2]')
  })

  test('an environment may set it anew', async () => {
    expect(await shown('vars.REGION', KNOWN, 'environment: production')).toBe('[(unknown)]')
  })
})

test('a pipeline by variables is judged as if they stood there', async () => {
  const text = REFERENCE.replaceAll('us-west-2', '${{ vars.REGION }}').replace(
    'AWS_REGION: ${{ vars.REGION }}',
    'AWS_REGION: us-west-2',
  )
  const { refusal: _, ...outcomes } = await judge(text, { settings: KNOWN })
  expect(Object.values(outcomes).map(({ outcome }) => outcome)).toEqual(Array(6).fill('passed'))
})

test('why a variable is not known is said with why the list is not', async () => {
  const text = REFERENCE.replaceAll('us-west-2', '${{ vars.REGION }}')
  const variables = unknown('the token may not read it.', 'Give it the permission.')
  const outcomes = await judge(text, { settings: { ...KNOWN, variables } })
  expect(outcomes['workflow.credentials']).toMatchObject({
    outcome: 'unknown',
    because: "the value of vars.REGION can't be read: the token may not read it",
    remedy: 'Give it the permission.',
  })
})

test('a slip in the name of the secret leaves the role without its account', async () => {
  const text = REFERENCE.replaceAll('secrets.AWS_ACCOUNT_ID', 'secrets.AWS_ACCOUNT')
  const outcomes = await judge(text, { settings: KNOWN })
  expect(outcomes['workflow.credentials'].outcome).toBe('failed')
})

test.each([
  ['run: echo', false, false],
  ['run: echo vars.X secrets.X', false, false],
  ['run: echo ${{ secrets.AWS_ACCOUNT_ID }} ${{ Secrets.github_token }}', false, false],
  ['run: echo ${{ secrets.OTHER }}', true, false],
  ["run: echo ${{ secrets['AWS_ACCOUNT_ID'] }}", true, false],
  ['run: echo ${{ toJSON(secrets) }}', true, false],
  ['run: echo ${{ vars.X }}', false, true],
  ["run: echo ${{ VARS['X'] }}", false, true],
  ["run: echo ${{ steps.vars.outputs.x }} ${{ 'vars.X' }}", false, false],
  ["{ run: echo, if: vars.X == 'a' }", false, true],
  ["{ run: echo, if: '${{ !cancelled() }}' }", false, false],
  ["{ run: echo, if: '${{ vars.X }}' }", false, true],
  ['{ run: echo, env: { X: "${{ format(\'{0}\', vars.X) }}" } }', false, true],
])('%s reads secrets: %s, variables: %s', (step, secrets, variables) => {
  const workflow = load(`on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - ${step}\n`)
  expect(settingsRead(workflow)).toEqual({ secrets, variables })
})
