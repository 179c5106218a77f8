import { found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { images, manifest } from '../evidence/aws/ecr.js'
import * as ecs from '../evidence/aws/ecs.js'
import { otherCpu, whyTasksStop } from './rollout-trouble.js'
import { type Answer, answer, SUBJECT, savedEvidence } from './test-evidence.js'

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

/** The stack's service, with its deployment. */
function serviceWith({ failedTasks = 0, events = [] }: Rollout): Answer[] {
  const service: ecs.EcsService = {
    ...{ arn: ARN, name: 's', clusterArn: CLUSTER, status: 'ACTIVE', desiredCount: 1 },
    loadBalancedContainers: [],
    events,
    deployments: [
      {
        ...{ id: 'primary', status: 'PRIMARY', taskDefinitionArn: 'd', createdAt: BEGAN },
        ...{ rolloutState: 'IN_PROGRESS', rolloutReason: null },
        ...{ desiredCount: 1, runningCount: 0, failedTasks },
      },
    ],
  }
  const resource = { logicalId: 'S', physicalId: ARN, type: 'AWS::ECS::Service', status: 'X' }
  return [
    answer(stackResources, [SUBJECT.stack], found([resource])),
    answer(ecs.service, ['c', 's'], found(service)),
  ]
}

async function saidOf(rollout: Rollout): Promise<string | null> {
  const denied = unknown('AccessDenied', 'Allow it.')
  const tasks = rollout.stopped === null ? denied : found([...(rollout.stopped ?? [])])
  const evidence = savedEvidence([
    ...serviceWith(rollout),
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

/** What is said of a task definition for a processor, and an image for these platforms; `?` one that is not known. */
async function otherCpuOf(asked: string | null, ...platforms: string[]) {
  const digest = `sha256:${'a'.repeat(64)}`
  const latest = { digest, tags: ['latest'], pushedAt: BEGAN, sizeBytes: null, mediaType: null }
  const children = platforms.map((platform, at) => {
    const [os = '', architecture = ''] = platform.split('/')
    const known = platform === '?' ? {} : { platform: { os, architecture } }
    return { digest: `sha256:${String(at).repeat(64)}`, size: 1, mediaType: IMAGE, ...known }
  })
  const listed = children.map((child) => ({ ...latest, digest: child.digest, tags: [] }))
  const index = { schemaVersion: 2, mediaType: INDEX, manifests: children }
  const definition = { arn: 'd', cpuArchitecture: asked, containers: [] }
  return await otherCpu(
    savedEvidence([
      ...serviceWith({}),
      answer(ecs.taskDefinition, ['d'], found(definition)),
      answer(images, ['cs40'], found([latest, ...listed])),
      answer(manifest, ['cs40', digest], found(JSON.stringify(index))),
    ]),
  )
}

const INDEX = 'application/vnd.oci.image.index.v1+json'
const IMAGE = 'application/vnd.oci.image.manifest.v1+json'

test.each([
  ['ARM64', ['linux/amd64']],
  ['X86_64', ['linux/arm64']],
  ['ARM64', ['linux/amd64', 'linux/s390x']],
])('no task starts on %s from an image for %s', async (asked, platforms) => {
  expect(await otherCpuOf(asked, ...platforms)).toEqual({ asked, platforms: platforms.join(', ') })
})

test('nothing is said of another processor where the task definition is not known', async () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const latest = { digest, tags: ['latest'], pushedAt: BEGAN, sizeBytes: null, mediaType: null }
  const evidence = savedEvidence([
    ...serviceWith({}),
    answer(ecs.taskDefinition, ['d'], unknown('AccessDenied', 'Allow it.')),
    answer(images, ['cs40'], found([latest])),
    answer(manifest, ['cs40', digest], found(JSON.stringify({ schemaVersion: 2, manifests: [] }))),
  ])
  expect(await otherCpu(evidence)).toBeNull()
})

test.each([
  ['one of its platforms fits', 'ARM64', ['linux/amd64', 'linux/arm64']],
  ['it asks for no processor', null, ['linux/amd64']],
  ['it asks for one that is not known', 'MIPS', ['linux/amd64']],
  ['the index is empty', 'ARM64', []],
  ['a platform is not known', 'ARM64', ['linux/amd64', '?']],
])('nothing is said of another processor where %s', async (_, asked, platforms) => {
  expect(await otherCpuOf(asked, ...platforms)).toBeNull()
})
