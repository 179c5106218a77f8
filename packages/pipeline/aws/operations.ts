import {
  BOOLEAN,
  IMAGE_FILTER,
  IMAGE_IDS,
  INTEGER,
  OPAQUE,
  REPOSITORY_NAME,
  type Shape,
  STRING,
  STRINGS,
  UNTOLD,
} from './shapes.js'

/** A command of the AWS command line, as its service model describes it. */
export interface CommandModel {
  /** The API's name of the operation. */
  readonly operation: string
  /** Options by their names without dashes. Source: botocore's service models. */
  readonly options: Readonly<Record<string, Shape>>
  readonly required: readonly string[]
  /** The list that pages are cut from; the command line follows all pages by itself. */
  readonly paged?: string
}

const PAGING = {
  'max-items': UNTOLD,
  'starting-token': UNTOLD,
  'page-size': INTEGER,
  'max-results': UNTOLD,
  'next-token': UNTOLD,
}

function untold(...names: string[]): Record<string, Shape> {
  return Object.fromEntries(names.map((name) => [name, UNTOLD]))
}

const ECR: Readonly<Record<string, CommandModel>> = {
  'get-authorization-token': {
    operation: 'GetAuthorizationToken',
    options: untold('registry-ids'),
    required: [],
  },
  'describe-repositories': {
    operation: 'DescribeRepositories',
    options: {
      'registry-id': STRING,
      'repository-names': { type: 'list', of: STRING, least: 1 },
      ...PAGING,
    },
    required: [],
    paged: 'repositories',
  },
  'create-repository': {
    operation: 'CreateRepository',
    options: {
      'registry-id': STRING,
      'repository-name': REPOSITORY_NAME,
      'image-tag-mutability': STRING,
      'image-scanning-configuration': {
        type: 'structure',
        members: { scanOnPush: BOOLEAN },
      },
      ...untold('tags', 'image-tag-mutability-exclusion-filters', 'encryption-configuration'),
    },
    required: ['repository-name'],
  },
  'delete-repository': {
    operation: 'DeleteRepository',
    options: { 'registry-id': STRING, 'repository-name': REPOSITORY_NAME, force: BOOLEAN },
    required: ['repository-name'],
  },
  'list-images': {
    operation: 'ListImages',
    options: {
      'registry-id': STRING,
      'repository-name': REPOSITORY_NAME,
      filter: IMAGE_FILTER,
      ...PAGING,
    },
    required: ['repository-name'],
    paged: 'imageIds',
  },
  'describe-images': {
    operation: 'DescribeImages',
    options: {
      'registry-id': STRING,
      'repository-name': REPOSITORY_NAME,
      'image-ids': IMAGE_IDS,
      filter: IMAGE_FILTER,
      ...PAGING,
    },
    required: ['repository-name'],
    paged: 'imageDetails',
  },
  'batch-get-image': {
    operation: 'BatchGetImage',
    options: {
      'registry-id': STRING,
      'repository-name': REPOSITORY_NAME,
      'image-ids': IMAGE_IDS,
      'accepted-media-types': STRINGS,
    },
    required: ['repository-name', 'image-ids'],
  },
  'batch-delete-image': {
    operation: 'BatchDeleteImage',
    options: { 'registry-id': STRING, 'repository-name': REPOSITORY_NAME, 'image-ids': IMAGE_IDS },
    required: ['repository-name', 'image-ids'],
  },
  'put-image': {
    operation: 'PutImage',
    options: {
      'registry-id': STRING,
      'repository-name': REPOSITORY_NAME,
      'image-manifest': STRING,
      'image-manifest-media-type': STRING,
      'image-tag': STRING,
      'image-digest': UNTOLD,
    },
    required: ['repository-name', 'image-manifest'],
  },
}

