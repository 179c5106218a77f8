import { z } from 'zod'
import { partOfAnswer, type Run } from './call.js'
import { describeStackResource, describeStackResources, describeStacks } from './cloudformation.js'
import { batchDeleteImage, putImage } from './ecr-changes.js'
import { batchGetImage, describeImages, listImages } from './ecr-images.js'
import { createRepository, deleteRepository, describeRepositories } from './ecr-repositories.js'
import {
  deleteService,
  describeClusters,
  describeServices,
  describeTaskDefinition,
  listArns,
  registerTaskDefinition,
  updateService,
} from './ecs.js'

const Listed = z.object({ cluster: z.string().optional() })

/** One operation of a service. */
export interface Operation {
  /** The parameters that are followed, by the API's names; a call with another one is not known. */
  readonly follows: readonly string[] | 'all'
  /** Those of them that may hold marks: the operation knows them as they are. */
  readonly opaque: readonly string[] | 'all'
  /** The list in an answer that pages are cut from. */
  readonly pages: string | null
  /** After a call that could not be followed, the images are not known either. */
  readonly changesImages: boolean
  readonly run: Run
}

function operation(
  follows: Operation['follows'],
  run: Operation['run'],
  more: Partial<Operation> = {},
): Operation {
  return { follows, run, opaque: [], pages: null, changesImages: false, ...more }
}

/** Changes images. */
function changing(
  follows: readonly string[],
  run: Operation['run'],
  opaque: readonly string[] = [],
): Operation {
  return operation(follows, run, { changesImages: true, opaque })
}

const IMAGES = ['registryId', 'repositoryName', 'imageIds']
const STACK_RESOURCE = ['StackName', 'LogicalResourceId']

/** What UpdateService may change of a service, beside what it deploys. */
const SETTINGS = [
  ...['desiredCount', 'platformVersion', 'healthCheckGracePeriodSeconds', 'propagateTags'],
  ...['enableExecuteCommand', 'enableECSManagedTags', 'availabilityZoneRebalancing'],
  'deploymentConfiguration',
]

/** What ListTasks filters by. */
const TASK_FILTERS = [
  ...['cluster', 'family', 'startedBy', 'serviceName', 'desiredStatus', 'launchType'],
  'containerInstance',
]

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'ecr GetAuthorizationToken': operation([], async (on, _params, caller, session) => {
    const token = Buffer.from(`AWS:${on.password(session, caller.region)}`).toString('base64')
    const host = `https://${session.account}.dkr.ecr.${caller.region}.amazonaws.com`
    const known = { authorizationToken: token, proxyEndpoint: host }
    return {
      authorizationData: [partOfAnswer('authorizationData', known, ['expiresAt'])],
    }
  }),
  'ecr DescribeRepositories': operation(['registryId', 'repositoryNames'], describeRepositories, {
    pages: 'repositories',
  }),
  'ecr CreateRepository': changing(
    ['registryId', 'repositoryName', 'imageTagMutability', 'imageScanningConfiguration'],
    createRepository,
  ),
  'ecr DeleteRepository': changing(['registryId', 'repositoryName', 'force'], deleteRepository),
  'ecr ListImages': operation(['registryId', 'repositoryName', 'filter'], listImages, {
    pages: 'imageIds',
  }),
  'ecr DescribeImages': operation([...IMAGES, 'filter'], describeImages, { pages: 'imageDetails' }),
  'ecr BatchGetImage': operation([...IMAGES, 'acceptedMediaTypes'], batchGetImage),
  'ecr BatchDeleteImage': changing(IMAGES, batchDeleteImage),
  'ecr PutImage': changing(
    ['registryId', 'repositoryName', 'imageManifest', 'imageManifestMediaType', 'imageTag'],
    putImage,
    ['imageManifest'],
  ),
  'ecs UpdateService': operation(
    ['cluster', 'service', 'taskDefinition', 'forceNewDeployment', ...SETTINGS],
    updateService,
    { opaque: ['taskDefinition'] },
  ),
  'ecs DeleteService': operation(['cluster', 'service', 'force'], deleteService),
  'ecs DescribeServices': operation(['cluster', 'services'], describeServices),
  'ecs DescribeTaskDefinition': operation(['taskDefinition', 'include'], describeTaskDefinition, {
    opaque: ['taskDefinition'],
  }),
  'ecs RegisterTaskDefinition': operation('all', registerTaskDefinition, { opaque: 'all' }),
  'ecs ListClusters': operation(
    [],
    (on, _params, caller) => listArns(() => on.ecs.clusters(caller.region), 'clusterArns'),
    { pages: 'clusterArns' },
  ),
  'ecs ListServices': operation(
    ['cluster'],
    (on, params, caller) => {
      const { cluster = 'default' } = Listed.parse(params)
      return listArns(() => on.ecs.services(caller.region, cluster), 'serviceArns')
    },
    { pages: 'serviceArns' },
  ),
  'ecs ListTasks': operation(
    TASK_FILTERS,
    async () => partOfAnswer('ListTasks', {}, ['taskArns']),
    { pages: 'taskArns' },
  ),
  'ecs DescribeTasks': operation(['cluster', 'tasks', 'include'], async () =>
    partOfAnswer('DescribeTasks', {}, ['tasks', 'failures']),
  ),
  'ecs DescribeClusters': operation(['clusters', 'include'], describeClusters),
  'cloudformation DescribeStacks': operation(['StackName'], describeStacks, { pages: 'Stacks' }),
  'cloudformation DescribeStackResources': operation(STACK_RESOURCE, describeStackResources),
  'cloudformation DescribeStackResource': operation(STACK_RESOURCE, describeStackResource),
  // configure-aws-credentials names its sessions `GitHubActions`.
  'sts GetCallerIdentity': operation([], async (_on, _params, _caller, session) => {
    const { account: Account, roleArn } = session
    const role = roleArn.split('/').at(-1)
    const Arn = `arn:aws:sts::${Account}:assumed-role/${role}/GitHubActions`
    return partOfAnswer('caller', { Account, Arn }, ['UserId'])
  }),
}

/** The operations that the twin has, `SERVICE OPERATION` each. */
export const OPERATION_NAMES: readonly string[] = Object.keys(OPERATIONS)

/** The operation of a service by its API name; `undefined` when the twin has none. */
export function operationOf(service: string, operation: string): Operation | undefined {
  const name = `${service} ${operation}`
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
}
