import { type Absent, type Observed, type Reason, UnknownError } from '@grade4/unknown'
import { z } from 'zod'
import type { EcsService, TaskDefinition } from './account-view.js'
import { type Caller, type Json, moment, partOfAnswer, Refusal, type Run, seen } from './call.js'
import type { EcsState, Registered } from './ecs-state.js'

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
  if (!hasRoom || Object.keys(others).length > 0) throw new UnknownError(DEPLOYMENT_CONFIGURATION)
  const active = await activeService(state, caller, cluster, service)
  let definitionArn = active.deployments[0]?.taskDefinitionArn ?? ''
  if (taskDefinition !== undefined) {
    const definition = await definitionNamed(state, caller, taskDefinition)
    if (definition === null) throw new Refusal('ClientException', 'TaskDefinition not found.')
    definitionArn = definition.arn
  }
  const forced = forceNewDeployment === true
  const deploys = forced || taskDefinition !== undefined
  if (desiredCount !== undefined) state.scale(active, desiredCount)
  const now = deploys ? state.redeploy(active, definitionArn) : state.now(active)
  const place = { account: state.view.account, region: caller.region }
  const { clusterArn, arn: serviceArn } = now
  caller.emit({ kind: 'redeployed', ...place, clusterArn, serviceArn, forced })
  if (desiredCount !== undefined)
    caller.emit({ kind: 'scaled', ...place, serviceArn, desiredCount })
  return { service: serviceJson(now) }
}

const DEPLOYMENT_CONFIGURATION: Reason = {
  because:
    'the grader does not follow how this deployment configuration lets ECS replace the tasks',
  remedy: 'Leave out --deployment-configuration.',
}

const Delete = z.object({
  cluster: z.string().optional(),
  service: z.string(),
  force: z.boolean().optional(),
})

/** ECS DeleteService. Without force a service is deleted only when it is scaled to zero. Source: ECS, API reference. */
export const deleteService: Run = async ({ ecs: state }, params, caller) => {
  const { cluster = 'default', service, force = false } = Delete.parse(params)
  const active = await activeService(state, caller, cluster, service)
  if (!force && active.desiredCount > 0) {
    throw new Refusal(
      'InvalidParameterException',
      'The service cannot be stopped while it is scaled above 0.',
    )
  }
  const now = state.remove(active)
  const place = { account: state.view.account, region: caller.region }
  caller.emit({ kind: 'service-deleted', ...place, serviceArn: now.arn })
  return { service: serviceJson(now) }
}

async function activeService(
  state: EcsState,
  caller: Caller,
  cluster: string,
  name: string,
): Promise<EcsService> {
  const there = await state.service(caller.region, cluster, name)
  if (there.state === 'absent') throw missing(there)
  const service = seen(there)
  if (service?.status === 'ACTIVE') return service
  throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.')
}

const NO_CLUSTER = new Refusal('ClusterNotFoundException', 'Cluster not found.')

function missing({ saidBy }: Absent): Refusal {
  return saidBy.startsWith('ClusterNotFound')
    ? NO_CLUSTER
    : new Refusal('ServiceNotFoundException', 'Service not found.')
}

const DescribeServices = z.object({
  cluster: z.string().optional(),
  services: z.array(z.string()),
})

/** ECS DescribeServices. A service that is not there is listed as a failure; the call succeeds. */
export const describeServices: Run = async ({ ecs: state }, params, caller) => {
  const { cluster = 'default', services: names } = DescribeServices.parse(params)
  if (names.length > 10) {
    throw new Refusal('InvalidParameterException', 'Services cannot be more than 10 elements.')
  }
  const services: Json[] = []
  const failures: Json[] = []
  for (const name of names) {
    const there = await state.service(caller.region, cluster, name)
    const service = seen(there)
    if (service !== null) services.push(serviceJson(service))
    else if (there.state === 'absent' && missing(there) === NO_CLUSTER) throw NO_CLUSTER
    else {
      const short = cluster.split('/').at(-1)
      const arn = name.startsWith('arn:')
        ? name
        : `arn:aws:ecs:${caller.region}:${state.view.account}:service/${short}/${name}`
      failures.push({ arn, reason: 'MISSING' })
    }
  }
  return { services, failures }
}

const DescribeClusters = z.object({ clusters: z.array(z.string()).default(['default']) })

/** ECS DescribeClusters. A cluster that is not there is listed as a failure; the call succeeds. */
export const describeClusters: Run = async ({ ecs: state }, params, caller) => {
  const { clusters: names } = DescribeClusters.parse(params)
  const home = `arn:aws:ecs:${caller.region}:${state.view.account}:cluster/`
  const asked = names.map((name) => (name.startsWith('arn:') ? name : `${home}${name}`))
  const known = new Set(seen(await state.clusters(caller.region)))
  return {
    clusters: asked.filter((arn) => known.has(arn)).map(clusterJson),
    failures: asked.filter((arn) => !known.has(arn)).map((arn) => ({ arn, reason: 'MISSING' })),
  }
}

/** ECS ListClusters, ListServices. */
export async function listArns(
  list: () => Promise<Observed<readonly string[]>>,
  field: string,
): Promise<Json> {
  const arns = seen(await list())
  if (arns === null) throw NO_CLUSTER
  return { [field]: [...arns] }
}

