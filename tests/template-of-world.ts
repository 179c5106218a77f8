import type { LocalTemplate } from '../evidence/template/local-template.js'
import type { CfnStack, EcsServiceState, IamRole } from '../fixtures/cloud/world.js'
import type { ReferenceWorld } from '../fixtures/reference.js'

type Resource = { Type: string; Properties: Record<string, unknown> }

/**
 * The template of what a world's compute stack has deployed, as CDK would have synthesized it with names of the
 * student's own; `null` where no template makes this world: something that is graded was made by hand, or the last
 * deploy did not take.
 */
export function templateOf(world: ReferenceWorld): LocalTemplate | null {
  const { account, home } = world
  const stack = home.stacks.find(({ name }) => name === 'yoctogram-compute-stack')
  if (stack === undefined || !stack.status.endsWith('_COMPLETE')) return null
  if (stack.status.includes('ROLLBACK')) return null
  const resources: Record<string, Resource> = {}
  for (const role of account.roles) {
    const logicalId = logicalIdOf(stack, 'AWS::IAM::Role', role.name)
    const resource = roleOf(role)
    if (logicalId !== null && resource !== null) resources[logicalId] = resource
    else if (role.trustPolicy.includes('githubusercontent')) return null
  }
  const trusted = new Set(JSON.stringify(resources).match(/oidc-provider\/[\w./-]+/g))
  for (const [index, { url, clientIds }] of account.oidcProviders.entries()) {
    trusted.delete(`oidc-provider/${url}`)
    resources[`Provider${index}`] = {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: { Url: `https://${url}`, ClientIdList: clientIds },
    }
  }
  // Whether another one is there, only the account can tell.
  if (trusted.size > 0) return null
  for (const cluster of home.clusters) {
    const clusterId = logicalIdOf(stack, 'AWS::ECS::Cluster', cluster.name)
    if (clusterId !== null) {
      resources[clusterId] = {
        Type: 'AWS::ECS::Cluster',
        Properties: { ClusterName: cluster.name },
      }
    }
    for (const service of cluster.services) {
      const arn = `service/${cluster.name}/${service.name}`
      const serviceId = logicalIdOf(stack, 'AWS::ECS::Service', arn)
      if (serviceId === null || clusterId === null || service.status !== 'ACTIVE') return null
      const definition = definitionOf(world, service)
      if (definition === null) return null
      resources[`${serviceId}TaskDef`] = definition
      resources[serviceId] = {
        Type: 'AWS::ECS::Service',
        Properties: {
          Cluster: { Ref: clusterId },
          ServiceName: service.name,
          DesiredCount: service.desiredCount,
          TaskDefinition: { Ref: `${serviceId}TaskDef` },
          LoadBalancers: service.loadBalancers.map(({ containerName, containerPort }) => ({
            ContainerName: containerName,
            ContainerPort: containerPort,
          })),
        },
      }
    }
  }
  const file = `${stack.name}.template.json`
  return {
    path: 'cdk.out',
    stacks: [{ name: stack.name, file, account: account.id, region: 'us-west-2' }],
    files: [{ file, text: JSON.stringify({ Resources: resources }) }],
  }
}

/** The logical id of what a stack made; `null`: it did not make it. `end`: of the physical id. */
function logicalIdOf({ resources }: CfnStack, wanted: string, end: string): string | null {
  const made = resources.find(
    ({ type, physicalId }) => type === wanted && physicalId?.endsWith(end) === true,
  )
  return made?.logicalId ?? null
}

function roleOf(role: IamRole): Resource | null {
  const document = jsonOf(role.trustPolicy)
  if (document === null) return null
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: role.name,
      Path: role.path,
      AssumeRolePolicyDocument: document,
      MaxSessionDuration: role.maxSessionSeconds,
      ManagedPolicyArns: role.attachedPolicyArns,
      Policies: role.inlinePolicyNames.map((PolicyName) => ({ PolicyName, PolicyDocument: {} })),
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // IAM would not have saved it; a template can't say it.
    return null
  }
}

function definitionOf({ home }: ReferenceWorld, service: EcsServiceState): Resource | null {
  const arn = service.deployments.find(({ status }) => status === 'PRIMARY')?.taskDefinitionArn
  const definition = home.taskDefinitions.find(
    ({ family, revision }) => arn?.endsWith(`/${family}:${revision}`) === true,
  )
  if (definition === undefined) return null
  return {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: {
      Family: definition.family,
      RuntimePlatform: { CpuArchitecture: definition.cpuArchitecture },
      ContainerDefinitions: definition.containers.map(({ name, image }) => ({
        Name: name,
        Image: image,
      })),
    },
  }
}
