import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { z } from 'zod'
import type { EcsService, TaskDefinition } from './account-view.js'
import { type Answer, answered, refused } from './answer.js'
import type { Caller } from './caller.js'
import { clusterJson, serviceJson, taskDefinitionJson } from './ecs-json.js'
import type { EcsState, Registered } from './ecs-state.js'
import type { Json } from './json.js'
import type { Run } from './run.js'

const Update = z.object({
  cluster: z.string().optional(),
  service: z.string(),
  forceNewDeployment: z.boolean().optional(),
  taskDefinition: z.string().optional(),
  desiredCount: z.number().optional(),
  deploymentConfiguration: z
    .looseObject({
      maximumPercent: z.number().default(200),
      minimumHealthyPercent: z.number().default(100),
      deploymentCircuitBreaker: z.unknown().optional(),
    })
    .prefault({}),
})

/** ECS UpdateService. */
export const updateService: Run = async ({ ecs: state }, params, caller) => {
  const asked = Update.parse(params)
  const { cluster = 'default', service, forceNewDeployment, taskDefinition, desiredCount } = asked
  const { maximumPercent, minimumHealthyPercent, deploymentCircuitBreaker, ...others } =
    asked.deploymentConfiguration
  // Without room for one more task or one less ECS can't replace any.
  const hasRoom = maximumPercent > minimumHealthyPercent
  if (!hasRoom || Object.keys(others).length > 0) return DEPLOYMENT_CONFIGURATION
  const active = await activeService(state, caller, cluster, service)
  if (active.state !== 'answered') return active
  let definitionArn = active.value.deployments[0]?.taskDefinitionArn ?? ''
  if (taskDefinition !== undefined) {
    const definition = await definitionNamed(state, caller, taskDefinition)
    if (definition.state === 'unknown') return definition
    if (definition.state === 'absent') {
      return refused('ClientException', 'TaskDefinition not found.')
    }
    definitionArn = definition.value.arn
  }
  const forced = forceNewDeployment === true
  const deploys = forced || taskDefinition !== undefined
  if (desiredCount !== undefined) state.scale(active.value, desiredCount)
  const now = deploys ? state.redeploy(active.value, definitionArn) : state.now(active.value)
  caller.emit({
    kind: 'redeployed',
    account: state.view.account,
    region: caller.region,
    clusterArn: now.clusterArn,
    serviceArn: now.arn,
    forced,
  })
  if (desiredCount !== undefined) {
    const place = { account: state.view.account, region: caller.region }
    caller.emit({ kind: 'scaled', ...place, serviceArn: now.arn, desiredCount })
  }
  return answered({ service: serviceJson(now) })
}

const DEPLOYMENT_CONFIGURATION = unknown(
  'the grader does not follow how this deployment configuration lets ECS replace the tasks',
  'Leave out --deployment-configuration.',
)

const Delete = z.object({
  cluster: z.string().optional(),
  service: z.string(),
  force: z.boolean().optional(),
})

/** ECS DeleteService. Without force a service is deleted only when it is scaled to zero. Source: ECS, API reference. */
export const deleteService: Run = async ({ ecs: state }, params, caller) => {
  const { cluster = 'default', service, force = false } = Delete.parse(params)
  const active = await activeService(state, caller, cluster, service)
  if (active.state !== 'answered') return active
  if (!force && active.value.desiredCount > 0) {
    return refused(
      'InvalidParameterException',
      'The service cannot be stopped while it is scaled above 0.',
    )
  }
  const now = state.remove(active.value)
  const place = { account: state.view.account, region: caller.region }
  caller.emit({ kind: 'service-deleted', ...place, serviceArn: now.arn })
  return answered({ service: serviceJson(now) })
}

async function activeService(
  state: EcsState,
  caller: Caller,
  cluster: string,
  service: string,
): Promise<Answer<EcsService>> {
  const seen = await state.service(caller.region, cluster, service)
  if (seen.state === 'unknown') return seen
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

const DescribeServices = z.object({
  cluster: z.string().optional(),
  services: z.array(z.string()),
})

/** ECS DescribeServices. A service that is not there is listed as a failure; the call succeeds. */
export const describeServices: Run = async ({ ecs: state }, params, caller) => {
  const { cluster = 'default', services: names } = DescribeServices.parse(params)
  if (names.length > 10) {
    return refused('InvalidParameterException', 'Services cannot be more than 10 elements.')
  }
  const services: Json[] = []
  const failures: Json[] = []
  for (const name of names) {
    const seen = await state.service(caller.region, cluster, name)
    if (seen.state === 'unknown') return seen
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
export const describeClusters: Run = async ({ ecs: state }, params, caller) => {
  const { clusters: names } = DescribeClusters.parse(params)
  const home = `arn:aws:ecs:${caller.region}:${state.view.account}:cluster/`
  const asked = names.map((name) => (name.startsWith('arn:') ? name : `${home}${name}`))
  const there = await state.clusters(caller.region)
  if (there.state === 'unknown') return there
  const known = new Set(there.state === 'found' ? there.value : [])
  return answered({
    clusters: asked.filter((arn) => known.has(arn)).map(clusterJson),
    failures: asked.filter((arn) => !known.has(arn)).map((arn) => ({ arn, reason: 'MISSING' })),
  })
}

/** ECS ListClusters, ListServices. */
export async function listArns(
  list: () => Promise<Observed<readonly string[]>>,
  field: string,
): Promise<Answer<Json>> {
  const seen = await list()
  if (seen.state === 'unknown') return seen
  if (seen.state === 'absent') return refused('ClusterNotFoundException', 'Cluster not found.')
  return answered({ [field]: [...seen.value] })
}

const DescribeDefinition = z.object({ taskDefinition: z.string() })

/** A task definition by family, family and revision, or ARN: one that the run registered, or one of the account. */
async function definitionNamed(
  state: EcsState,
  caller: Caller,
  name: string,
): Promise<Observed<Registered | TaskDefinition>> {
  const own = state.registered(caller.region, name)
  if (own !== null) return found(own)
  const reason = state.reasonIn(name)
  if (reason !== null) return { state: 'unknown', ...reason }
  if (caller.region !== state.view.region) return absent('ClientException')
  return await state.view.taskDefinition(name)
}

/** ECS DescribeTaskDefinition. */
export const describeTaskDefinition: Run = async ({ ecs: state }, params, caller) => {
  const { taskDefinition } = DescribeDefinition.parse(params)
  const seen = await definitionNamed(state, caller, taskDefinition)
  if (seen.state === 'absent') {
    return refused('ClientException', 'Unable to describe task definition.')
  }
  if (seen.state === 'unknown') return seen
  return answered({ taskDefinition: taskDefinitionJson(seen.value), tags: [] })
}

const Containers = z.array(z.object({ name: z.string(), image: z.string() }))
const Register = z.object({
  family: z.string(),
  // What is no such list has a part that is not known.
  containerDefinitions: Containers.nullable().catch(null),
})

/** ECS RegisterTaskDefinition. */
export const registerTaskDefinition: Run = async ({ ecs: state }, params, caller) => {
  const { family, containerDefinitions } = Register.parse(params)
  caller.emit({
    kind: 'task-definition-registered',
    account: state.view.account,
    region: caller.region,
    family,
  })
  const registered = state.register(caller.region, family, containerDefinitions)
  return answered({ taskDefinition: taskDefinitionJson(registered) })
}
