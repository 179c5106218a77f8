import type { EcsService, TaskDefinition } from './account-view.js'
import type { Registered } from './ecs-state.js'
import { type Json, moment, partOfAnswer } from './json.js'

/** A service as DescribeServices and UpdateService show it. */
export function serviceJson(service: EcsService): Json {
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
export function taskDefinitionJson(definition: TaskDefinition | Registered): Json {
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
export function clusterJson(arn: string): Json {
  const known = { clusterArn: arn, clusterName: arn.split('/').at(-1) ?? '', status: 'ACTIVE' }
  return partOfAnswer('cluster', known, [
    ...['configuration', 'registeredContainerInstancesCount', 'runningTasksCount'],
    ...['pendingTasksCount', 'activeServicesCount', 'statistics', 'tags', 'settings'],
    ...['capacityProviders', 'defaultCapacityProviderStrategy', 'attachments'],
    ...['attachmentsStatus', 'serviceConnectDefaults'],
  ])
}
