import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { type StackResource, stackResources } from '../evidence/aws/cloudformation.js'
import { computeStackResources } from './compute-stack.js'
import { type Answer, answer, SUBJECT, savedEvidence } from './test-evidence.js'

const NOT_KNOWN = unknown('AccessDenied', 'ask for the permission')

const resource = (type: string, physicalId: string | null, status = 'CREATE_COMPLETE') => ({
  ...{ logicalId: `${physicalId}`, physicalId, type, status },
})
const nested = (id: string | null, status?: string) =>
  resource('AWS::CloudFormation::Stack', id, status)
const role = (id: string) => resource('AWS::IAM::Role', id)

const holds = (stack: string, observed: Observed<StackResource[]>): Answer =>
  answer(stackResources, [stack], observed)

/** Physical ids of all resources but the nested stacks themselves. */
async function idsOf(own: Observed<StackResource[]>, ...others: Answer[]) {
  const answers = [holds(SUBJECT.stack, own), ...others]
  const all = await computeStackResources(savedEvidence(answers))
  if (all.state !== 'found') return all
  return all.value.flatMap(({ type, physicalId }) => (type === 'AWS::IAM::Role' ? physicalId : []))
}

const CHAIN = Array.from({ length: 30 }, (_, at) => holds(`s${at}`, found([nested(`s${at + 1}`)])))

// What no answer is given for is unknown: each row also says which stacks are read.
test.each<[string, unknown, Observed<StackResource[]>, Answer[]]>([
  ['its own', ['a'], found([role('a')]), []],
  [
    'of nested stacks, at any depth',
    ['a', 'b', 'c'],
    found([role('a'), nested('one')]),
    [holds('one', found([role('b'), nested('two')])), holds('two', found([role('c')]))],
  ],
  [
    'of each nested stack, once',
    ['a'],
    found([nested('one'), nested('one')]),
    [holds('one', found([role('a'), nested('one')]))],
  ],
  [
    'not of one that was deleted or never made',
    ['a'],
    found([role('a'), nested('gone', 'DELETE_COMPLETE'), nested(null)]),
    [],
  ],
  [
    'not of one that is gone by now',
    ['a'],
    found([role('a'), nested('gone')]),
    [holds('gone', absent('ValidationError'))],
  ],
  ['absent without a compute stack', absent('ValidationError'), absent('ValidationError'), []],
  ['unknown where it is', NOT_KNOWN, NOT_KNOWN, []],
  [
    'unknown where a nested one is',
    NOT_KNOWN,
    found([role('a'), nested('one')]),
    [holds('one', NOT_KNOWN)],
  ],
  [
    'unknown beyond twenty nested stacks',
    expect.objectContaining({
      because:
        'The stack yoctogram-compute has more than 20 nested stacks, which the grader does not read.',
    }),
    found([nested('s0')]),
    CHAIN,
  ],
])('the resources of the compute stack: %s', async (_, ids, own, others) => {
  expect(await idsOf(own, ...others)).toEqual(ids)
})
