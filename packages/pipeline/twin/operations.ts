import { z } from 'zod'
import type { Answer } from './answer.js'
import { answered } from './answer.js'
import type { Caller, Session } from './caller.js'
import { describeStackResource, describeStackResources, describeStacks } from './cloudformation.js'
import { batchDeleteImage, putImage } from './ecr-changes.js'
import { batchGetImage, describeImages, listImages } from './ecr-images.js'
import { createRepository, deleteRepository, describeRepositories } from './ecr-repositories.js'
import type { EcrState } from './ecr-state.js'
import {
  deleteService,
  describeClusters,
  describeServices,
  describeTaskDefinition,
  listArns,
  registerTaskDefinition,
  updateService,
} from './ecs.js'
import type { EcsState } from './ecs-state.js'
import { type Json, partOfAnswer } from './json.js'
import type { Manifests } from './manifests.js'

/** What operations work on. */
export interface Backends {
  readonly ecr: EcrState
  readonly ecs: EcsState
  readonly manifests: Manifests
  /** A password for a session to the registries of a region. */
  readonly password: (session: Session, region: string) => string
}

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
  run(on: Backends, params: unknown, caller: Caller, session: Session): Promise<Answer<Json>>
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
    return answered({
      authorizationData: [partOfAnswer('authorizationData', known, ['expiresAt'])],
    })
  }),
  'ecr DescribeRepositories': operation(
    ['registryId', 'repositoryNames'],
    (on, params, caller) => describeRepositories(on.ecr, params, caller),
    { pages: 'repositories' },
  ),
  'ecr CreateRepository': changing(
    ['registryId', 'repositoryName', 'imageTagMutability', 'imageScanningConfiguration'],
    (on, params, caller) => createRepository(on.ecr, params, caller),
  ),
  'ecr DeleteRepository': changing(
    ['registryId', 'repositoryName', 'force'],
    (on, params, caller) => deleteRepository(on.ecr, params, caller),
  ),
  'ecr ListImages': operation(
    ['registryId', 'repositoryName', 'filter'],
    (on, params, caller) => listImages(on.ecr, params, caller),
    { pages: 'imageIds' },
  ),
  'ecr DescribeImages': operation(
    [...IMAGES, 'filter'],
    (on, params, caller) => describeImages(on.ecr, params, caller),
    { pages: 'imageDetails' },
  ),
  'ecr BatchGetImage': operation([...IMAGES, 'acceptedMediaTypes'], (on, params, caller) =>
    batchGetImage(on.ecr, params, caller, on.manifests),
  ),
  'ecr BatchDeleteImage': changing(IMAGES, (on, params, caller) =>
    batchDeleteImage(on.ecr, params, caller),
  ),
  'ecr PutImage': changing(
    ['registryId', 'repositoryName', 'imageManifest', 'imageManifestMediaType', 'imageTag'],
    (on, params, caller) => putImage(on.ecr, params, caller, on.manifests),
    ['imageManifest'],
  ),
  'ecs UpdateService': operation(
    ['cluster', 'service', 'taskDefinition', 'forceNewDeployment', ...SETTINGS],
    (on, params, caller) => updateService(on.ecs, params, caller),
    { opaque: ['taskDefinition'] },
  ),
  'ecs DeleteService': operation(['cluster', 'service', 'force'], (on, params, caller) =>
    deleteService(on.ecs, params, caller),
  ),
  'ecs DescribeServices': operation(['cluster', 'services'], (on, params, caller) =>
    describeServices(on.ecs, params, caller),
  ),
  'ecs DescribeTaskDefinition': operation(
    ['taskDefinition', 'include'],
    (on, params, caller) => describeTaskDefinition(on.ecs, params, caller),
    { opaque: ['taskDefinition'] },
  ),
  'ecs RegisterTaskDefinition': operation(
    'all',
    async (on, params, caller) => registerTaskDefinition(on.ecs, params, caller),
    { opaque: 'all' },
  ),
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
    async () => answered(partOfAnswer('ListTasks', {}, ['taskArns'])),
    { pages: 'taskArns' },
  ),
  'ecs DescribeTasks': operation(['cluster', 'tasks', 'include'], async () =>
    answered(partOfAnswer('DescribeTasks', {}, ['tasks', 'failures'])),
  ),
  'ecs DescribeClusters': operation(['clusters', 'include'], (on, params, caller) =>
    describeClusters(on.ecs, params, caller),
  ),
  'cloudformation DescribeStacks': operation(
    ['StackName'],
    (on, params, caller) => describeStacks(on.ecs.view, params, caller),
    { pages: 'Stacks' },
  ),
  'cloudformation DescribeStackResources': operation(STACK_RESOURCE, (on, params, caller) =>
    describeStackResources(on.ecs.view, params, caller),
  ),
  'cloudformation DescribeStackResource': operation(STACK_RESOURCE, (on, params, caller) =>
    describeStackResource(on.ecs.view, params, caller),
  ),
  // configure-aws-credentials names its sessions `GitHubActions`.
  'sts GetCallerIdentity': operation([], async (_on, _params, _caller, session) => {
    const { account: Account, roleArn } = session
    const role = roleArn.split('/').at(-1)
    const Arn = `arn:aws:sts::${Account}:assumed-role/${role}/GitHubActions`
    return answered(partOfAnswer('caller', { Account, Arn }, ['UserId']))
  }),
}

/** The operations that the twin has, `SERVICE OPERATION` each. */
export const OPERATION_NAMES: readonly string[] = Object.keys(OPERATIONS)

/** The operation of a service by its API name; `undefined` when the twin has none. */
export function operationOf(service: string, operation: string): Operation | undefined {
  const name = `${service} ${operation}`
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
}
