import { absent, type Observed } from '@grade4/unknown'
import type { EcsService, TaskDefinition } from '../evidence/aws/ecs.js'
import * as ecs from '../evidence/aws/ecs.js'
import { fact } from './fact.js'
import { primaryDeployment, service } from './service.js'

/** The task definition that the service's PRIMARY deployment runs. */
export const taskDefinition = fact(async (evidence): Promise<Observed<TaskDefinition>> => {
  const chosen = await service(evidence)
  if (chosen.state !== 'found') return chosen
  const primary = primaryDeployment(chosen.value)
  return primary === null
    ? absent('the service has no PRIMARY deployment')
    : await evidence.ask(ecs.taskDefinition, primary.taskDefinitionArn)
})

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
