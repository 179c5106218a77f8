import type { NamedService } from '@grade4/pipeline'
import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { stackResources } from '../evidence/aws/cloudformation.js'
import type { EcsService } from '../evidence/aws/ecs.js'
import {
  clusters,
  service,
  serviceArns,
  servicesByArn,
  taskDefinition,
} from '../evidence/aws/ecs.js'
import { identity } from '../evidence/aws/sts.js'
import { workflowFile } from '../evidence/github/actions.js'
import {
  chooseService,
  service as gradedService,
  readServiceArn,
  type ServiceClues,
} from './service.js'
import { type Answer, answer, SUBJECT, savedEvidence } from './test-evidence.js'

const ECS = 'arn:aws:ecs:us-west-2:111122223333'
const NOT_KNOWN = unknown('AccessDenied', 'ask for the permission')

/** A service whose PRIMARY deployment runs `image`. */
function running(
  name: string,
  image: string,
  { cluster = 'c', status = 'ACTIVE' } = {},
): { model: EcsService; image: string } {
  const deployment = {
    id: 'ecs-svc/1',
    rolloutState: 'COMPLETED',
    rolloutReason: null,
    createdAt: null,
    desiredCount: 1,
    runningCount: 1,
    failedTasks: 0,
  }
  const model: EcsService = {
    arn: `${ECS}:service/${cluster}/${name}`,
    name,
    clusterArn: `${ECS}:cluster/${cluster}`,
    status,
    desiredCount: 1,
    deployments: [
      { ...deployment, status: 'ACTIVE', taskDefinitionArn: `${ECS}:task-definition/old:1` },
      { ...deployment, status: 'PRIMARY', taskDefinitionArn: `${ECS}:task-definition/${name}:1` },
    ],
    loadBalancedContainers: [],
    events: [],
  }
  return { model, image }
}

/** The answers of an account with these services, in the order given. */
function account(...services: readonly { model: EcsService; image: string }[]): Answer[] {
  const clusterArns = [...new Set(services.map(({ model }) => model.clusterArn))]
  return [
    answer(clusters, [], found(clusterArns)),
    answer(taskDefinition, [`${ECS}:task-definition/old:1`], found(definition('cs40'))),
    ...clusterArns.flatMap((cluster) => {
      const models = services.map(({ model }) => model)
      const inside = models.filter(({ clusterArn }) => clusterArn === cluster)
      const arns = inside.map(({ arn }) => arn)
      return [
        answer(serviceArns, [cluster], found(arns)),
        answer(servicesByArn, [cluster, arns.join(',')], found(inside)),
      ]
    }),
    ...services.flatMap(({ model, image }) => [
      answer(service, [model.clusterArn.split('/')[1] ?? '', model.name], found(model)),
      answer(service, [model.clusterArn, model.name], found(model)),
      answer(
        taskDefinition,
        [`${ECS}:task-definition/${model.name}:1`],
        found(definition('sidecar', image)),
      ),
    ]),
  ]
}

function definition(...images: string[]) {
  return {
    arn: 'any',
    containers: images.map((image, index) => ({ name: `container-${index}`, image })),
  }
}

/** What a test varies: the clues, what main.yml names being an answer. */
type Change = Partial<Omit<ServiceClues, 'named'>> & { readonly named?: Observed<NamedService> }

function clues({ named = absent('main.yml names no service'), ...change }: Change): ServiceClues {
  return {
    stackResources: absent('ValidationError'),
    named: async () => named,
    isGradedRepository: found((image: string) => image === 'cs40'),
    ...change,
  }
}

const inStack = (...ids: [type: string, physicalId: string | null][]) =>
  found(ids.map(([type, physicalId]) => ({ logicalId: 'x', physicalId, type, status: 'COMPLETE' })))

async function chosen(
  answers: readonly Answer[],
  change: Change = {},
): Promise<string | Observed<never>> {
  const observed = await chooseService(savedEvidence(answers), clues(change))
  return observed.state === 'found' ? observed.value.name : observed
}

