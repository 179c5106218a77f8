import { NAMES } from '../../fixtures/compute-stack.js'
import type { ReferenceWorld } from '../../fixtures/reference.js'

/**
 * The resources of the compute stack that the graded things are. moto can make them from a template; it
 * leaves out what else the template could say of them: load balancers, Fargate, managed policies.
 */
const MADE = new Set([
  'AWS::ECS::Cluster',
  'AWS::ECS::TaskDefinition',
  'AWS::ECS::Service',
  'AWS::IAM::Role',
])

/** Container memory in MiB; moto wants one, and nothing reads it. */
const MEMORY = 512

/**
 * Leaves those resources in the world's stack that moto makes too, and gives a template of them, JSON text.
 * The roles of the stack's own services are not among them.
 */
export function stackTemplate(world: ReferenceWorld): string {
  const { stack, role, cluster, service, taskDefinition } = world
  stack.resources = stack.resources.filter(
    ({ type, physicalId }) =>
      MADE.has(type) && (type !== 'AWS::IAM::Role' || physicalId === role.name),
  )
  const logicalId = (wanted: string) =>
    stack.resources.find(({ type }) => type === wanted)?.logicalId ?? wanted
  const properties: Record<string, object> = {
    'AWS::ECS::Cluster': { ClusterName: cluster.name },
    'AWS::ECS::TaskDefinition': {
      Family: NAMES.family,
      ContainerDefinitions: taskDefinition.containers.map(({ name, image, port, essential }) => ({
        Name: name,
        Image: image,
        Essential: essential,
        Memory: MEMORY,
        PortMappings: [{ ContainerPort: port }],
      })),
    },
    'AWS::ECS::Service': {
      ServiceName: service.name,
      Cluster: { Ref: logicalId('AWS::ECS::Cluster') },
      TaskDefinition: { Ref: logicalId('AWS::ECS::TaskDefinition') },
      DesiredCount: service.desiredCount,
    },
    'AWS::IAM::Role': {
      RoleName: role.name,
      Path: role.path,
      // As text, or else moto writes it anew with other spaces.
      AssumeRolePolicyDocument: role.trustPolicy,
      MaxSessionDuration: role.maxSessionSeconds,
    },
  }
  const resources = stack.resources.map(({ logicalId, type }) => [
    logicalId,
    { Type: type, Properties: properties[type] },
  ])
  return JSON.stringify({ Resources: Object.fromEntries(resources) })
}
