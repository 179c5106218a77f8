import { describe, expect, test } from 'vitest'
import { loadWorkflow } from './load.js'
import { namedRole, namedService } from './named.js'

function load(text: string) {
  const loaded = loadWorkflow(text, 'main.yml')
  if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
  return loaded.workflow
}

const workflow = (step: string, env = '{}') =>
  load(`on: push
env: ${env}
jobs:
  a:
    runs-on: x
    steps:
      - ${step}
`)

describe('the role that main.yml names', () => {
  const withRole = (role: string, env?: string) =>
    workflow(
      `{ uses: AWS-Actions/configure-aws-credentials@v4, with: { role-to-assume: "${role}" } }`,
      env,
    )

  test.each([
    ['arn:aws:iam::111122223333:role/gh', '{}', 'arn:aws:iam::111122223333:role/gh'],
    [
      'arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/gh',
      '{}',
      'arn:aws:iam::111122223333:role/gh',
    ],
    ['${{ env.ROLE }}', '{ ROLE: gh }', 'gh'],
    ['arn:aws:iam::${{ secrets.OTHER }}:role/ci/gh', '{}', 'gh'],
    ['${{ vars.ROLE }}', '{}', null],
    ['', '{}', null],
    ['  gh ', '{}', 'gh'],
    ['${{ secrets.OTHER }}/', '{}', null],
    ["${{ fromJSON('x') }}", '{}', null],
    ['${{ matrix.role }}', '{}', null],
    ['${{ strategy.job-index }}', '{}', null],
  ])('%s with env %s', (role, env, expected) => {
    expect(namedRole(withRole(role, env), '111122223333')).toBe(expected)
  })

  test('without the account, the bare name', () => {
    const named = withRole('arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/gh')
    expect(namedRole(named, null)).toBe('gh')
  })

  test('none without a credentials step', () => {
    expect(namedRole(workflow('run: echo'), null)).toBeNull()
    const other = workflow('{ uses: a/b@v1, with: { role-to-assume: gh } }')
    expect(namedRole(other, null)).toBeNull()
    const local = workflow('{ uses: ./b, with: { role-to-assume: gh } }')
    expect(namedRole(local, null)).toBeNull()
  })

  test('the first that names one, also in a group', () => {
    const uses = 'aws-actions/configure-aws-credentials@v4'
    const several = workflow(
      `{ parallel: [ { uses: ${uses} }, { uses: ${uses}, with: { role-to-assume: one } }, { uses: ${uses}, with: { role-to-assume: two } } ] }`,
    )
    expect(namedRole(several, null)).toBe('one')
  })

  test('from the env of workflow, job and step, each over the one before', () => {
    const text = (job: string, step: string) => `on: push
env: { ROLE: top, A: a }
jobs:
  a:
    runs-on: x
    env: ${job}
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        env: ${step}
        with: { role-to-assume: '\${{ env.ROLE }}' }
`
    expect(namedRole(load(text('{}', '{}')), null)).toBe('top')
    expect(namedRole(load(text('{}', '{ ROLE: "${{ env.A }}b" }')), null)).toBe('ab')
    expect(namedRole(load(text('{ ROLE: job }', '{ ROLE: step }')), null)).toBe('step')
    expect(namedRole(load(text('{ ROLE: job }', `{ X: "\${{ fromJSON('x') }}" }`)), null)).toBe(
      'job',
    )
  })
})

describe('the service that main.yml names', () => {
  test.each([
    ['aws ecs update-service --cluster c --service s', { cluster: 'c', service: 's' }],
    ['aws ecs update-service --service=s --cluster="c"', { cluster: 'c', service: 's' }],
    ['aws ecs update-service --service s', { cluster: 'default', service: 's' }],
    ['aws ecs update-service --cluster $C --service ${S}x', { cluster: 'c1', service: 's1x' }],
    ['aws ecs update-service --cluster ${{ env.C }} --service s', { cluster: 'c1', service: 's' }],
    ['aws ecs update-service --cluster ${{ vars.C }} --service s', null],
    ['aws ecs update-service --cluster $(cat c) --service s', null],
    ['# aws ecs update-service --cluster c --service s', null],
    ['echo hello', null],
    ['aws ecs update-service --cluster "c"x" --service s', { cluster: 'c', service: 's' }],
    ['aws ecs update-service --cluster c"x" --service s', { cluster: 'c"x"', service: 's' }],
    ['aws ecs update-service --cluster "c 1" --service s;', { cluster: 'c 1', service: 's' }],
    ['aws ecs update-service --cluster c', null],
    ['aws ecs update-services --cluster c --service s', null],
    ['aws ecs update-service --service s --cluster `cat c`', null],
    ['  # aws ecs update-service --cluster c --service s', null],
    ['aws ecs update-service --cluster $X --service s', null],
    ["echo ${{ fromJSON(''x'') }}; aws ecs update-service --cluster c --service s", null],
  ])('%s', (script, expected) => {
    expect(namedService(workflow(`run: '${script}'`, '{ C: c1, S: s1 }'))).toEqual(expected)
  })

  test('the last of several', () => {
    const line = (name: string) => `aws ecs update-service --cluster c --service ${name}`
    const steps = `on: push
jobs:
  a:
    runs-on: x
    steps:
      - run: ${line('one')}
      - run: ${line('two')}
      - uses: a/b@v1
      - run: echo hello
`
    expect(namedService(load(steps))).toEqual({ cluster: 'c', service: 'two' })
  })

  test('over several lines', () => {
    const step =
      'run: |\n          aws ecs update-service \\\n            --cluster c \\\n            --service s'
    expect(namedService(workflow(step))).toEqual({ cluster: 'c', service: 's' })
  })
})
