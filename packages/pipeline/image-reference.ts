import { REPOSITORY } from './graded.js'

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

/** A container image reference, its defaults filled in. */
export interface ImageReference {
  /** Host, with the port if it names one; `docker.io` when the reference names none. */
  readonly registry: string
  /** Path in the registry; Docker Hub's own images begin with `library/`. */
  readonly repository: string
  /** `latest` when the reference names neither a tag nor a digest; `null` when it names a digest alone. */
  readonly tag: string | null
  /** Algorithm, colon, hex digits. Where there is one, it decides, and the tag says nothing. */
  readonly digest: string | null
}

/** A reference longer than this (in characters) is no reference. */
const MAX_CHARACTERS = 1024

const REFERENCE = /^(?<name>[^@]*?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>.+))?$/
const DOMAIN =
  /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[\da-f:]+\])(?::\d+)?$/i
const PATH_PART = /^[a-z\d]+(?:(?:\.|__?|-+)[a-z\d]+)*$/
const DIGEST = /^(?:sha256:[\da-f]{64}|sha512:[\da-f]{128})$/i

/**
 * Parses an image reference as Docker does; `null` when it is none.
 *
 * A reference without a tag means `latest`: ECS hands it to the container runtime as it stands.
 * Source: the grammar of github.com/distribution/reference; ECS API, ContainerDefinition `image`.
 */
export function parseImageReference(text: string): ImageReference | null {
  if (text.length > MAX_CHARACTERS) return null
  const { name, tag, digest } = REFERENCE.exec(text)?.groups ?? {}
  if (name === undefined || (digest !== undefined && !DIGEST.test(digest))) return null
  const { registry, repository } = splitName(name)
  if (!DOMAIN.test(registry)) return null
  if (!repository.split('/').every((part) => PATH_PART.test(part))) return null
  // Docker takes 64 hex digits for the id of an image and refuses them as a name.
  if (/^[\da-f]{64}$/.test(name)) return null
  return {
    registry,
    repository,
    tag: tag ?? (digest === undefined ? 'latest' : null),
    digest: digest ?? null,
  }
}

/** Only what looks like a host is one: `ada/app` is a repository on Docker Hub. */
function splitName(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(slash, 0))
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  const registry = isHost ? first : 'docker.io'
  const repository = isHost ? name.slice(slash + 1) : name
  if (registry !== 'docker.io' && registry !== 'index.docker.io') return { registry, repository }
  return {
    registry: 'docker.io',
    repository: repository.includes('/') ? repository : `library/${repository}`,
  }
}

/** A tag in a private ECR registry. */
export interface EcrImage extends EcrRegistry {
  /** The registry's host as it is written. */
  readonly host: string
  readonly repository: string
  readonly tag: string
}

/** The tag that a reference of `docker push` or `docker pull` names in a private ECR registry; `null` for anything else. */
export function parseEcrImage(reference: string): EcrImage | null {
  const [, host = '', repository = '', tag = 'latest'] =
    /^([^/]+)\/([^:@]+)(?::([^@]+))?$/.exec(reference) ?? []
  const registry = parseEcrHost(host)
  return registry === null ? null : { ...registry, host, repository, tag }
}

/** Repository that CDK pushes `from_asset` images to; the qualifier can be chosen when bootstrapping. */
const CDK_ASSETS = /^cdk-[a-z\d]+-container-assets-\d{12}-[a-z\d-]+$/

/** What an image reference is, compared with `cs40:latest` of the graded account and region. */
export type ImageDescription =
  | { readonly kind: 'latest' }
  /** A tag of `cs40`, not `latest`. */
  | { readonly kind: 'other-tag'; readonly tag: string }
  /** A digest of `cs40`; with `latest@sha256:…` too the digest decides. */
  | { readonly kind: 'digest'; readonly digest: string }
  /** What CDK's `from_asset` makes, in whatever account and region. */
  | { readonly kind: 'cdk-asset' }
  /** Another repository of the graded registry. */
  | { readonly kind: 'other-repository'; readonly repository: string }
  /** The private registry of another account. */
  | { readonly kind: 'other-account'; readonly account: string }
  /** The private registry of the graded account in another region. */
  | { readonly kind: 'other-region'; readonly region: string }
  /** No private ECR: Docker Hub, public.ecr.aws, ghcr.io … */
  | { readonly kind: 'public'; readonly registry: string }
  | { readonly kind: 'unparsable' }

/**
 * Tells what an image reference is, the farthest difference first: registry, account, region,
 * repository, then digest and tag. All of ECR's host names for the graded registry count as it.
 * Rule: RUBRIC, `ecs.image`.
 */
export function describeImage(text: string, graded: EcrRegistry): ImageDescription {
  const reference = parseImageReference(text)
  if (reference === null) return { kind: 'unparsable' }
  const { registry, repository, tag, digest } = reference
  const ecr = parseEcrHost(registry)
  if (ecr === null) return { kind: 'public', registry }
  if (CDK_ASSETS.test(repository)) return { kind: 'cdk-asset' }
  if (ecr.account !== graded.account) return { kind: 'other-account', account: ecr.account }
  if (ecr.region !== graded.region) return { kind: 'other-region', region: ecr.region }
  if (repository !== REPOSITORY) return { kind: 'other-repository', repository }
  if (digest !== null) return { kind: 'digest', digest }
  return tag === null || tag === 'latest' ? { kind: 'latest' } : { kind: 'other-tag', tag }
}
