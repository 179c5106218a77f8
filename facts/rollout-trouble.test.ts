import { found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { stackResources } from '../evidence/aws/cloudformation.js'
import * as ecs from '../evidence/aws/ecs.js'
import { whyTasksStop } from './rollout-trouble.js'
import { answer, SUBJECT, savedEvidence } from './test-evidence.js'

const CLUSTER = 'arn:aws:ecs:us-west-2:111122223333:cluster/c'
const ARN = 'arn:aws:ecs:us-west-2:111122223333:service/c/s'
const BEGAN = new Date('2026-03-09T19:00:00Z')
const after = (minutes: number) => new Date(BEGAN.getTime() + minutes * 60_000)

function stopped(more: Partial<ecs.StoppedTask>): ecs.StoppedTask {
  const reason = 'Essential container in task exited'
  return { arn: 't/1', startedBy: 'primary', stoppedAt: after(1), reason, containers: [], ...more }
}

interface Rollout {
  failedTasks?: number
  events?: ecs.EcsService['events']
  stopped?: readonly ecs.StoppedTask[] | null
}

async function saidOf(rollout: Rollout): Promise<string | null> {
  const service: ecs.EcsService = {
    ...{ arn: ARN, name: 's', clusterArn: CLUSTER, status: 'ACTIVE', desiredCount: 1 },
    loadBalancedContainers: [],
    events: rollout.events ?? [],
    deployments: [
      {
        ...{ id: 'primary', status: 'PRIMARY', taskDefinitionArn: 'd', createdAt: BEGAN },
        ...{ rolloutState: 'IN_PROGRESS', rolloutReason: null },
        ...{ desiredCount: 1, runningCount: 0, failedTasks: rollout.failedTasks ?? 0 },
      },
    ],
  }
  const resource = { logicalId: 'S', physicalId: ARN, type: 'AWS::ECS::Service', status: 'X' }
  const denied = unknown('AccessDenied', 'Allow it.')
  const tasks = rollout.stopped === null ? denied : found([...(rollout.stopped ?? [])])
  const evidence = savedEvidence([
    answer(stackResources, [SUBJECT.stack], found([resource])),
    answer(ecs.service, ['c', 's'], found(service)),
    answer(ecs.stoppedTasks, [CLUSTER, 's'], tasks),
  ])
  const why = await whyTasksStop(evidence)
  return why.state === 'found' ? why.value : null
}

const CONTAINER = { name: 'app', exitCode: 1, reason: 'OutOfMemoryError' }

test('the task that stopped last says why, with its containers', async () => {
  const last = stopped({ arn: 't/2', stoppedAt: after(2), containers: [CONTAINER] })
  expect(await saidOf({ stopped: [stopped({}), last] })).toBe(
    'task 2 stopped: Essential container in task exited; container app: exit code 1, OutOfMemoryError',
  )
})

const EVENT = { at: after(1), message: '(service s) is unhealthy' }

test('tasks of an earlier deployment say nothing of this one', async () => {
  expect(await saidOf({ stopped: [stopped({ startedBy: 'earlier' })] })).toBeNull()
})

test('without tasks, an event since the deployment began says why', async () => {
  const before = { at: after(-1), message: 'has reached a steady state' }
  expect(await saidOf({ failedTasks: 3, events: [EVENT, before] })).toBe(EVENT.message)
  expect(await saidOf({ failedTasks: 3, events: [before] })).toBeNull()
})

test('the events of a rollout in which nothing failed are no reason', async () => {
  expect(await saidOf({ events: [EVENT] })).toBeNull()
})

test('tasks that may not be read cost words alone', async () => {
  expect(await saidOf({ stopped: null })).toBeNull()
  expect(await saidOf({ stopped: null, failedTasks: 3, events: [EVENT] })).toBe(EVENT.message)
})
