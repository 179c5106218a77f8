import { absent, found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { clusters } from '../evidence/aws/ecs.js'
import { roles } from '../evidence/aws/iam.js'
import { identity } from '../evidence/aws/sts.js'
import { workflowFile } from '../evidence/github/actions.js'
import { account } from './account.js'
import { pipeline } from './pipeline.js'
import { role } from './role.js'
import { targets } from './targets.js'
import { taskDefinition } from './task-definition.js'
import { answer, SUBJECT, savedEvidence } from './test-evidence.js'

const NOT_KNOWN = unknown('AccessDenied', 'ask for the permission')
const VALID = 'on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [ { run: echo } ] } }'
const ACCOUNT = answer(
  identity,
  [],
  found({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ada' }),
)
const mainYml = (text: string) => answer(workflowFile, [], found(text))

test.each([NOT_KNOWN, absent('404')])('is %o where main.yml is', async (observed) => {
  const evidence = savedEvidence([answer(workflowFile, [], observed), ACCOUNT])
  expect(await pipeline(evidence)).toEqual(observed)
})

test('and the role are not known where the account is not', async () => {
  const evidence = savedEvidence([mainYml(VALID), answer(identity, [], NOT_KNOWN)])
  expect(await account(evidence)).toEqual(NOT_KNOWN)
  expect(await pipeline(evidence)).toEqual(NOT_KNOWN)
  expect(await role(evidence)).toEqual(NOT_KNOWN)
})

test('that takes more than the grader spends is unknown', async () => {
  const maybe = (name: number) => `{ if: vars.X${name} == 'a', run: echo }`
  const steps = Array.from({ length: 30 }, (_, index) => maybe(index)).join(', ')
  const evidence = savedEvidence([mainYml(VALID.replace('{ run: echo }', steps)), ACCOUNT])
  expect(await pipeline(evidence)).toMatchObject({
    state: 'unknown',
    because: expect.stringMatching(/^too much of main.yml hangs on what is not known/),
  })
})

test('has no role and no service to name where the account has none', async () => {
  const evidence = savedEvidence([
    mainYml(VALID),
    ACCOUNT,
    answer(stackResources, [SUBJECT.stack], absent('ValidationError')),
    answer(roles, [], found([])),
    answer(clusters, [], found([])),
  ])
  expect(await targets(evidence)).toEqual({ roleArn: null, service: null })
  expect(await taskDefinition(evidence)).toEqual(absent('no single service runs cs40'))
})
