import { z } from 'zod'
import { moment } from '../moment.js'

/** Whose credentials these are. Source: STS GetCallerIdentity. */
export const Identity = z.object({ account: z.string(), arn: z.string() })
export type Identity = z.infer<typeof Identity>

/** A private ECR repository. Source: ECR DescribeRepositories. */
export const EcrRepository = z.object({
  name: z.string(),
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME` */
  uri: z.string(),
  /** MUTABLE, IMMUTABLE, or one of those with `_WITH_EXCLUSION`. */
  tagMutability: z.string(),
})
export type EcrRepository = z.infer<typeof EcrRepository>

/** One entry of an ECR repository. Source: ECR DescribeImages. */
export const EcrImage = z.object({
  /** `sha256:` and 64 hex digits. */
  digest: z.string(),
  /** Empty when untagged. */
  tags: z.array(z.string()),
  /** When this digest was first pushed; moving a tag does not change it. */
  pushedAt: moment.nullable(),
  /** Compressed size in bytes; of an index, the size of its largest child. */
  sizeBytes: z.number().nullable(),
  /** Media type of the manifest. */
  mediaType: z.string().nullable(),
})
export type EcrImage = z.infer<typeof EcrImage>

/** A CloudFormation stack. Source: CloudFormation DescribeStacks. */
export const Stack = z.object({
  name: z.string(),
  id: z.string(),
  /** StackStatus, e.g. `UPDATE_COMPLETE`. */
  status: z.string(),
  statusReason: z.string().nullable(),
})
export type Stack = z.infer<typeof Stack>

/** One resource of a stack. Source: CloudFormation ListStackResources. */
export const StackResource = z.object({
  logicalId: z.string(),
  /** Service ARN, cluster name, role name, provider ARN …; `null` before it was made. */
  physicalId: z.string().nullable(),
  type: z.string(),
  status: z.string(),
})
export type StackResource = z.infer<typeof StackResource>

/** One deployment of an ECS service. */
export const Deployment = z.object({
  id: z.string(),
  /** PRIMARY, ACTIVE or INACTIVE. */
  status: z.string(),
  taskDefinitionArn: z.string(),
  /** COMPLETED, IN_PROGRESS or FAILED; `null` where the deployment controller has none. */
  rolloutState: z.string().nullable(),
  rolloutReason: z.string().nullable(),
  createdAt: moment.nullable(),
  desiredCount: z.number(),
  runningCount: z.number(),
  failedTasks: z.number(),
})
export type Deployment = z.infer<typeof Deployment>

/** An ECS service. Source: ECS DescribeServices. */
export const EcsService = z.object({
  arn: z.string(),
  name: z.string(),
  clusterArn: z.string(),
  /** ACTIVE, DRAINING or INACTIVE; deleted services linger as the last two. */
  status: z.string(),
  desiredCount: z.number(),
  deployments: z.array(Deployment),
  /** Names of the containers that load balancers point at. */
  loadBalancedContainers: z.array(z.string()),
})
export type EcsService = z.infer<typeof EcsService>

/** What an ECS task is made from. Source: ECS DescribeTaskDefinition. */
export const TaskDefinition = z.object({
  arn: z.string(),
  containers: z.array(z.object({ name: z.string(), image: z.string() })),
})
export type TaskDefinition = z.infer<typeof TaskDefinition>

/** A running ECS task. Source: ECS DescribeTasks. */
export const EcsTask = z.object({
  arn: z.string(),
  /** Id of the deployment that started it. */
  startedBy: z.string().nullable(),
  lastStatus: z.string(),
  taskDefinitionArn: z.string(),
  containers: z.array(
    z.object({
      name: z.string(),
      image: z.string().nullable(),
      imageDigest: z.string().nullable(),
    }),
  ),
})
export type EcsTask = z.infer<typeof EcsTask>

/** An IAM OIDC identity provider. Source: IAM GetOpenIDConnectProvider. */
export const OidcProvider = z.object({
  arn: z.string(),
  /** Without `https://`. */
  url: z.string(),
  clientIds: z.array(z.string()),
})
export type OidcProvider = z.infer<typeof OidcProvider>

/** An IAM role. Source: IAM GetRole, ListRoles. */
export const Role = z.object({
  name: z.string(),
  arn: z.string(),
  /** The trust policy's JSON text, percent-decoded but not parsed: a student may have written anything. */
  trustPolicy: z.string(),
  maxSessionSeconds: z.number(),
})
export type Role = z.infer<typeof Role>