const ECS: Readonly<Record<string, CommandModel>> = {
  'update-service': {
    operation: 'UpdateService',
    options: {
      cluster: STRING,
      service: STRING,
      'desired-count': INTEGER,
      'task-definition': STRING,
      'platform-version': STRING,
      'force-new-deployment': BOOLEAN,
      'health-check-grace-period-seconds': INTEGER,
      'enable-execute-command': BOOLEAN,
      'enable-ecs-managed-tags': BOOLEAN,
      'propagate-tags': STRING,
      'availability-zone-rebalancing': STRING,
      'deployment-configuration': UNTOLD,
      ...untold(
        'capacity-provider-strategy',
        'network-configuration',
        'placement-constraints',
        'placement-strategy',
        'deployment-controller',
        'load-balancers',
        'service-registries',
        'service-connect-configuration',
        'volume-configurations',
        'vpc-lattice-configurations',
      ),
    },
    required: ['service'],
  },
  'describe-services': {
    operation: 'DescribeServices',
    options: { cluster: STRING, services: STRINGS, include: UNTOLD },
    required: ['services'],
  },
  'describe-clusters': {
    operation: 'DescribeClusters',
    options: { clusters: STRINGS, include: STRINGS },
    required: [],
  },
  'list-clusters': {
    operation: 'ListClusters',
    options: { ...PAGING },
    required: [],
    paged: 'clusterArns',
  },
  'list-services': {
    operation: 'ListServices',
    options: {
      cluster: STRING,
      ...PAGING,
      ...untold('launch-type', 'scheduling-strategy', 'resource-management-type'),
    },
    required: [],
    paged: 'serviceArns',
  },
  'list-tasks': {
    operation: 'ListTasks',
    options: {
      cluster: STRING,
      family: STRING,
      'started-by': STRING,
      'service-name': STRING,
      'desired-status': STRING,
      'launch-type': STRING,
      'container-instance': STRING,
      ...PAGING,
    },
    required: [],
    paged: 'taskArns',
  },
  'describe-tasks': {
    operation: 'DescribeTasks',
    options: { cluster: STRING, tasks: STRINGS, include: STRINGS },
    required: ['tasks'],
  },
  'describe-task-definition': {
    operation: 'DescribeTaskDefinition',
    options: { 'task-definition': STRING, include: STRINGS },
    required: ['task-definition'],
  },
  'register-task-definition': {
    operation: 'RegisterTaskDefinition',
    options: {
      family: STRING,
      'task-role-arn': STRING,
      'execution-role-arn': STRING,
      'network-mode': STRING,
      'requires-compatibilities': STRINGS,
      cpu: STRING,
      memory: STRING,
      'container-definitions': OPAQUE,
      ...untold(
        'volumes',
        'placement-constraints',
        'tags',
        'pid-mode',
        'ipc-mode',
        'proxy-configuration',
        'inference-accelerators',
        'ephemeral-storage',
        'runtime-platform',
      ),
      'enable-fault-injection': BOOLEAN,
    },
    required: ['family', 'container-definitions'],
  },
}

const CLOUDFORMATION: Readonly<Record<string, CommandModel>> = {
  'describe-stacks': {
    operation: 'DescribeStacks',
    options: { 'stack-name': STRING, ...PAGING },
    required: [],
    paged: 'Stacks',
  },
  'describe-stack-resources': {
    operation: 'DescribeStackResources',
    options: {
      'stack-name': STRING,
      'logical-resource-id': STRING,
      'physical-resource-id': UNTOLD,
    },
    required: [],
  },
  'describe-stack-resource': {
    operation: 'DescribeStackResource',
    options: { 'stack-name': STRING, 'logical-resource-id': STRING },
    required: ['stack-name', 'logical-resource-id'],
  },
}

const STS: Readonly<Record<string, CommandModel>> = {
  'get-caller-identity': { operation: 'GetCallerIdentity', options: {}, required: [] },
}

const SERVICES: Readonly<Record<string, Readonly<Record<string, CommandModel>>>> = {
  cloudformation: CLOUDFORMATION,
  ecr: ECR,
  ecs: ECS,
  sts: STS,
}

/** The command of a service that the grader follows. */
export function commandModel(service: string, command: string): CommandModel | undefined {
  const commands = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined
  return commands !== undefined && Object.hasOwn(commands, command) ? commands[command] : undefined
}

/** The API's name of an option: `image-ids` is `imageIds`. */
export function parameterName(option: string): string {
  if (option === 'enable-ecs-managed-tags') return 'enableECSManagedTags'
  return option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
