import { fromEnv, fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { parseKnownFiles } from '@smithy/core/config'
import type { AwsCredentialIdentityProvider } from '@smithy/types'
import { requestHandler } from './request-handler.js'

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

/** Why a source gives no credentials, by what stands in the AWS configuration files. */
export type CredentialFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown-profile'; readonly profile: string }
  /** `source`: the profile that `source_profile` names and that is not there. */
  | { readonly kind: 'no-source-profile'; readonly profile: string; readonly source: string }
  /** Signed out, or never signed in. */
  | { readonly kind: 'sso'; readonly profile: string }
  | { readonly kind: 'process'; readonly profile: string }
  | { readonly kind: 'mfa'; readonly profile: string }
  /** STS did not hand out the role of the profile's `role_arn`. */
  | { readonly kind: 'role'; readonly profile: string; readonly roleArn: string }

/** The caller has no credentials that work. Every look at the account ends with it; `cause` is the SDK's error. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials'
  readonly fault: CredentialFault

  constructor(fault: CredentialFault, cause: unknown) {
    super('There are no AWS credentials.', { cause })
    this.fault = fault
  }
}

/** What gets credentials from a source. It throws `NoCredentials`, which says what is wrong with the source. */
export function credentialProvider(source: CredentialSource): AwsCredentialIdentityProvider {
  if (source.kind === 'environment') return fromEnv()
  const chain = fromNodeProviderChain({
    clientConfig: { requestHandler },
    ...(source.kind === 'profile' ? { profile: source.name } : {}),
  })
  return async () => {
    try {
      return await chain()
    } catch (error) {
      const named = source.kind === 'profile' ? source.name : process.env.AWS_PROFILE || null
      throw new NoCredentials(credentialFault(named, await profiles()), error)
    }
  }
}

/** Sections of the AWS configuration files, by profile. */
export type Profiles = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>

async function profiles(): Promise<Profiles> {
  return await parseKnownFiles({}).catch(() => ({}))
}

/** Longest chain of `source_profile` that is followed. */
const LONGEST_CHAIN = 10

/**
 * What is wrong with a profile that gave no credentials, told by its settings. `name`: `null` where none was asked for.
 * Source: AWS CLI User Guide, "Configuration and credential file settings".
 */
export function credentialFault(name: string | null, all: Profiles): CredentialFault {
  let profile = name ?? 'default'
  if (all[profile] === undefined) {
    return name === null ? { kind: 'none' } : { kind: 'unknown-profile', profile }
  }
  let assumed: CredentialFault | null = null
  for (let length = 0; length < LONGEST_CHAIN; length++) {
    const settings = all[profile] ?? {}
    if (settings.role_arn) {
      if (settings.mfa_serial) return { kind: 'mfa', profile }
      assumed ??= { kind: 'role', profile, roleArn: settings.role_arn }
    }
    const source = settings.source_profile
    if (settings.role_arn && source !== undefined && source !== profile) {
      if (all[source] === undefined) return { kind: 'no-source-profile', profile, source }
      profile = source
      continue
    }
    if (settings.sso_session || settings.sso_start_url) return { kind: 'sso', profile }
    if (settings.credential_process) return { kind: 'process', profile }
    break
  }
  return assumed ?? { kind: 'none' }
}
