import { unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { namedIn } from './named.js'
import { REFERENCE, ROLE_ARN, referenceStep, type Setting, traceOf } from './test-pipeline.js'

async function named(text: string, setting: Setting = {}) {
  return namedIn(await traceOf(text, setting))
}

const steps = (...lines: string[]) =>
  `on: push
permissions: write-all
env: { C: c1, S: s1 }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
${referenceStep(3)}
${lines.map((line) => `    - ${line}\n`).join('')}`

describe('the role that main.yml names', () => {
  const role = async (value: string, more = '') =>
    (
      await named(`on: push
permissions: write-all
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: AWS-Actions/configure-aws-credentials@v4
        ${more}
        with: { aws-region: us-west-2, role-to-assume: "${value}" }
`)
    ).role

  test.each([
    ['arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/github-actions', ROLE_ARN],
    ['arn:aws:iam::111122223333:role/other', 'arn:aws:iam::111122223333:role/other'],
    ['gh', 'gh'],
    ['arn:aws:iam::${{ secrets.OTHER }}:role/ci/gh', 'gh'],
    ['${{ vars.ROLE }}', null],
    ['', null],
    ['${{ secrets.OTHER }}/', null],
    ["${{ fromJSON('x') }}", null],
  ])('%s', async (value, expected) => {
    expect(await role(value)).toBe(expected)
  })

  test('is that of the first step that takes one', async () => {
    const uses = 'aws-actions/configure-aws-credentials@v4'
    const region = 'aws-region: us-west-2'
    expect(await named(steps('run: echo'))).toMatchObject({ role: ROLE_ARN })
    expect(
      await named(
        `on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:
      - { uses: ${uses}, continue-on-error: true, with: { ${region} } }
      - { uses: ${uses}, continue-on-error: true, with: { ${region}, role-to-assume: one } }
      - { uses: ${uses}, with: { ${region}, role-to-assume: two } }\n`,
      ),
    ).toMatchObject({ role: 'one' })
  })

  test('none without a step that takes one, or where its condition does not hold', async () => {
    expect(await role('gh', 'if: false')).toBeNull()
    expect(
      await named('on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [ { run: echo } ] } }'),
    ).toEqual({ role: null, service: null })
  })
})

describe('the service that main.yml names', () => {
  const there = { cluster: 'yoctogram-cluster', service: 'yoctogram-service' }

  test.each([
    ['aws ecs update-service --cluster c --service s', { cluster: 'c', service: 's' }],
    ['aws ecs update-service --service=s --cluster="c"', { cluster: 'c', service: 's' }],
    ['aws ecs update-service --service s', { cluster: 'default', service: 's' }],
    ['aws ecs update-service --cluster $C --service ${S}x', { cluster: 'c1', service: 's1x' }],
    ['aws ecs update-service --cluster ${{ env.C }} --service s', { cluster: 'c1', service: 's' }],
    [
      'f() { aws ecs update-service --cluster "$1" --service s; }; f c',
      { cluster: 'c', service: 's' },
    ],
    ['aws ecs update-service --cluster ${{ vars.C }} --service s', null],
    ['aws ecs update-service --cluster $(cat unlisted) --service s', null],
    ['# aws ecs update-service --cluster c --service s', null],
    ['echo aws ecs update-service --cluster c --service s', null],
    ['aws ecs update-service --cluster c', null],
    ['aws ecs update-services --cluster c --service s', null],
  ])('%s', async (script, service) => {
    expect(await named(steps(`run: '${script}'`))).toEqual({ role: ROLE_ARN, service })
  })

  test('is that of the last call', async () => {
    const line = (name: string) =>
      `run: aws ecs update-service --cluster c --service ${name} || true`
    expect(await named(steps(line('one'), line('two'), 'run: echo'))).toMatchObject({
      service: { cluster: 'c', service: 'two' },
    })
  })

  test('whether AWS refuses it, does it, or it is not known', async () => {
    expect(await named(REFERENCE)).toMatchObject({ service: there })
    const unanswered = { change: () => ({ service: async () => unknown('no permission', 'ask') }) }
    expect(await named(REFERENCE, { account: unanswered })).toMatchObject({ service: there })
    const unsigned = REFERENCE.replace(referenceStep(3), '')
      .replace(referenceStep(4), '')
      .replace(referenceStep(7), '')
      .replace(referenceStep(8), '')
    expect(await named(unsigned)).toEqual({ role: null, service: there })
  })
})
