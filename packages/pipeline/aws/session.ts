import { type Holes, hasHole, UnknownError } from '@grade4/unknown'
import type { Configuration } from './configuration.js'
import { AwsError } from './errors.js'

/** Where the command line looks for who calls, and where to. */
export interface Surroundings {
  readonly globals: ReadonlyMap<string, string>
  /** Exported variables. */
  readonly environment: Readonly<Record<string, string>>
  readonly profiles: Configuration['profiles']
}

/** The first that is given of an option, variables and a setting of the profile, `null` where none is. */
export function chosen(
  surroundings: Surroundings,
  option: string,
  variables: readonly string[],
  setting: string,
): string | null {
  const { globals, environment, profiles } = surroundings
  const all = [
    globals.get(option),
    ...variables.map((name) => environment[name]),
    profiles.get(profileOf(surroundings) ?? 'default')?.get(setting),
  ]
  return all.find((one) => one !== undefined && one !== '') ?? null
}

/** The region of a call; `null`: none is given. Throws `UnknownError`. Source: AWS CLI user guide, "Environment variables". */
export function regionFor(surroundings: Surroundings, holes: Holes): string | null {
  const region = chosen(surroundings, '--region', ['AWS_REGION', 'AWS_DEFAULT_REGION'], 'region')
  if (region !== null && hasHole(region)) throw new UnknownError(holes.reasonFor(region))
  return region
}

/** The name of the profile that is asked for; `null`: none is, and the one called default counts if it is there. */
export function profileOf({ globals, environment }: Omit<Surroundings, 'profiles'>): string | null {
  const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = environment
  return globals.get('--profile') || AWS_DEFAULT_PROFILE || AWS_PROFILE || null
}

/**
 * Variables with the keys of a call: of the environment, else of the profile. One that an option names comes before
 * the environment. Source: botocore, `create_credential_resolver`.
 */
export function keysFor(surroundings: Surroundings): Readonly<Record<string, string>> {
  const { globals, environment, profiles } = surroundings
  const isNamed = (globals.get('--profile') ?? '') !== ''
  if (!isNamed && (environment.AWS_ACCESS_KEY_ID ?? '') !== '') return environment
  const settings = profiles.get(profileOf(surroundings) ?? 'default')
  const [id, secret, token] = ['access_key_id', 'secret_access_key', 'session_token'].map(
    (name) => settings?.get(`aws_${name}`) ?? '',
  )
  return {
    AWS_ACCESS_KEY_ID: id ?? '',
    AWS_SECRET_ACCESS_KEY: secret ?? '',
    AWS_SESSION_TOKEN: token ?? '',
  }
}

/** Throws `AwsError` for a profile that is not there, `UnknownError` where its name is not known. */
export function refuseProfile(surroundings: Surroundings, holes: Holes): void {
  const name = profileOf(surroundings)
  if (name === null) return
  if (hasHole(name)) throw new UnknownError(holes.reasonFor(name))
  if (!surroundings.profiles.has(name)) throw new AwsError({ kind: 'no-profile', name })
}
