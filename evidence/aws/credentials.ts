import { fromEnv, fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { type Unknown, unknownByCaller } from '@grade4/unknown'
import { parseKnownFiles } from '@smithy/core/config'
import type { AwsCredentialIdentityProvider } from '@smithy/types'
import { requestHandler } from './request-handler.js'

/**
 * Whether the aws command would use keys in the environment: a profile that was asked for comes before them, and they
 * before `AWS_PROFILE` and the rest of the default chain. The SDK for JavaScript by itself prefers `AWS_PROFILE` to
 * keys, and would look at another account than `aws sts get-caller-identity` names.
 * Source: AWS CLI User Guide, "Configuration settings and precedence"; aws-sdk-js-v3 issues 2549 and 6295.
 */
export function usesKeys(
  profile: string | null,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return profile === null && Boolean(env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY)
}

/** What may keep the caller's configuration from giving credentials, by the profile that lacks something. */
export const FAULTS = {
  none: () =>
    unknownByCaller(
      'No AWS credentials were found.',
      'Run: aws configure, or set AWS_PROFILE, or use --profile; check with: aws sts get-caller-identity',
    ),
  noProfile: (profile: string) =>
    unknownByCaller(
      `There is no profile "${profile}" in your AWS configuration.`,
      'See which there are with: aws configure list-profiles; then name one with --profile or AWS_PROFILE.',
    ),
  /** `source`: the profile that `source_profile` names and that is not there. */
  noSource: (profile: string, source: string) =>
    unknownByCaller(
      `The profile "${profile}" takes its credentials from the profile "${source}", which does not exist.`,
      `Correct source_profile of "${profile}" in ~/.aws/config, then run grade4 again.`,
    ),
  /** Signed out, or never signed in. */
  sso: (profile: string) =>
    unknownByCaller(
      `The profile "${profile}" has no SSO session: it has expired, or you have not signed in yet.`,
      `Run: aws sso login --profile ${profile}`,
    ),
  process: (profile: string) =>
    unknownByCaller(
      `The credential_process of the profile "${profile}" gave no credentials.`,
      'Run that command by itself (it stands in ~/.aws/config) and fix what it reports.',
    ),
  mfa: (profile: string) =>
    unknownByCaller(
      `The profile "${profile}" asks for an MFA code, which grade4 does not ask you for.`,
      `Run: eval "$(aws configure export-credentials --profile ${profile} --format env)" (it asks for the code), then grade4 without --profile.`,
    ),
  /** STS did not hand out the role of the profile's `role_arn`. */
  role: (profile: string, roleArn: string) =>
    unknownByCaller(
      `AWS did not let the profile "${profile}" assume its role ${roleArn}.`,
      `Check role_arn in ~/.aws/config and the trust policy of that role; try: aws sts get-caller-identity --profile ${profile}`,
    ),
}

/** The caller has no credentials that work. Every look at the account ends with it; `cause` is the SDK's error. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials'
  /** One of `FAULTS`. */
  readonly fault: Unknown

  constructor(fault: Unknown, cause: unknown) {
    super('There are no AWS credentials.', { cause })
    this.fault = fault
  }
}

/**
 * What gets the caller's own credentials, of a profile where one was asked for. It throws `NoCredentials`, which says
 * what is wrong with the configuration.
 */
export function credentialProvider(profile: string | null): AwsCredentialIdentityProvider {
  if (usesKeys(profile, process.env)) return fromEnv()
  const chain = fromNodeProviderChain({
    clientConfig: { requestHandler },
    ...(profile === null ? {} : { profile }),
  })
  return async () => {
    try {
      return await chain()
    } catch (error) {
      const named = profile ?? (process.env.AWS_PROFILE || null)
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
 * What is wrong with a profile that gave no credentials, by its settings. `name`: `null` where none was asked for.
 * Source: AWS CLI User Guide, "Configuration and credential file settings".
 */
export function credentialFault(name: string | null, all: Profiles): Unknown {
  let profile = name ?? 'default'
  if (all[profile] === undefined) return name === null ? FAULTS.none() : FAULTS.noProfile(profile)
  let assumed: Unknown | null = null
  for (let length = 0; length < LONGEST_CHAIN; length++) {
    const settings = all[profile] ?? {}
    if (settings.role_arn) {
      if (settings.mfa_serial) return FAULTS.mfa(profile)
      assumed ??= FAULTS.role(profile, settings.role_arn)
    }
    const source = settings.source_profile
    if (settings.role_arn && source !== undefined && source !== profile) {
      if (all[source] === undefined) return FAULTS.noSource(profile, source)
      profile = source
      continue
    }
    if (settings.sso_session || settings.sso_start_url) return FAULTS.sso(profile)
    if (settings.credential_process) return FAULTS.process(profile)
    break
  }
  return assumed ?? FAULTS.none()
}