describe('the service in the stack', () => {
  const two = account(running('web', 'other'), running('api', 'cs40'))
  const arnOf = (name: string) => `${ECS}:service/c/${name}`

  test('is taken, whatever it runs and main.yml names', async () => {
    const stackResources = inStack(['AWS::ECS::Service', arnOf('web')])
    const named = found({ cluster: 'c', service: 'api' })
    expect(await chosen(two, { stackResources, named })).toBe('web')
  })

  test('is found by its name in the cluster of the stack, else in the default one', async () => {
    const cluster = inStack(['AWS::ECS::Service', 'web'], ['AWS::ECS::Cluster', 'c'])
    expect(await chosen(two, { stackResources: cluster })).toBe('web')
    const noCluster = inStack(['AWS::ECS::Service', 'web'])
    const home = account(running('web', 'other', { cluster: 'default' }))
    expect(await chosen(home, { stackResources: noCluster })).toBe('web')
  })

  test('of two, the one that runs cs40; the first where neither does', async () => {
    const stackResources = inStack(
      ['AWS::ECS::Service', arnOf('web')],
      ['AWS::ECS::Service', arnOf('api')],
    )
    expect(await chosen(two, { stackResources })).toBe('api')
    const neither = account(running('web', 'other'), running('api', 'other'))
    expect(await chosen(neither, { stackResources })).toBe('web')
    const unread = [...two, answer(taskDefinition, [`${ECS}:task-definition/api:1`], NOT_KNOWN)]
    expect(await chosen(unread, { stackResources })).toEqual(NOT_KNOWN)
  })

  test.each<[string, NamedService, string]>([
    ['by names', { cluster: 'c', service: 'web' }, 'web'],
    ['by ARNs', { cluster: `${ECS}:cluster/c`, service: arnOf('web') }, 'web'],
    ['in another cluster', { cluster: 'd', service: 'web' }, 'api'],
    ['one that is not in the stack', { cluster: 'c', service: 'job' }, 'api'],
  ])('of two, the one that main.yml names: %s', async (_, service, name) => {
    const both = account(running('web', 'cs40'), running('api', 'cs40'), running('job', 'cs40'))
    const stackResources = inStack(
      ['AWS::ECS::Service', arnOf('api')],
      ['AWS::ECS::Service', arnOf('web')],
    )
    expect(await chosen(both, { stackResources, named: found(service) })).toBe(name)
    expect(await chosen(both, { stackResources, named: NOT_KNOWN })).toEqual(NOT_KNOWN)
  })

  test('is passed over where it was deleted or never made', async () => {
    const gone = account(
      running('web', 'cs40', { status: 'INACTIVE' }),
      running('job', 'cs40', { status: 'DRAINING' }),
      running('api', 'cs40'),
    )
    for (const id of [arnOf('web'), arnOf('job'), null]) {
      expect(await chosen(gone, { stackResources: inStack(['AWS::ECS::Service', id]) })).toBe('api')
    }
  })

  test('is unknown where the stack or any of its services is', async () => {
    expect(await chosen(two, { stackResources: NOT_KNOWN })).toEqual(NOT_KNOWN)
    const stackResources = inStack(
      ['AWS::ECS::Service', arnOf('web')],
      ['AWS::ECS::Service', arnOf('api')],
    )
    const unread = [...two, answer(service, ['c', 'api'], NOT_KNOWN)]
    expect(await chosen(unread, { stackResources })).toEqual(NOT_KNOWN)
  })
})

describe('the service that main.yml names', () => {
  const two = account(running('web', 'other'), running('api', 'cs40'))
  const named = found({ cluster: 'c', service: 'web' })

  test('is taken where the stack has none', async () => {
    expect(await chosen(two, { named })).toBe('web')
  })

  test('is passed over where there is none', async () => {
    const none = [...two, answer(service, ['c', 'web'], absent('MISSING'))]
    expect(await chosen(none, { named })).toBe('api')
    const deleted = account(running('web', 'other', { status: 'INACTIVE' }), running('api', 'cs40'))
    expect(await chosen(deleted, { named })).toBe('api')
  })

  test('is unknown where nobody could look at it', async () => {
    expect(await chosen([...two, answer(service, ['c', 'web'], NOT_KNOWN)], { named })).toEqual(
      NOT_KNOWN,
    )
  })
})

