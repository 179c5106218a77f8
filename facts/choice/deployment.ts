import type { Deployment, EcsService, TaskDefinition } from '../../evidence/aws/models.js'

/** The deployment whose task definition the service runs now. */
export function primaryDeployment(service: EcsService): Deployment | null {
  return service.deployments.find(({ status }) => status === 'PRIMARY') ?? null
}

/**
 * The containers of a task definition that may be the app: those that the service's load balancers point
 * at; without one, any.
 */
export function appContainers(
  service: EcsService,
  definition: TaskDefinition,
): TaskDefinition['containers'] {
  const balanced = definition.containers.filter(({ name }) =>
    service.loadBalancedContainers.includes(name),
  )
  return balanced.length > 0 ? balanced : definition.containers
}
