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
  ])('%s with env %s', (role, env, expected) => {
    expect(namedRole(withRole(role, env), '111122223333')).toBe(expected)
  })

  test('without the account, the bare name', () => {
    const named = withRole('arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/gh')
    expect(namedRole(named, null)).toBe('gh')
  })

  test('none without a credentials step', () => {
    expect(namedRole(workflow('run: echo'), null)).toBeNull()
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
  ])('%s', (script, expected) => {
    expect(namedService(workflow(`run: '${script}'`, '{ C: c1, S: s1 }'))).toEqual(expected)
  })

  test('over several lines', () => {
    const step =
      'run: |\n          aws ecs update-service \\\n            --cluster c \\\n            --service s'
    expect(namedService(workflow(step))).toEqual({ cluster: 'c', service: 's' })
  })
})
