import { type Holes, hasHole, UnknownError } from '@grade4/unknown'
import { AwsError } from './errors.js'

/** Where the command line looks for who calls, and where to. */
export interface Surroundings {
  readonly globals: ReadonlyMap<string, string>
  /** Exported variables. */
  readonly environment: Readonly<Record<string, string>>
  /** What `aws configure set` wrote for the default profile. */
  readonly settings: ReadonlyMap<string, string>
}

/** The first that is given of an option, variables and a setting, `null` where none is. */
export function chosen(
  { globals, environment, settings }: Surroundings,
  option: string,
  variables: readonly string[],
  setting: string,
): string | null {
  const all = [
    globals.get(option),
    ...variables.map((name) => environment[name]),
    settings.get(setting),
  ]
  return all.find((one) => one !== undefined && one !== '') ?? null
}

/** The region of a call; `null`: none is given. Throws `UnknownError`. Source: AWS CLI user guide, "Environment variables". */
export function regionFor(surroundings: Surroundings, holes: Holes): string | null {
  const region = chosen(surroundings, '--region', ['AWS_REGION', 'AWS_DEFAULT_REGION'], 'region')
  if (region !== null && hasHole(region)) throw new UnknownError(holes.reasonFor(region))
  return region
}

/** Variables with the keys of a call: of the environment, else those that `aws configure set` wrote. */
export function keysFor({ environment, settings }: Surroundings): Readonly<Record<string, string>> {
  const configured = settings.get('aws_access_key_id')
  if ((environment.AWS_ACCESS_KEY_ID ?? '') !== '' || configured === undefined) return environment
  return {
    AWS_ACCESS_KEY_ID: configured,
    AWS_SECRET_ACCESS_KEY: settings.get('aws_secret_access_key') ?? '',
  }
}

/** Throws `AwsError` for a profile that is not there: a runner has none but the default one. */
export function refuseProfile(surroundings: Surroundings): void {
  const name = chosen(surroundings, '--profile', ['AWS_PROFILE'], '')
  if (name !== null && name !== 'default') throw new AwsError({ kind: 'no-profile', name })
}
