import type { Observed } from '@grade4/unknown'

/** The graded repository, compared with the beginning of the run. */
export interface RepositoryState {
  /** Digests of images that carry `latest`. */
  readonly latestOn: readonly string[]
  /** Tags other than `latest` that are gone, with the digest they were on. */
  readonly lost: readonly { readonly tag: string; readonly digest: string }[]
}

/** A push is about to begin: what the graded repository is like at this moment. */
export interface PushBegins {
  readonly kind: 'push-begins'
  readonly before: Observed<RepositoryState>
}

/** Where an effect took place. */
interface Place {
  /** The account whose resource it is, 12 digits. */
  readonly account: string
  readonly region: string
}

/**
 * One thing that the account went through during a run, in the order it happened.
 * Texts may hold marks of unknown values where the run's own arguments did.
 */
export type TwinEffect =
  | PushBegins
  /** A tag was taken off an image. */
  | (Place & {
      readonly kind: 'untagged'
      readonly repository: string
      readonly tag: string
      readonly digest: string
      /** The tag was the image's last one, so ECR deleted the image with it. */
      readonly imageDeleted: boolean
    })
  /** An image was deleted by digest, with all its tags. */
  | (Place & {
      readonly kind: 'image-deleted'
      readonly repository: string
      readonly digest: string
      /** Empty when it was untagged. */
      readonly tagsLost: readonly string[]
    })
  /** An image id held digest and tag together: what ECR does then is not documented. */
  | (Place & {
      readonly kind: 'delete-ambiguous'
      readonly repository: string
      readonly digest: string
      readonly tag: string
    })
  /** An image arrived, or an image that was there already got tags. */
  | (Place & {
      readonly kind: 'pushed'
      readonly repository: string
      readonly tags: readonly string[]
      readonly digest: string
      /** `os/architecture`; empty when unknown. */
      readonly platforms: readonly string[]
    })
  /** `put-image`: an image that was there already got one more tag. */
  | (Place & {
      readonly kind: 'tagged'
      readonly repository: string
      readonly tag: string
      readonly digest: string
    })
  /** A repository was created or deleted. */
  | (Place & {
      readonly kind: 'repository-created' | 'repository-deleted'
      readonly repository: string
    })
  /** `update-service` was called, whatever ECS says to it. */
  | {
      readonly kind: 'redeploy-asked'
      /** As the call names them, each a name or an ARN; what it leaves out is ECS's default. */
      readonly cluster: string
      readonly service: string
    }
  /** `update-service` was accepted. */
  | (Place & {
      readonly kind: 'redeployed'
      readonly clusterArn: string
      readonly serviceArn: string
      /** `--force-new-deployment` was given. */
      readonly forced: boolean
    })
  /** The desired count of a service was set. */
  | (Place & {
      readonly kind: 'scaled'
      readonly serviceArn: string
      readonly desiredCount: number
    })
  /** A service was deleted. */
  | (Place & {
      readonly kind: 'service-deleted'
      readonly serviceArn: string
    })
  /** A task definition was registered. */
  | (Place & {
      readonly kind: 'task-definition-registered'
      readonly family: string
    })
  /** A call that the service (or the command line, before it) refused. */
  | {
      readonly kind: 'refused'
      /** `ecr`, `ecs`, `sts`. */
      readonly service: string
      /** The operation's API name, e.g. `UpdateService`; `Login`: docker's, at a registry. */
      readonly operation: string
      /** The service's own error name; `NoCredentials` and `NoRegion` where nothing was sent. */
      readonly code: string
      readonly message: string
      /** `null` where the call was not sent. */
      readonly region: string | null
      readonly account: string | null
      /** Names that the call gave, for messages: repository, cluster, service … */
      readonly asked: Readonly<Record<string, string>>
    }
  /** A tag that a delete named was on no image: ECR lists it as a failure, the command succeeds. */
  | (Place & {
      readonly kind: 'nothing-to-delete'
      readonly repository: string
      readonly tag: string | null
      readonly digest: string | null
    })
  /** A `docker` command that builds, tags or pushes, done by a script and not by an action. */
  | {
      readonly kind: 'raw-docker'
      readonly command: 'build' | 'push' | 'tag' | 'buildx' | 'pull'
      /** What follows `docker`. */
      readonly args: readonly string[]
    }