const DescribeDefinition = z.object({ taskDefinition: z.string() })

/**
 * A task definition by family, family and revision, or ARN: one that the run registered, or one of the account;
 * `null`: there is none. Throws `UnknownError`.
 */
async function definitionNamed(
  state: EcsState,
  caller: Caller,
  name: string,
): Promise<Registered | TaskDefinition | null> {
  const own = state.registered(caller.region, name)
  if (own !== null) return own
  const reason = state.reasonIn(name)
  if (reason !== null) throw new UnknownError(reason)
  return caller.region === state.view.region ? seen(await state.view.taskDefinition(name)) : null
}

/** ECS DescribeTaskDefinition. */
export const describeTaskDefinition: Run = async ({ ecs: state }, params, caller) => {
  const { taskDefinition } = DescribeDefinition.parse(params)
  const definition = await definitionNamed(state, caller, taskDefinition)
  if (definition !== null) return { taskDefinition: taskDefinitionJson(definition), tags: [] }
  throw new Refusal('ClientException', 'Unable to describe task definition.')
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
  return { taskDefinition: taskDefinitionJson(registered) }
}

/** A service as DescribeServices and UpdateService show it. */
function serviceJson(service: EcsService): Json {
  const running = service.deployments.reduce((sum, one) => sum + one.runningCount, 0)
  const known = {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: Math.max(0, service.desiredCount - running),
    taskDefinition: service.deployments[0]?.taskDefinitionArn,
    deployments: service.deployments.map(deploymentJson),
  }
  return partOfAnswer('service', known, [
    ...['loadBalancers', 'serviceRegistries', 'launchType', 'capacityProviderStrategy'],
    ...['platformVersion', 'platformFamily', 'deploymentConfiguration', 'taskSets', 'roleArn'],
    ...['events', 'createdAt', 'currentServiceDeployment', 'currentServiceRevisions'],
    ...['placementConstraints', 'placementStrategy', 'networkConfiguration'],
    ...['healthCheckGracePeriodSeconds', 'schedulingStrategy', 'deploymentController', 'tags'],
    ...['createdBy', 'enableECSManagedTags', 'propagateTags', 'enableExecuteCommand'],
    'availabilityZoneRebalancing',
  ])
}

function deploymentJson(deployment: EcsService['deployments'][number]): Json {
  const { createdAt, rolloutState, rolloutReason } = deployment
  const known = {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinitionArn,
    desiredCount: deployment.desiredCount,
    pendingCount: Math.max(0, deployment.desiredCount - deployment.runningCount),
    runningCount: deployment.runningCount,
    failedTasks: deployment.failedTasks,
    createdAt: createdAt === null ? undefined : moment(createdAt),
    ...(rolloutState === null ? {} : { rolloutState }),
    ...(rolloutReason === null ? {} : { rolloutStateReason: rolloutReason }),
  }
  return partOfAnswer('deployment', known, [
    ...['updatedAt', 'capacityProviderStrategy', 'launchType', 'platformVersion'],
    ...['platformFamily', 'networkConfiguration'],
  ])
}

/** A task definition as DescribeTaskDefinition and RegisterTaskDefinition show it. */
function taskDefinitionJson(definition: TaskDefinition | Registered): Json {
  const known = {
    taskDefinitionArn: definition.arn,
    containerDefinitions: definition.containers?.map(containerJson),
    ...('revision' in definition
      ? { family: definition.family, revision: definition.revision }
      : named(definition.arn)),
  }
  return partOfAnswer('taskDefinition', known, [
    ...['taskRoleArn', 'executionRoleArn', 'networkMode', 'volumes', 'status'],
    ...['requiresAttributes', 'placementConstraints', 'compatibilities', 'runtimePlatform'],
    ...['requiresCompatibilities', 'cpu', 'memory', 'registeredAt', 'registeredBy'],
    'ephemeralStorage',
  ])
}

function named(arn: string) {
  const [, family, revision] = /task-definition\/(.+):(\d+)$/.exec(arn) ?? []
  return { family, revision: revision === undefined ? undefined : Number(revision) }
}

function containerJson({ name, image }: TaskDefinition['containers'][number]): Json {
  return partOfAnswer('containerDefinition', { name, image }, [
    ...['cpu', 'memory', 'memoryReservation', 'portMappings', 'essential', 'entryPoint'],
    ...['command', 'environment', 'environmentFiles', 'mountPoints', 'volumesFrom', 'secrets'],
    ...['dependsOn', 'logConfiguration', 'healthCheck', 'systemControls'],
  ])
}

/** A cluster as DescribeClusters shows it. `arn`: of one that ListClusters lists, which is an active one. */
function clusterJson(arn: string): Json {
  const known = { clusterArn: arn, clusterName: arn.split('/').at(-1) ?? '', status: 'ACTIVE' }
  return partOfAnswer('cluster', known, [
    ...['configuration', 'registeredContainerInstancesCount', 'runningTasksCount'],
    ...['pendingTasksCount', 'activeServicesCount', 'statistics', 'tags', 'settings'],
    ...['capacityProviders', 'defaultCapacityProviderStrategy', 'attachments'],
    ...['attachmentsStatus', 'serviceConnectDefaults'],
  ])
}
