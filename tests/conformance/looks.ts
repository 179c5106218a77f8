import { GetOpenIDConnectProviderCommand } from '@aws-sdk/client-iam'
import type { Observed } from '@grade4/unknown'
import { assumeRole } from '../../evidence/aws/assume-role.js'
import { stack, stackEvents, stackResources } from '../../evidence/aws/cloudformation.js'
import { configBlob, images, manifest, repository } from '../../evidence/aws/ecr.js'
import {
  clusters,
  service,
  serviceArns,
  servicesByArn,
  taskDefinition,
  tasks,
} from '../../evidence/aws/ecs.js'
import {
  attachedPolicies,
  inlinePolicies,
  oidcProvider,
  role,
  roles,
} from '../../evidence/aws/iam.js'
import { look } from '../../evidence/aws/look.js'
import { identity } from '../../evidence/aws/sts.js'
import type { Clients } from '../../evidence/clients.js'
import type { Question } from '../../evidence/question.js'
import { sha256 } from '../../fixtures/images.js'
import { GRADER_ROLE, type ReferenceWorld } from '../../fixtures/reference.js'

/** Something that evidence asks AWS, of a thing that is there or of one that is not. */
export interface Look {
  readonly title: string
  /** What evidence makes of the embedded cloud's answer. */
  readonly state: Observed<unknown>['state']
  ask(clients: Clients): Promise<Observed<unknown>>
}

const NOWHERE = sha256('nothing')

/** Every question of evidence's, asked of what the world has; and of what it hasn't, where that has an answer of its own. */
export function looksAt(world: ReferenceWorld): Look[] {
  const { account, latest } = world
  const ecs = `arn:aws:ecs:us-west-2:${account.id}`
  const cluster = `${ecs}:cluster/${world.cluster.name}`
  const serviceArn = `${ecs}:service/${world.cluster.name}/${world.service.name}`
  const [primary] = world.service.deployments
  const [configDigest = ''] = Object.keys(world.registry.blobs)
  return [
    asking('whose credentials these are', 'found', identity),
    asking('a repository', 'found', repository, 'cs40'),
    asking('a missing repository', 'absent', repository, 'cs41'),
    asking('the images of a repository', 'found', images, 'cs40'),
    asking('the images of a missing repository', 'absent', images, 'cs41'),
    asking('an index', 'found', manifest, 'cs40', latest.digest),
    asking('a missing manifest', 'absent', manifest, 'cs40', NOWHERE),
    asking('a manifest in a missing repository', 'unknown', manifest, 'cs41', latest.digest),
    asking('a config blob', 'found', configBlob, 'cs40', configDigest),
    asking('clusters', 'found', clusters),
    asking('the services of a cluster', 'found', serviceArns, cluster),
    asking('the services of a missing cluster', 'absent', serviceArns, 'nope'),
    asking('a service by name', 'found', service, world.cluster.name, world.service.name),
    asking('a service by ARN', 'found', service, cluster, serviceArn),
    asking('a missing service', 'absent', service, cluster, 'nope'),
    asking('a service of a missing cluster', 'absent', service, 'nope', 'nope'),
    asking('services by ARN', 'found', servicesByArn, cluster, serviceArn),
    asking('a task definition', 'found', taskDefinition, primary?.taskDefinitionArn ?? ''),
    asking('a missing task definition', 'absent', taskDefinition, `${ecs}:task-definition/nope:1`),
    asking('the tasks of a service', 'found', tasks, cluster, world.service.name),
    asking('the tasks of a missing service', 'absent', tasks, cluster, 'nope'),
    asking('the tasks of a missing cluster', 'absent', tasks, 'nope', 'nope'),
    asking('an OIDC provider', 'found', oidcProvider, 'token.actions.githubusercontent.com'),
    asking('a missing OIDC provider', 'absent', oidcProvider, 'example.com'),
    goneProvider(`arn:aws:iam::${account.id}:oidc-provider/example.com`),
    asking('a role', 'found', role, world.role.name),
    asking('a missing role', 'absent', role, 'nope'),
    asking('all roles', 'found', roles),
    asking('managed policies', 'found', attachedPolicies, world.role.name),
    asking('managed policies of a missing role', 'absent', attachedPolicies, 'nope'),
    asking('inline policies', 'found', inlinePolicies, 'grade4-reader'),
    asking('inline policies of a missing role', 'absent', inlinePolicies, 'nope'),
    asking('a stack', 'found', stack, world.stack.name),
    asking('a missing stack', 'absent', stack, 'nope'),
    asking('the events of a stack', 'found', stackEvents, world.stack.name),
    asking('the events of a missing stack', 'absent', stackEvents, 'nope'),
    asking('the resources of a stack', 'found', stackResources, world.stack.name),
    asking('the resources of a missing stack', 'absent', stackResources, 'nope'),
  ]
}

/** A provider that is deleted between its list and the look at it. */
function goneProvider(arn: string): Look {
  return {
    title: 'an OIDC provider that was in the list',
    state: 'absent',
    ask: ({ aws }) =>
      look(aws, 'iam:GetOpenIDConnectProvider', ['NoSuchEntityException'], (options) =>
        aws.iam.send(
          new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
          options,
        ),
      ),
  }
}

/** Taking roles in the student's account, as a teacher does. */
export function looksThatTakeRoles({ account, student }: ReferenceWorld): Look[] {
  const taking = (title: string, state: Look['state'], name: string): Look => ({
    title,
    state,
    ask: ({ aws, subject }) => {
      const roleArn = `arn:aws:iam::${account.id}:role/${name}`
      const taker = { ...subject, roleArn, externalId: `cs40-${student.login}` }
      return look(aws, 'sts:AssumeRole', [], assumeRole(aws.sts, taker, aws.timeLimit))
    },
  })
  return [
    taking('a role that is taken', 'found', GRADER_ROLE),
    taking('a role that is not there to be taken', 'unknown', 'nope'),
  ]
}

function asking<Arguments extends readonly string[]>(
  title: string,
  state: Observed<unknown>['state'],
  question: Question<Arguments, unknown>,
  ...args: Arguments
): Look {
  return { title, state, ask: (clients) => question.ask(clients, ...args) }
}
