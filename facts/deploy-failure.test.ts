import { absent, found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { type StackEvent, stack, stackEvents } from '../evidence/aws/cloudformation.js'
import { deployFailure } from './deploy-failure.js'
import { type Answer, answer, SUBJECT, savedEvidence } from './test-evidence.js'

const ARN = 'arn:aws:cloudformation:us-west-2:111122223333:stack'
const ROOT = `${ARN}/yoctogram-compute/1`
const NESTED = `${ARN}/nested/2`
const STACK = 'AWS::CloudFormation::Stack'

function event(logicalId: string, status: string, more: Partial<StackEvent> = {}): StackEvent {
  const at = new Date('2026-03-09T19:00:00Z')
  return { logicalId, physicalId: logicalId, type: 'AWS::X', status, reason: null, at, ...more }
}

async function failureIn(...answers: Answer[]) {
  const root = { name: SUBJECT.stack, id: ROOT, status: 'UPDATE_FAILED', statusReason: null }
  return await deployFailure(
    savedEvidence([answer(stack, [SUBJECT.stack], found(root)), ...answers]),
  )
}

test('the first failure is the cause, whatever was cancelled after it', async () => {
  const events = [
    event('role', 'UPDATE_IN_PROGRESS'),
    event('service', 'UPDATE_FAILED'),
    event('role', 'UPDATE_FAILED', { reason: 'Resource update cancelled' }),
  ]
  const failure = await failureIn(answer(stackEvents, [ROOT], found(events)))
  expect(failure).toEqual(found(events[1]))
})

test('that the stack itself failed is no cause', async () => {
  const itself = event('yoctogram-compute', 'UPDATE_FAILED', { type: STACK, physicalId: ROOT })
  const failure = await failureIn(answer(stackEvents, [ROOT], found([itself])))
  expect(failure.state).toBe('absent')
})

const OUTER = event('Nested', 'UPDATE_FAILED', { type: STACK, physicalId: NESTED })

test('the cause is looked for in the nested stack that failed', async () => {
  const inner = event('service', 'UPDATE_FAILED')
  const failure = await failureIn(
    answer(stackEvents, [ROOT], found([OUTER])),
    answer(stackEvents, [NESTED], found([inner])),
  )
  expect(failure).toEqual(found(inner))
})

test.each([
  ['can’t be read', unknown('AccessDenied', 'Allow it.')],
  ['is gone', absent('ValidationError')],
])('a nested stack that %s leaves what the stack around it says', async (_, events) => {
  const failure = await failureIn(
    answer(stackEvents, [ROOT], found([OUTER])),
    answer(stackEvents, [NESTED], events),
  )
  expect(failure).toEqual(found(OUTER))
})

test('is not known where the events are not', async () => {
  const denied = unknown('AccessDenied', 'Allow it.')
  expect(await failureIn(answer(stackEvents, [ROOT], denied))).toEqual(denied)
})

test.each([absent('ValidationError'), unknown('AccessDenied', 'Allow it.')])(
  'without a stack to look at, it is what was said of the stack',
  async (observed) => {
    const evidence = savedEvidence([answer(stack, [SUBJECT.stack], observed)])
    expect(await deployFailure(evidence)).toEqual(observed)
  },
)

test('no stack is looked into that is nested deeper than four', async () => {
  const nested = (depth: number) => `${ARN}/nested/${depth}`
  const failing = (depth: number) =>
    event(`N${depth}`, 'CREATE_FAILED', { type: STACK, physicalId: nested(depth) })
  const events = [1, 2, 3, 4, 5].map((depth) =>
    answer(stackEvents, [depth === 1 ? ROOT : nested(depth - 1)], found([failing(depth)])),
  )
  expect(await failureIn(...events)).toEqual(found(failing(4)))
})
