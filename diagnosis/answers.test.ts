import { found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { type EcsService, service, serviceArns, servicesByArn } from '../evidence/aws/ecs.js'
import { attachedPolicies, role, roles } from '../evidence/aws/iam.js'
import { answerKey } from '../evidence/question.js'
import { fact } from '../facts/fact.js'
import { type Answer, answer, SUBJECT } from '../facts/test-evidence.js'
import { Answers } from './answers.js'

const AT = new Date('2026-03-09T20:00:00Z')

function answersOf(...said: readonly Answer[]): Answers {
  return new Answers({ subject: SUBJECT, gatheredAt: AT }, new Map(said))
}

function roleOf(name: string, maxSessionSeconds = 3600) {
  const arn = `arn:aws:iam::111122223333:role/${name}`
  return { name, arn, trustPolicy: '{}', maxSessionSeconds }
}

const ROLES = answer(roles, [], found([roleOf('one'), roleOf('other')]))

test('an answer is replaced in what is made from the answers, not in them', async () => {
  const before = answersOf(answer(attachedPolicies, ['one'], found(['a'])))
  const after = before.with(attachedPolicies, ['one'], ['b'])
  expect(await before.evidence().ask(attachedPolicies, 'one')).toEqual(found(['a']))
  expect(await after.evidence().ask(attachedPolicies, 'one')).toEqual(found(['b']))
  expect(before.evidence()).toBe(before.evidence())
})

test('what nobody asked is not known', async () => {
  const { ask } = answersOf().evidence()
  for (const said of [await ask(attachedPolicies, 'one'), await ask(role, 'one')])
    expect(said).toMatchObject({ state: 'unknown' })
})

test('each answer to a question can be changed at once, what is not known stays so', async () => {
  const refused = unknown('AccessDenied', 'Allow it.')
  const before = answersOf(
    answer(attachedPolicies, ['one'], found(['a'])),
    answer(attachedPolicies, ['other'], refused),
    answer(serviceArns, ['c'], found(['a'])),
  )
  const { ask } = before.withEach(attachedPolicies, (policies) => [...policies, 'b']).evidence()
  expect(await ask(attachedPolicies, 'one')).toEqual(found(['a', 'b']))
  expect(await ask(attachedPolicies, 'other')).toEqual(refused)
  expect(await ask(serviceArns, 'c')).toEqual(found(['a']))
  expect(before.foundTo(attachedPolicies)).toEqual([{ args: ['one'], answer: ['a'] }])
})

test('one of a list is known by the list', async () => {
  const { ask } = answersOf(ROLES).evidence()
  expect(await ask(role, 'other')).toEqual(found(roleOf('other')))
  expect(await ask(role, 'none')).toEqual({ state: 'absent', saidBy: 'not among the roles' })
  const both = answersOf(ROLES, answer(role, ['one'], found(roleOf('one', 7200)))).evidence()
  expect(await both.ask(role, 'one')).toEqual(found(roleOf('one', 7200)))
})

const CLUSTER = 'arn:aws:ecs:us-west-2:111122223333:cluster/c'

function serviceOf(name: string, desiredCount = 1): EcsService {
  const arn = `arn:aws:ecs:us-west-2:111122223333:service/c/${name}`
  return {
    ...{ arn, name, clusterArn: CLUSTER, status: 'ACTIVE', desiredCount },
    ...{ loadBalancedContainers: [], events: [], deployments: [] },
  }
}

test('so is a service, by the name of its cluster or its ARN', async () => {
  const listed = answer(servicesByArn, ['c', 'x'], found([serviceOf('web'), serviceOf('api')]))
  const { ask } = answersOf(listed).evidence()
  expect(await ask(service, 'c', 'api')).toEqual(found(serviceOf('api')))
  expect(await ask(service, CLUSTER, 'api')).toEqual(found(serviceOf('api')))
  for (const [cluster, name] of [
    ['d', 'api'],
    ['c', 'none'],
  ] as const)
    expect(await ask(service, cluster, name)).toMatchObject({ state: 'unknown' })
})

test('a fact is worked out again where what it asked is in a list that has changed', async () => {
  let times = 0
  const session = fact(async (evidence) => {
    times += 1
    const one = await evidence.ask(role, 'one')
    return one.state === 'found' ? one.value.maxSessionSeconds : null
  })
  const before = answersOf(ROLES, answer(attachedPolicies, ['one'], found([])))
  expect(await session(before.evidence())).toBe(3600)
  expect(await session(before.with(attachedPolicies, ['one'], ['a']).evidence())).toBe(3600)
  expect(times).toBe(1)
  expect(await session(before.with(roles, [], [roleOf('one', 7200)]).evidence())).toBe(7200)
  expect(await session(before.with(roles, [], [roleOf('other')]).evidence())).toBeNull()
  expect(times).toBe(3)
})

test('the same of services', async () => {
  const wanted = fact(async (evidence) => {
    const one = await evidence.ask(service, 'c', 'web')
    return one.state === 'found' ? one.value.desiredCount : null
  })
  const before = answersOf(answer(servicesByArn, ['c', 'x'], found([serviceOf('web')])))
  expect(await wanted(before.evidence())).toBe(1)
  const after = before.withEach(servicesByArn, (all) => all.map(({ name }) => serviceOf(name, 2)))
  expect(await wanted(after.evidence())).toBe(2)
})

test('answers looked at later are the same answers', async () => {
  const later = new Date('2026-03-10T20:00:00Z')
  const evidence = answersOf(ROLES).of({ gatheredAt: later }).evidence()
  expect(evidence).toMatchObject({ gatheredAt: later, subject: SUBJECT })
  expect(await evidence.ask(roles)).toEqual(ROLES[1])
  expect(answerKey(roles.name, [])).toBe(ROLES[0])
})
