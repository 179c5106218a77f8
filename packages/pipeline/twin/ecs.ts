import type { Observed } from '@grade4/unknown'
import { z } from 'zod'
import type { EcsService } from '../../../evidence/aws/ecs.js'
import { type Answer, answered, reasonOf, refused, unanswered } from './answer.js'
import type { Caller } from './caller.js'
import { clusterJson, serviceJson, taskDefinitionJson } from './ecs-json.js'
import type { EcsState } from './ecs-state.js'
import { type Json, partOfAnswer } from './json.js'

const Update = z.object({
  cluster: z.string().optional(),
  service: z.string(),
  forceNewDeployment: z.boolean().optional(),
  taskDefinition: z.string().optional(),
})

/** ECS UpdateService. */
export async function updateService(
  state: EcsState,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { cluster = 'default', service, forceNewDeployment, taskDefinition } = Update.parse(params)
  const found = await activeService(state, caller, cluster, service)
  if (found.state !== 'answered') return found
  let definitionArn = found.value.deployments[0]?.taskDefinitionArn ?? ''
  if (taskDefinition !== undefined) {
    const definition = await state.view.taskDefinition(taskDefinition)
    if (definition.state === 'unknown') return unanswered(reasonOf(definition))
    if (definition.state === 'absent') {
      return refused('ClientException', 'TaskDefinition not found.')
    }
    definitionArn = definition.value.arn
  }
  const forced = forceNewDeployment === true
  const deploys = forced || taskDefinition !== undefined
  const now = deploys ? state.redeploy(found.value, definitionArn) : found.value
  caller.emit({
    kind: 'redeployed',
    account: state.view.account,
    region: caller.region,
    clusterArn: now.clusterArn,
    serviceArn: now.arn,
    forced,
    changed: changedOptions(params),
  })
  return answered({ service: serviceJson(now) })
}

async function activeService(
  state: EcsState,
  caller: Caller,
  cluster: string,
  service: string,
): Promise<Answer<EcsService>> {
  const seen = await state.service(caller.region, cluster, service)
  if (seen.state === 'unknown') return unanswered(reasonOf(seen))
  if (seen.state === 'absent') return missing(seen)
  if (seen.value.status !== 'ACTIVE') {
    return refused('ServiceNotActiveException', 'Service was not ACTIVE.')
  }
  return answered(seen.value)
}

function missing(seen: Observed<EcsService> & { state: 'absent' }): Answer<never> {
  return seen.saidBy.startsWith('ClusterNotFound')
    ? refused('ClusterNotFoundException', 'Cluster not found.')
    : refused('ServiceNotFoundException', 'Service not found.')
}

/** The options of UpdateService that change something, as the command line spells them. */
function changedOptions(params: unknown): string[] {
  const names = Object.keys(z.record(z.string(), z.unknown()).parse(params))
  return names
    .filter((name) => !['cluster', 'service', 'forceNewDeployment'].includes(name))
    .map((name) => name.replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`))
}

const DescribeServices = z.object({
  cluster: z.string().optional(),
  services: z.array(z.string()),
})

/** ECS DescribeServices. A service that is not there is listed as a failure; the call succeeds. */
export async function describeServices(
  state: EcsState,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { cluster = 'default', services: names } = DescribeServices.parse(params)
  if (names.length > 10) {
    return refused('InvalidParameterException', 'Services cannot be more than 10 elements.')
  }
  const services: Json[] = []
  const failures: Json[] = []
  for (const name of names) {
    const seen = await state.service(caller.region, cluster, name)
    if (seen.state === 'unknown') return unanswered(reasonOf(seen))
    if (seen.state === 'found') services.push(serviceJson(seen.value))
    else if (seen.saidBy.startsWith('ClusterNotFound')) return missing(seen)
    else {
      const short = cluster.split('/').at(-1)
      const arn = name.startsWith('arn:')
        ? name
        : `arn:aws:ecs:${caller.region}:${state.view.account}:service/${short}/${name}`
      failures.push({ arn, reason: 'MISSING' })
    }
  }
  return answered({ services, failures })
}

const DescribeClusters = z.object({ clusters: z.array(z.string()).default(['default']) })

/** ECS DescribeClusters. A cluster that is not there is listed as a failure; the call succeeds. */
export async function describeClusters(
  state: EcsState,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { clusters: names } = DescribeClusters.parse(params)
  const home = `arn:aws:ecs:${caller.region}:${state.view.account}:cluster/`
  const asked = names.map((name) => (name.startsWith('arn:') ? name : `${home}${name}`))
  const there = await state.clusters(caller.region)
  if (there.state === 'unknown') return unanswered(reasonOf(there))
  const known = new Set(there.state === 'found' ? there.value : [])
  return answered({
    clusters: asked.filter((arn) => known.has(arn)).map(clusterJson),
    failures: asked.filter((arn) => !known.has(arn)).map((arn) => ({ arn, reason: 'MISSING' })),
  })
}

/** ECS ListClusters, ListServices. */
export async function listArns(
  list: () => Promise<Observed<string[]>>,
  field: string,
): Promise<Answer<Json>> {
  const seen = await list()
  if (seen.state === 'unknown') return unanswered(reasonOf(seen))
  if (seen.state === 'absent') return refused('ClusterNotFoundException', 'Cluster not found.')
  return answered({ [field]: seen.value })
}

const DescribeDefinition = z.object({ taskDefinition: z.string() })

/** ECS DescribeTaskDefinition. */
export async function describeTaskDefinition(
  state: EcsState,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { taskDefinition } = DescribeDefinition.parse(params)
  const elsewhere = caller.region !== state.view.region
  const seen = elsewhere ? null : await state.view.taskDefinition(taskDefinition)
  if (seen === null || seen.state === 'absent') {
    return refused('ClientException', 'Unable to describe task definition.')
  }
  if (seen.state === 'unknown') return unanswered(reasonOf(seen))
  return answered({ taskDefinition: taskDefinitionJson(seen.value), tags: [] })
}

const Register = z.object({ family: z.string() })

/** ECS RegisterTaskDefinition. The revision it would get is not known. */
export async function registerTaskDefinition(
  state: EcsState,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { family } = Register.parse(params)
  caller.emit({
    kind: 'task-definition-registered',
    account: state.view.account,
    region: caller.region,
    family,
  })
  const unknownFields = ['taskDefinitionArn', 'containerDefinitions', 'revision', 'status']
  return answered({
    taskDefinition: partOfAnswer('taskDefinition', { family }, unknownFields),
  })
}
