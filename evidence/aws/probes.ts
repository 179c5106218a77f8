import * as Cfn from '@aws-sdk/client-cloudformation'
import * as Ecr from '@aws-sdk/client-ecr'
import * as Ecs from '@aws-sdk/client-ecs'
import * as Iam from '@aws-sdk/client-iam'
import { ISSUER } from '@grade4/trust'
import type { Observed } from '@grade4/unknown'
import { REPOSITORY } from '../assignment.js'
import type { AwsOperation } from '../read-only.js'
import { GRANTED_ACTIONS, type GrantedAction } from '../read-only-policy.js'
import type { Aws } from './client.js'
import { look, type SendOptions } from './look.js'

/** What a probe asks about. */
export interface ProbeTarget {
  /** 12 digits. */
  readonly account: string
  /** The first part of the account's ARNs, `aws`. */
  readonly partition: string
  readonly stack: string
}

/** What was found out about one operation: `unknown` when it does not work. */
export interface Probe {
  readonly operation: AwsOperation
  readonly observed: Observed<null>
}

const CLUSTER = 'default'

/** Name of what is surely not there: AWS looks at permission first. */
const NOBODY = 'grade4-doctor-asks-for-nothing'

const NO_DIGEST = `sha256:${'0'.repeat(64)}`

/** AWS's words for "you may, but there is no such thing". */
const NOT_THERE = new Set([
  'RepositoryNotFoundException',
  'LayersNotFoundException',
  'LayerInaccessibleException',
  'ClusterNotFoundException',
  'NoSuchEntityException',
  'NoSuchEntity',
  // CloudFormation and DescribeTaskDefinition have one name for all bad input, a missing thing included.
  'ValidationError',
  'ClientException',
])

/** The cheapest request to each operation that has to be granted: one that is not here does not compile. */
const PROBES: Readonly<
  Record<GrantedAction, (aws: Aws, target: ProbeTarget, options: SendOptions) => Promise<unknown>>
> = {
  'ecr:DescribeRepositories': ({ ecr }, _, options) =>
    ecr.send(new Ecr.DescribeRepositoriesCommand({ repositoryNames: [REPOSITORY] }), options),
  'ecr:DescribeImages': ({ ecr }, _, options) =>
    ecr.send(new Ecr.DescribeImagesCommand({ repositoryName: REPOSITORY, maxResults: 1 }), options),
  'ecr:BatchGetImage': ({ ecr }, _, options) =>
    ecr.send(
      new Ecr.BatchGetImageCommand({
        repositoryName: REPOSITORY,
        imageIds: [{ imageDigest: NO_DIGEST }],
      }),
      options,
    ),
  'ecr:GetDownloadUrlForLayer': ({ ecr }, _, options) =>
    ecr.send(
      new Ecr.GetDownloadUrlForLayerCommand({ repositoryName: REPOSITORY, layerDigest: NO_DIGEST }),
      options,
    ),
  'ecs:ListClusters': ({ ecs }, _, options) =>
    ecs.send(new Ecs.ListClustersCommand({ maxResults: 1 }), options),
  'ecs:ListServices': ({ ecs }, _, options) =>
    ecs.send(new Ecs.ListServicesCommand({ cluster: CLUSTER }), options),
  'ecs:DescribeServices': ({ ecs }, _, options) =>
    ecs.send(new Ecs.DescribeServicesCommand({ cluster: CLUSTER, services: [NOBODY] }), options),
  'ecs:DescribeTaskDefinition': ({ ecs }, _, options) =>
    ecs.send(new Ecs.DescribeTaskDefinitionCommand({ taskDefinition: NOBODY }), options),
  'ecs:ListTasks': ({ ecs }, _, options) =>
    ecs.send(new Ecs.ListTasksCommand({ cluster: CLUSTER }), options),
  'ecs:DescribeTasks': ({ ecs }, _, options) =>
    ecs.send(new Ecs.DescribeTasksCommand({ cluster: CLUSTER, tasks: ['0'.repeat(32)] }), options),
  'iam:ListOpenIDConnectProviders': ({ iam }, _, options) =>
    iam.send(new Iam.ListOpenIDConnectProvidersCommand({}), options),
  'iam:GetOpenIDConnectProvider': ({ iam }, { account, partition }, options) =>
    iam.send(
      new Iam.GetOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: `arn:${partition}:iam::${account}:oidc-provider/${ISSUER}`,
      }),
      options,
    ),
  'iam:ListRoles': ({ iam }, _, options) =>
    iam.send(new Iam.ListRolesCommand({ MaxItems: 1 }), options),
  'iam:GetRole': ({ iam }, _, options) =>
    iam.send(new Iam.GetRoleCommand({ RoleName: NOBODY }), options),
  'iam:ListAttachedRolePolicies': ({ iam }, _, options) =>
    iam.send(new Iam.ListAttachedRolePoliciesCommand({ RoleName: NOBODY }), options),
  'iam:ListRolePolicies': ({ iam }, _, options) =>
    iam.send(new Iam.ListRolePoliciesCommand({ RoleName: NOBODY }), options),
  'cloudformation:DescribeStacks': ({ cloudformation }, { stack }, options) =>
    cloudformation.send(new Cfn.DescribeStacksCommand({ StackName: stack }), options),
  'cloudformation:ListStackResources': ({ cloudformation }, { stack }, options) =>
    cloudformation.send(new Cfn.ListStackResourcesCommand({ StackName: stack }), options),
  'cloudformation:DescribeStackEvents': ({ cloudformation }, { stack }, options) =>
    cloudformation.send(new Cfn.DescribeStackEventsCommand({ StackName: stack }), options),
}

/** Tries every operation that grading needs, once, in the order of the read-only list. */
export async function probeAws(aws: Aws, target: ProbeTarget): Promise<Probe[]> {
  return await Promise.all(
    GRANTED_ACTIONS.map(async (operation) => {
      const isAbsent = ({ name }: { readonly name: string }) => NOT_THERE.has(name)
      const observed = await look(aws, operation, isAbsent, async (options) => {
        await PROBES[operation](aws, target, options)
        return null
      })
      return { operation, observed }
    }),
  )
}
