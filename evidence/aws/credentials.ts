import { fromEnv, fromNodeProviderChain } from '@aws-sdk/credential-providers'
import type { AwsCredentialIdentityProvider } from '@smithy/types'

/** Which of several sources the caller's own AWS credentials are taken from. */
export type CredentialSource =
  | { readonly kind: 'profile'; readonly name: string }
  /** `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. `unusedProfile`: what `AWS_PROFILE` names, if anything. */
  | { readonly kind: 'environment'; readonly unusedProfile: string | null }
  | { readonly kind: 'default-chain' }

/**
 * The source that the aws command would use: a profile that was asked for comes first, then keys in the
 * environment, then `AWS_PROFILE` and the rest of the default chain. The SDK for JavaScript by itself prefers
 * `AWS_PROFILE` to keys, and would look at another account than `aws sts get-caller-identity` names.
 * Source: AWS CLI User Guide, "Configuration settings and precedence"; aws-sdk-js-v3 issues 2549 and 6295.
 */
export function credentialSource(
  profile: string | null,
  env: Readonly<Record<string, string | undefined>>,
): CredentialSource {
  if (profile !== null) return { kind: 'profile', name: profile }
  if (env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) {
    return { kind: 'environment', unusedProfile: env.AWS_PROFILE || null }
  }
  return { kind: 'default-chain' }
}

/** What gets credentials from a source. */
export function credentialProvider(source: CredentialSource): AwsCredentialIdentityProvider {
  switch (source.kind) {
    case 'profile':
      return fromNodeProviderChain({ profile: source.name })
    case 'environment':
      return fromEnv()
    case 'default-chain':
      return fromNodeProviderChain()
  }
}
