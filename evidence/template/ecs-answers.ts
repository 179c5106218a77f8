import {
  absent,
  found,
  hasHole,
  type Observed,
  surelyDiffer,
  type Unknown,
  unknown,
} from '@grade4/unknown'
import { type EcsService, type TaskDefinition, USUAL_CPU } from '../aws/ecs.js'
import { lastPart, nameOf, ofType, type Placed, propertiesOf, type Resources } from './placed.js'
import { ServiceProperties, TaskDefinitionProperties } from './properties.js'

const SERVICE = 'AWS::ECS::Service'

/** What only a deploy tells. */
function later(because: string): Unknown {
  const remedy = 'Deploy first, then run grade4 on your account.'
  return { ...unknown(because, remedy), lacks: 'deployment' }
}

/** ARNs of the clusters that the stacks make. */
export function clustersOf(resources: Resources): Observed<string[]> {
  return found(
    ofType(resources, 'AWS::ECS::Cluster').map(({ physicalId, stack: { region, account } }) =>
      arnOf(region, account, `cluster/${physicalId}`),
    ),
  )
}

function arnOf(region: string, account: string, resource: string): string {
  return `arn:aws:ecs:${region}:${account}:${resource}`
}

/** Every service of a cluster, by name or ARN. */
export function servicesIn(resources: Resources, cluster: string): Observed<EcsService[]> {
  const services: EcsService[] = []
  for (const resource of ofType(resources, SERVICE)) {
    const service = serviceOf(resource)
    if (service.state !== 'found') return service
    if (lastPart(service.value.clusterArn) === lastPart(cluster)) services.push(service.value)
  }
  return found(services)
}

/**
 * A service by cluster and name, each a name or an ARN. Whether a generated name is the one that is asked for is known
 * only once it is deployed, unless they surely differ.
 */
export function serviceNamed(
  resources: Resources,
  cluster: string,
  name: string,
): Observed<EcsService> {
  let perhaps: Unknown | null = null
  let hasCluster = false
  for (const resource of ofType(resources, SERVICE)) {
    const service = serviceOf(resource)
    if (service.state !== 'found') return service
    const [own, ownCluster] = [service.value.name, lastPart(service.value.clusterArn)]
    const [asked, askedCluster] = [lastPart(name), lastPart(cluster)]
    if (own === asked && ownCluster === askedCluster) return service
    const mayBeCluster = mayBe(ownCluster, askedCluster)
    hasCluster ||= mayBeCluster
    if (mayBeCluster && mayBe(own, asked)) {
      perhaps ??= later(
        `Whether ${nameOf(resource)} will be called ${asked}, in the cluster ${askedCluster}, is known only once it is deployed.`,
      )
    }
  }
  return perhaps ?? absent(hasCluster ? 'MISSING' : 'ClusterNotFoundException')
}

function mayBe(own: string, asked: string): boolean {
  return own === asked || (hasHole(own) && !surelyDiffer(own, asked))
}

/** A service as it is once its first deployment has begun. */
function serviceOf(resource: Placed): Observed<EcsService> {
  const properties = propertiesOf(resource, ServiceProperties)
  if (properties.state === 'unknown') return properties
  const { Cluster, TaskDefinition: definition, DesiredCount, LoadBalancers } = properties.value
  const { region, account } = resource.stack
  const desiredCount = typeof DesiredCount === 'number' ? DesiredCount : 1
  const balancers = typeof LoadBalancers === 'string' ? [] : LoadBalancers
  return found({
    arn: resource.physicalId,
    name: lastPart(resource.physicalId),
    clusterArn: arnOf(region, account, `cluster/${lastPart(Cluster)}`),
    status: 'ACTIVE',
    desiredCount,
    deployments: [
      {
        id: `ecs-svc/${resource.logicalId}`,
        status: 'PRIMARY',
        taskDefinitionArn: definition ?? '',
        rolloutState: null,
        rolloutReason: null,
        createdAt: null,
        desiredCount,
        runningCount: 0,
        failedTasks: 0,
      },
    ],
    events: [],
    loadBalancedContainers: balancers.flatMap(({ ContainerName }) => ContainerName ?? []),
  })
}

/** The resource that makes the task definition of an ARN. */
export function definitionResource(resources: Resources, arn: string): Placed | undefined {
  return ofType(resources, 'AWS::ECS::TaskDefinition').find(({ physicalId }) => physicalId === arn)
}

/** The task definition behind an ARN, as services name it. */
export function definitionOf(resources: Resources, arn: string): Observed<TaskDefinition> {
  const resource = definitionResource(resources, arn)
  if (resource === undefined) {
    return later('The task definition is not in the template: only the account can tell it.')
  }
  const properties = propertiesOf(resource, TaskDefinitionProperties)
  if (properties.state === 'unknown') return properties
  const containers = properties.value.ContainerDefinitions.map(({ Name, Image }) => ({
    name: Name,
    image: Image,
  }))
  const { CpuArchitecture = USUAL_CPU } = properties.value.RuntimePlatform
  return found({ arn, containers, cpuArchitecture: CpuArchitecture })
}
