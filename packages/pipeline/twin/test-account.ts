import { absent, found, Holes } from '@grade4/unknown'
import type {
  AccountView,
  EcrImage,
  EcsService,
  Role,
  Stack,
  StackResource,
} from './account-view.js'
import type { Caller } from './call.js'
import { virtualClock } from './clock.js'
import type { TwinEffect } from './effects.js'
import { Twin } from './twin.js'

export const ACCOUNT = '111122223333'
export const REGION = 'us-west-2'
export const CLUSTER = 'yoctogram-cluster'
export const SERVICE = 'yoctogram-service'
export const SERVICE_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:service/${CLUSTER}/${SERVICE}`
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/github-actions`

/** A digest with one hex digit 64 times. */
export function digest(hex: string): string {
  return `sha256:${hex.repeat(64)}`
}

/** An image that was pushed on an ordinary day. */
export function image(hex: string, tags: string[]): EcrImage {
  return {
    digest: digest(hex),
    tags,
    pushedAt: new Date('2024-03-01T12:00:00Z'),
    sizeBytes: 105_000_000,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
  }
}

export const SERVICE_MODEL: EcsService = {
  arn: SERVICE_ARN,
  name: SERVICE,
  clusterArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`,
  status: 'ACTIVE',
  desiredCount: 2,
  deployments: [
    {
      id: 'ecs-svc/1111111111111111111',
      status: 'PRIMARY',
      taskDefinitionArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/yoctogram:7`,
      rolloutState: 'COMPLETED',
      rolloutReason: null,
      createdAt: new Date('2024-03-01T12:05:00Z'),
      desiredCount: 2,
      runningCount: 2,
      failedTasks: 0,
    },
  ],
}

export const STACK = 'yoctogram-compute-stack'

const STACK_MODEL: Stack = {
  name: STACK,
  id: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${STACK}/11111111-2222-3333-4444-555555555555`,
  status: 'UPDATE_COMPLETE',
}

const STACK_RESOURCES: StackResource[] = [
  { logicalId: 'Cluster', physicalId: CLUSTER, type: 'AWS::ECS::Cluster' },
  { logicalId: 'Service', physicalId: SERVICE_ARN, type: 'AWS::ECS::Service' },
  { logicalId: 'Waiting', physicalId: null, type: 'AWS::SNS::Topic' },
].map((resource) => ({ ...resource, status: 'CREATE_COMPLETE' }))

/** A small account: one repository `cs40` with the given images, one cluster, one service. */
export function testView(
  images: readonly EcrImage[] = [image('a', ['latest', '1709294400000']), image('b', ['100'])],
  tagMutability = 'MUTABLE',
): AccountView {
  const role: Role = {
    name: 'github-actions',
    arn: ROLE_ARN,
    trustPolicy: '{}',
    maxSessionSeconds: 3600,
  }
  const inCluster = (cluster: string) => cluster.split('/').at(-1) === CLUSTER
  return {
    account: ACCOUNT,
    region: REGION,
    ecrRepository: async (name) =>
      name === 'cs40'
        ? found({ name, uri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/cs40`, tagMutability })
        : absent('RepositoryNotFoundException'),
    images: async () => found(images.map((one) => ({ ...one, tags: [...one.tags] }))),
    service: async (cluster, service) => {
      if (!inCluster(cluster)) return absent('ClusterNotFoundException')
      return service.split('/').at(-1) === SERVICE ? found(SERVICE_MODEL) : absent('MISSING')
    },
    clusters: async () => found([SERVICE_MODEL.clusterArn]),
    services: async (cluster) =>
      inCluster(cluster) ? found([SERVICE_ARN]) : absent('ClusterNotFoundException'),
    taskDefinition: async (arn) =>
      arn.includes('yoctogram')
        ? found({
            arn: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/yoctogram:7`,
            containers: [
              { name: 'app', image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/cs40:latest` },
            ],
          })
        : absent('ClientException'),
    stack: async (name) =>
      name === STACK ? found(STACK_MODEL) : absent('ValidationError: does not exist'),
    stackResources: async (name) =>
      name === STACK ? found(STACK_RESOURCES) : absent('ValidationError: does not exist'),
    role: async (name) => (name === role.name ? found(role) : absent('NoSuchEntityException')),
    oidcProviders: async () => found([]),
  }
}

/** A twin of an account with a signed-in caller; `effects` collects what its calls did. */
export function testTwin(view: AccountView = testView()) {
  const holes = new Holes()
  const clock = virtualClock(new Date('2024-03-09T20:00:00Z'))
  const twin = new Twin({ view, holes, clock })
  const effects: TwinEffect[] = []
  const keys = twin.issueCredentials({
    roleArn: ROLE_ARN,
    account: ACCOUNT,
    expiresAt: new Date(clock.now() + 3_600_000),
  })
  const env: Record<string, string> = {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_REGION: REGION,
  }
  const caller: Caller = {
    credentials: twin.credentialsIn(env),
    region: REGION,
    emit: (effect) => effects.push(effect),
  }
  return { twin, holes, clock, effects, env, caller }
}