describe('the only service that runs cs40', () => {
  test('is taken, from whichever cluster', async () => {
    const three = account(
      running('web', 'other'),
      running('api', 'cs40', { cluster: 'd' }),
      running('job', 'other', { cluster: 'd' }),
    )
    expect(await chosen(three)).toBe('api')
  })

  test('is none where several run it, or none does', async () => {
    const none = absent('no single service runs cs40')
    expect(await chosen(account(running('a', 'cs40'), running('b', 'cs40')))).toEqual(none)
    expect(await chosen(account(running('a', 'other')))).toEqual(none)
    expect(await chosen([answer(clusters, [], found([]))])).toEqual(none)
    const empty = [answer(clusters, [], found(['c'])), answer(serviceArns, ['c'], found([]))]
    expect(await chosen(empty)).toEqual(none)
    const gone = [...empty, answer(serviceArns, ['c'], absent('ClusterNotFoundException'))]
    expect(await chosen(gone)).toEqual(none)
  })

  test('does not count deleted ones', async () => {
    const one = account(running('a', 'cs40'), running('b', 'cs40', { status: 'INACTIVE' }))
    expect(await chosen(one)).toBe('a')
  })

  test('does not count one without a PRIMARY deployment or whose task definition is gone', async () => {
    const idle = running('b', 'cs40')
    const still = { ...idle, model: { ...idle.model, deployments: [] } }
    expect(await chosen(account(running('a', 'cs40'), still))).toBe('a')
    const gone = answer(taskDefinition, [`${ECS}:task-definition/b:1`], absent('ClientException'))
    expect(await chosen([...account(running('a', 'cs40'), idle), gone])).toBe('a')
  })

  // The main.yml that could not be read may name any of them: no reason to say that there is none.
  test.each<[string, Answer[]]>([
    ['one', account(running('a', 'cs40'))],
    ['several', account(running('a', 'cs40'), running('b', 'cs40'))],
    ['none of several', account(running('a', 'other'))],
  ])('is unknown where %s does and main.yml could not be read', async (_, answers) => {
    expect(await chosen(answers, { named: NOT_KNOWN })).toEqual(NOT_KNOWN)
  })

  test('is none where there is no service, even if main.yml could not be read', async () => {
    const none = [answer(clusters, [], found([]))]
    expect(await chosen(none, { named: NOT_KNOWN })).toMatchObject({ state: 'absent' })
  })

  const c = `${ECS}:cluster/c`
  const a = `${ECS}:service/c/a`
  test.each<[string, Answer]>([
    ['clusters', answer(clusters, [], NOT_KNOWN)],
    ['ARNs', answer(serviceArns, [c], NOT_KNOWN)],
    ['services', answer(servicesByArn, [c, a], NOT_KNOWN)],
    ['task definition', answer(taskDefinition, [`${ECS}:task-definition/a:1`], NOT_KNOWN)],
  ])('is unknown where the %s could not be read', async (_, unread) => {
    expect(await chosen([...account(running('a', 'cs40')), unread])).toEqual(NOT_KNOWN)
  })

  test('is unknown where the account is, unless there is no service', async () => {
    const unsure = { isGradedRepository: NOT_KNOWN }
    expect(await chosen(account(running('a', 'cs40')), unsure)).toEqual(NOT_KNOWN)
    expect(await chosen([answer(clusters, [], found([]))], unsure)).toMatchObject({
      state: 'absent',
    })
  })
})

test.each([
  [`${ECS}:service/c/s`, { cluster: 'c', service: 's' }],
  [`${ECS}:service/s`, { cluster: null, service: 's' }],
  ['arn:aws-cn:ecs:cn-north-1:111122223333:service/c/s', { cluster: 'c', service: 's' }],
  [`${ECS}:cluster/c`, null],
  [`${ECS}:service/a/b/c`, null],
  [`${ECS}:service/`, null],
  ['s', null],
  [`x${ECS}:service/c/s`, null],
])('the service ARN %s', (arn, parts) => {
  expect(readServiceArn(arn)).toEqual(parts)
})

const REGISTRY = '111122223333.dkr.ecr.us-west-2.amazonaws.com'

test('the service that is graded runs an image of the account, where main.yml names none', async () => {
  const evidence = savedEvidence([
    ...account(running('web', 'other'), running('api', `${REGISTRY}/cs40:latest`)),
    answer(identity, [], found({ account: '111122223333', arn: 'arn' })),
    answer(stackResources, [SUBJECT.stack], absent('ValidationError')),
    answer(workflowFile, [], absent('404')),
  ])
  expect(await gradedService(evidence)).toMatchObject({ state: 'found', value: { name: 'api' } })
})
