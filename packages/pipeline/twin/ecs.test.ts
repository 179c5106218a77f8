import { found } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { CLUSTER, SERVICE, SERVICE_ARN, SERVICE_MODEL, testTwin, testView } from './test-account.js'

test.each([
  ['by names', { cluster: CLUSTER, service: SERVICE }],
  ['by ARNs', { cluster: SERVICE_MODEL.clusterArn, service: SERVICE_ARN }],
])('a forced deployment %s is one effect on the real service', async (_name, named) => {
  const { twin, caller, effects } = testTwin()
  const answer = await twin.call(
    'ecs',
    'UpdateService',
    { ...named, forceNewDeployment: true },
    caller,
  )
  expect(answer.state).toBe('answered')
  expect(effects).toEqual([
    {
      kind: 'redeployed',
      account: '111122223333',
      region: 'us-west-2',
      clusterArn: SERVICE_MODEL.clusterArn,
      serviceArn: SERVICE_ARN,
      forced: true,
    },
  ])
})

test('without force nothing is deployed', async () => {
  const { twin, caller, effects } = testTwin()
  const params = { cluster: CLUSTER, service: SERVICE, desiredCount: 3 }
  await twin.call('ecs', 'UpdateService', params, caller)
  expect(effects).toMatchObject([
    { kind: 'redeployed', forced: false },
    { kind: 'scaled', serviceArn: SERVICE_ARN, desiredCount: 3 },
  ])
})

test.each([
  ['no such cluster', { cluster: 'nope', service: SERVICE }, 'ClusterNotFoundException'],
  ['the default cluster', { service: SERVICE }, 'ClusterNotFoundException'],
  ['no such service', { cluster: CLUSTER, service: 'nope' }, 'ServiceNotFoundException'],
  [
    "another region's ARN",
    { cluster: SERVICE_MODEL.clusterArn.replace('us-west-2', 'us-east-1'), service: SERVICE },
    'ClusterNotFoundException',
  ],
])('%s refuses the update', async (_name, params, code) => {
  const { twin, caller, effects } = testTwin()
  expect(await twin.call('ecs', 'UpdateService', params, caller)).toMatchObject({ code })
  expect(effects).toMatchObject([{ kind: 'refused', code, asked: params }])
})

test('another region knows no clusters', async () => {
  const { twin, caller } = testTwin()
  const there = { ...caller, region: 'us-east-1' }
  const params = { cluster: CLUSTER, service: SERVICE }
  expect(await twin.call('ecs', 'UpdateService', params, there)).toMatchObject({
    code: 'ClusterNotFoundException',
  })
})

test('a service that is going away is not updated', async () => {
  const view = testView()
  const draining = { ...SERVICE_MODEL, status: 'DRAINING' }
  const { twin, caller } = testTwin({ ...view, service: async () => found(draining) })
  const params = { cluster: CLUSTER, service: SERVICE }
  expect(await twin.call('ecs', 'UpdateService', params, caller)).toMatchObject({
    code: 'ServiceNotActiveException',
  })
})

test('a rollout takes virtual minutes', async () => {
  const { twin, caller, clock } = testTwin()
  const named = { cluster: CLUSTER, service: SERVICE, forceNewDeployment: true }
  await twin.call('ecs', 'UpdateService', named, caller)
  const params = { cluster: CLUSTER, services: [SERVICE] }
  const rollout = (...states: string[]) => ({
    value: { services: [{ deployments: states.map((rolloutState) => ({ rolloutState })) }] },
  })
  expect(await twin.call('ecs', 'DescribeServices', params, caller)).toMatchObject(
    rollout('IN_PROGRESS', 'COMPLETED'),
  )
  clock.advance(180_000)
  expect(await twin.call('ecs', 'DescribeServices', params, caller)).toMatchObject(
    rollout('COMPLETED'),
  )
})

test('describing a missing service succeeds and lists it', async () => {
  const { twin, caller } = testTwin()
  const params = { cluster: CLUSTER, services: ['nope'] }
  expect(await twin.call('ecs', 'DescribeServices', params, caller)).toEqual({
    state: 'answered',
    value: {
      services: [],
      failures: [
        { arn: `arn:aws:ecs:us-west-2:111122223333:service/${CLUSTER}/nope`, reason: 'MISSING' },
      ],
    },
  })
})

const MISSING_ARN = 'arn:aws:ecs:us-west-2:111122223333:service/other/nope'

test('a service that is missing is listed by the ARN it was asked for by', async () => {
  const { twin, caller } = testTwin()
  const params = { cluster: SERVICE_MODEL.clusterArn, services: [MISSING_ARN, SERVICE] }
  expect(await twin.call('ecs', 'DescribeServices', params, caller)).toMatchObject({
    value: {
      services: [{ serviceArn: SERVICE_ARN }],
      failures: [{ arn: MISSING_ARN, reason: 'MISSING' }],
    },
  })
})

test.each([
  [[CLUSTER], [SERVICE_MODEL.clusterArn], []],
  [[SERVICE_MODEL.clusterArn], [SERVICE_MODEL.clusterArn], []],
  [
    [CLUSTER, 'nope'],
    [SERVICE_MODEL.clusterArn],
    ['arn:aws:ecs:us-west-2:111122223333:cluster/nope'],
  ],
  [undefined, [], ['arn:aws:ecs:us-west-2:111122223333:cluster/default']],
])('of the clusters %j, %j are there, and %j are not', async (clusters, there, missing) => {
  const { twin, caller } = testTwin()
  const params = clusters === undefined ? {} : { clusters }
  const answer = await twin.call('ecs', 'DescribeClusters', params, caller)
  expect(answer).toMatchObject({
    value: {
      clusters: there.map((clusterArn) => ({ clusterArn })),
      failures: missing.map((arn) => ({ arn, reason: 'MISSING' })),
    },
  })
})

test('at most ten services are described at once', async () => {
  const { twin, caller } = testTwin()
  const describe = (count: number) =>
    twin.call(
      'ecs',
      'DescribeServices',
      { cluster: CLUSTER, services: Array(count).fill(SERVICE) },
      caller,
    )
  expect(await describe(10)).toMatchObject({ state: 'answered' })
  expect(await describe(11)).toMatchObject({ code: 'InvalidParameterException' })
})

test('an operation without a model is unknown and says which', async () => {
  const { twin, caller } = testTwin()
  expect(await twin.call('ecs', 'StopTask', {}, caller)).toMatchObject({
    state: 'unknown',
    because: 'the grader does not follow aws ecs StopTask',
  })
})

test('a service is deleted with force, or once it is scaled to zero, and then takes no deployment', async () => {
  const named = { cluster: CLUSTER, service: SERVICE }
  for (const before of [[], [{ ...named, desiredCount: 0 }]]) {
    const { twin, caller } = testTwin()
    const refusal = await twin.call('ecs', 'DeleteService', named, caller)
    expect(refusal).toMatchObject({ code: 'InvalidParameterException' })
    for (const params of before) await twin.call('ecs', 'UpdateService', params, caller)
    const deletion = { ...named, force: before.length === 0 }
    expect(await twin.call('ecs', 'DeleteService', deletion, caller)).toMatchObject({
      value: { service: { status: 'DRAINING', desiredCount: 0 } },
    })
    expect(await twin.call('ecs', 'UpdateService', named, caller)).toMatchObject({
      code: 'ServiceNotActiveException',
    })
    expect(await twin.call('ecs', 'ListServices', { cluster: CLUSTER }, caller)).toMatchObject({
      value: { serviceArns: [] },
    })
  }
})
