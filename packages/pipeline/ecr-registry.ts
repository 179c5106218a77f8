/** A private ECR registry: an account's images in a region. */
export interface EcrRegistry {
  /** 12 digits. */
  readonly account: string
  readonly region: string
}

/**
 * The host names of a private registry: the plain one, FIPS, and dual-stack with and without FIPS.
 * Source: Amazon ECR User Guide, "Making requests to Amazon ECR registries".
 */
const HOSTS = [
  /^(?<account>\d{12})\.dkr\.ecr(?:-fips)?\.(?<region>[a-z\d-]+)\.amazonaws\.com(?:\.cn)?(?::443)?$/i,
  /^(?<account>\d{12})\.dkr-ecr(?:-fips)?\.(?<region>[a-z\d-]+)\.on\.(?:aws|amazonwebservices\.com\.cn)(?::443)?$/i,
]

/** The private ECR registry behind a host name; `null` for any other registry. */
export function parseEcrHost(host: string): EcrRegistry | null {
  for (const pattern of HOSTS) {
    const { account, region } = pattern.exec(host)?.groups ?? {}
    if (account !== undefined && region !== undefined)
      return { account, region: region.toLowerCase() }
  }
  return null
}
