import type { Observed } from '@grade4/unknown'
import type { Stack, StackResource } from '../../../evidence/aws/cloudformation.js'
import type { EcrImage, EcrRepository } from '../../../evidence/aws/ecr.js'
import type { EcsService, TaskDefinition } from '../../../evidence/aws/ecs.js'
import type { OidcProvider, Role } from '../../../evidence/aws/iam.js'

/**
 * The student's account as the live evidence shows it: what the twin is filled from.
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
  images(repository: string): Promise<Observed<EcrImage[]>>
  /**
   * A service of the graded region, by names or ARNs as a command would give them.
   * `absent` when ECS says `MISSING` or `ClusterNotFoundException`.
   */
  service(cluster: string, service: string): Promise<Observed<EcsService>>
  /** ARNs of the graded region's clusters. */
  clusters(): Promise<Observed<string[]>>
  /** ARNs of a cluster's services. */
  services(cluster: string): Promise<Observed<string[]>>
  /** By ARN, family and revision, or family. */
  taskDefinition(arn: string): Promise<Observed<TaskDefinition>>
  /** A stack of the graded region, by its name or ARN. */
  stack(name: string): Promise<Observed<Stack>>
  /** All resources of a stack of the graded region, by its name or ARN. */
  stackResources(name: string): Promise<Observed<StackResource[]>>
  /** A role by its name, without path. */
  role(name: string): Promise<Observed<Role>>
  oidcProviders(): Promise<Observed<OidcProvider[]>>
}
