import type { Observed } from '@grade4/unknown'

/** A private ECR repository. */
export interface EcrRepository {
  readonly name: string
  readonly uri: string
  /** MUTABLE, IMMUTABLE, or one of them `_WITH_EXCLUSION`. */
  readonly tagMutability: string
}

/** One entry of an ECR repository. What ECR does not say is `null`. */
export interface EcrImage {
  /** `sha256:` and 64 hex digits. */
  readonly digest: string
  /** Empty for an untagged image. */
  readonly tags: readonly string[]
  readonly pushedAt: Date | null
  readonly sizeBytes: number | null
  readonly mediaType: string | null
}

/** One deployment of an ECS service. */
export interface Deployment {
  readonly id: string
  /** PRIMARY, ACTIVE or INACTIVE. */
  readonly status: string
  readonly taskDefinitionArn: string
  /** COMPLETED, IN_PROGRESS or FAILED; `null` where the deployment controller has none. */
  readonly rolloutState: string | null
  readonly rolloutReason: string | null
  readonly createdAt: Date | null
  readonly desiredCount: number
  readonly runningCount: number
  readonly failedTasks: number
}

/** An ECS service. */
export interface EcsService {
  readonly arn: string
  readonly name: string
  readonly clusterArn: string
  /** ACTIVE, DRAINING or INACTIVE; deleted services linger as the last two. */
  readonly status: string
  readonly desiredCount: number
  readonly deployments: readonly Deployment[]
}

/** What an ECS task is made from. */
export interface TaskDefinition {
  readonly arn: string
  readonly containers: readonly { readonly name: string; readonly image: string }[]
}

/** A CloudFormation stack. */
export interface Stack {
  readonly name: string
  readonly id: string
  /** StackStatus, e.g. `UPDATE_COMPLETE`. */
  readonly status: string
}

/** One resource of a stack. */
export interface StackResource {
  readonly logicalId: string
  /** `null` before it was made. */
  readonly physicalId: string | null
  readonly type: string
  readonly status: string
}

/** An IAM role. */
export interface Role {
  readonly name: string
  readonly arn: string
  /** The trust policy's JSON text; a student may have written anything. */
  readonly trustPolicy: string
  readonly maxSessionSeconds: number
}

/** An IAM OIDC identity provider. */
export interface OidcProvider {
  readonly arn: string
  /** Without `https://`. */
  readonly url: string
  readonly clientIds: readonly string[]
}

/**
 * The account as it is before the run: what the twin is filled from.
 * Lazy, so that only what a run touches is looked up; asking twice gives the same answer.
 */
export interface AccountView {
  /** The graded account, 12 digits. */
  readonly account: string
  /** The graded region. */
  readonly region: string
  /** A repository of the graded region, by name. */
  ecrRepository(name: string): Promise<Observed<EcrRepository>>
  /** All images of a repository of the graded region, untagged ones too. */
  images(repository: string): Promise<Observed<readonly EcrImage[]>>
  /**
   * A service of the graded region, by names or ARNs as a command would give them.
   * `absent` when ECS says `MISSING` or `ClusterNotFoundException`.
   */
  service(cluster: string, service: string): Promise<Observed<EcsService>>
  /** ARNs of the graded region's clusters. */
  clusters(): Promise<Observed<readonly string[]>>
  /** ARNs of a cluster's services. */
  services(cluster: string): Promise<Observed<readonly string[]>>
  /** By ARN, family and revision, or family. */
  taskDefinition(arn: string): Promise<Observed<TaskDefinition>>
  /** A stack of the graded region, by its name or ARN. */
  stack(name: string): Promise<Observed<Stack>>
  /** All resources of a stack of the graded region, by its name or ARN. */
  stackResources(name: string): Promise<Observed<readonly StackResource[]>>
  /** A role by its name, without path. */
  role(name: string): Promise<Observed<Role>>
  oidcProviders(): Promise<Observed<readonly OidcProvider[]>>
}
