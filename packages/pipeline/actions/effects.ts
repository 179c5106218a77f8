import type { Denial } from '@grade4/trust'
import type { Reason } from '@grade4/unknown'
import type { Location } from '../location.js'

/** configure-aws-credentials got a session of a role through OIDC. */
export interface RoleTaken {
  readonly kind: 'role-taken'
  readonly roleArn: string
  readonly account: string
  /** `aws-region`, which later steps work in. */
  readonly region: string
  readonly subject: string
}

/** Why a credentials step did not get the role through OIDC. */
export type CredentialsRefusal =
  /** It names no role, and brings nothing else. */
  | { readonly reason: 'no-role' }
  /** It brings access keys of its own. */
  | { readonly reason: 'static-keys' }
  | { readonly reason: 'not-oidc'; readonly input: string }
  /** `aws-region` is missing, or no region. */
  | { readonly reason: 'region'; readonly region: string }
  /** The job may not ask GitHub for a token. `permissions`: as it is in force, in words. */
  | { readonly reason: 'no-token'; readonly permissions: string }
  /** A bare role name, which OIDC does not take. */
  | { readonly reason: 'bare-name'; readonly role: string }
  | { readonly reason: 'bad-arn'; readonly role: string }
  | { readonly reason: 'other-account'; readonly roleArn: string; readonly account: string }
  | { readonly reason: 'allowed-accounts'; readonly allowed: string }
  | { readonly reason: 'duration'; readonly seconds: number; readonly most: number }
  /** GitHub is no identity provider of the account. */
  | { readonly reason: 'no-provider' }
  /** The provider does not list the audience that the step asks for. */
  | { readonly reason: 'provider-audience'; readonly audience: string }
  | { readonly reason: 'no-such-role'; readonly roleArn: string }
  /** The role has another path than the ARN says. */
  | { readonly reason: 'role-path'; readonly roleArn: string; readonly actual: string }
  /** The trust policy says no to the token of this push. */
  | {
      readonly reason: 'trust'
      readonly roleArn: string
      readonly denial: Denial
      /** The subject claim that GitHub issues. */
      readonly subject: string
      /** What of that subject alone keeps the policy from accepting it; `null`: something else does. */
      readonly mismatch: SubjectMismatch | null
    }
  /** AWS takes no session of that name. */
  | { readonly reason: 'session-name'; readonly sessionName: string }
  /** The action stopped with these words. */
  | { readonly reason: 'action'; readonly message: string }

/** What of a token's subject keeps a policy from accepting it. `accepted`: the subject without that. */
export type SubjectMismatch =
  /** The job's environment stands in it instead of the branch. */
  | { readonly kind: 'environment'; readonly accepted: string; readonly environment: string }
  /** A template replaces GitHub's. `repository`: `OWNER/NAME`. */
  | { readonly kind: 'template'; readonly accepted: string; readonly repository: string }
  /** It has ids, the policy does not. `wanted`: what the policy should have. */
  | { readonly kind: 'ids'; readonly accepted: string; readonly wanted: string }

export interface RoleRefused {
  readonly kind: 'role-refused'
  /** As the step names it; empty when it names none. */
  readonly role: string
  readonly refusal: CredentialsRefusal
}

/** Whether AWS would hand out the role is not known. */
export interface RoleUnknown {
  readonly kind: 'role-unknown'
  readonly role: string
  readonly reason: Reason
}

/** Why a build failed. `input`: the one at fault, `null` when it is none. */
export interface BuildFailure {
  readonly kind: 'input' | 'builder' | 'contents-permission'
  /** As in `Cause`. */
  readonly message: string
  readonly input: string | null
}

/** docker/build-push-action ran. Texts may hold marks of unknown values. */
export interface Build {
  readonly kind: 'build'
  /** `null`: not known. */
  readonly pushes: boolean | null
  /** Normalised, as given or the runner's own; `null`: not known. */
  readonly platforms: readonly string[] | null
  /** None were given, so that the runner's own was built. */
  readonly platformsDefault: boolean
  /** The repository that is built instead of the graded one, as `owner/name` or its address; `null`: not known. */
  readonly otherRepository?: string | null
  /** As the action reads them. */
  readonly tags: readonly string[]
  /** Every input that was given, expanded, by lower-case name. */
  readonly inputs: Readonly<Record<string, string>>
  /** Where each input stands, by lower-case name. */
  readonly places: Readonly<Record<string, Location>>
  /** Why the build failed, and the input that is at fault; `null` when it did not. */
  readonly failure: BuildFailure | null
}

/** amazon-ecr-login or docker/login-action signed in to a registry. */
export interface RegistryLogin {
  readonly kind: 'registry-login'
  readonly registry: string
}

/** What an action did. */
export type ActionEffect = RoleTaken | RoleRefused | RoleUnknown | Build | RegistryLogin
