import type { EcsService, TaskDefinition } from '../../../evidence/aws/models.js'
import { type Json, moment, unmodelled, unmodelledFields } from './json.js'

/** A service as DescribeServices and UpdateService show it. */
export function serviceJson(service: EcsService): Json {
  const [primary] = service.deployments
  const running = service.deployments.reduce((sum, one) => sum + one.runningCount, 0)
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    loadBalancers: unmodelled('service.loadBalancers'),
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: Math.max(0, service.desiredCount - running),
    taskDefinition: primary?.taskDefinitionArn ?? unmodelled('service.taskDefinition'),
    deployments: service.deployments.map(deploymentJson),
    ...unmodelledFields('service', [
      'serviceRegistries',
      'launchType',
      'capacityProviderStrategy',
      'platformVersion',
      'platformFamily',
      'deploymentConfiguration',
      'taskSets',
      'roleArn',
      'events',
      'createdAt',
      'currentServiceDeployment',
      'currentServiceRevisions',
      'placementConstraints',
      'placementStrategy',
      'networkConfiguration',
      'healthCheckGracePeriodSeconds',
      'schedulingStrategy',
      'deploymentController',
      'tags',
      'createdBy',
      'enableECSManagedTags',
      'propagateTags',
      'enableExecuteCommand',
      'availabilityZoneRebalancing',
    ]),
  }
}

function deploymentJson(deployment: EcsService['deployments'][number]): Json {
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinitionArn,
    desiredCount: deployment.desiredCount,
    pendingCount: Math.max(0, deployment.desiredCount - deployment.runningCount),
    runningCount: deployment.runningCount,
    failedTasks: deployment.failedTasks,
    createdAt:
      deployment.createdAt === null
        ? unmodelled('deployment.createdAt')
        : moment(deployment.createdAt),
    ...(deployment.rolloutState === null ? {} : { rolloutState: deployment.rolloutState }),
    ...(deployment.rolloutReason === null ? {} : { rolloutStateReason: deployment.rolloutReason }),
    ...unmodelledFields('deployment', [
      'updatedAt',
      'capacityProviderStrategy',
      'launchType',
      'platformVersion',
      'platformFamily',
      'networkConfiguration',
    ]),
  }
}

/** A task definition as DescribeTaskDefinition shows it. */
export function taskDefinitionJson(definition: TaskDefinition): Json {
  const [, family, revision] = /task-definition\/(.+):(\d+)$/.exec(definition.arn) ?? []
  return {
    taskDefinitionArn: definition.arn,
    containerDefinitions: definition.containers.map(({ name, image }) => ({
      name,
      image,
      ...unmodelledFields('containerDefinition', CONTAINER_FIELDS),
    })),
    family: family ?? unmodelled('taskDefinition.family'),
    revision: revision === undefined ? unmodelled('taskDefinition.revision') : Number(revision),
    ...unmodelledFields('taskDefinition', [
      'taskRoleArn',
      'executionRoleArn',
      'networkMode',
      'volumes',
      'status',
      'requiresAttributes',
      'placementConstraints',
      'compatibilities',
      'runtimePlatform',
      'requiresCompatibilities',
      'cpu',
      'memory',
      'registeredAt',
      'registeredBy',
      'ephemeralStorage',
    ]),
  }
}

const CONTAINER_FIELDS = [
  'cpu',
  'memory',
  'memoryReservation',
  'portMappings',
  'essential',
  'entryPoint',
  'command',
  'environment',
  'environmentFiles',
  'mountPoints',
  'volumesFrom',
  'secrets',
  'dependsOn',
  'logConfiguration',
  'healthCheck',
  'systemControls',
]

/** A cluster as DescribeClusters shows it. `arn`: of one that ListClusters lists, which is an active one. */
export function clusterJson(arn: string): Json {
  return {
    clusterArn: arn,
    clusterName: arn.split('/').at(-1) ?? '',
    status: 'ACTIVE',
    ...unmodelledFields('cluster', [
      ...['configuration', 'registeredContainerInstancesCount', 'runningTasksCount'],
      ...['pendingTasksCount', 'activeServicesCount', 'statistics', 'tags', 'settings'],
      ...['capacityProviders', 'defaultCapacityProviderStrategy', 'attachments'],
      ...['attachmentsStatus', 'serviceConnectDefaults'],
    ]),
  }
}
