import type { Platform } from '@grade4/pipeline'
import { z } from 'zod'

/** What a manifest says that an image is. */
export type Manifest =
  /** One image; what it runs on stands in its config blob. */
  | { readonly kind: 'image'; readonly configDigest: string }
  /** Several images behind one digest, in the index's order. */
  | { readonly kind: 'index'; readonly children: readonly ManifestChild[] }
  /** Not to be read here. Not the student's mistake: registries refuse broken manifests. */
  | { readonly kind: 'unknown'; readonly because: string }

/** One entry of an index. */
export interface ManifestChild {
  /** `sha256:` and 64 hex digits. */
  readonly digest: string
  /** `null` when the index doesn't say; then the child's own config blob does. */
  readonly platform: Platform | null
  /** A statement about another child (provenance, SBOM), nothing that runs. */
  readonly attestation: boolean
  /** Whether the child is an index itself. */
  readonly index: boolean
}

/** What a config blob says that its image runs on. */
export type ConfigPlatform =
  | { readonly kind: 'platform'; readonly platform: Platform }
  | { readonly kind: 'unknown'; readonly because: string }

/** Registries take manifests of 4 MiB; characters here are at most as many as bytes. */
const MAX_CHARACTERS = 4_194_304

const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

const Digest = z.string().regex(/^sha256:[\da-f]{64}$/)

const PlatformElement = z
  .object({
    os: z.string().nullish(),
    architecture: z.string().nullish(),
    variant: z.string().nullish(),
  })
  .transform(({ os, architecture, variant }): Platform | null =>
    os && architecture ? { os, architecture, variant: variant || null } : null,
  )

const Index = z.object({
  schemaVersion: z.literal(2),
  manifests: z.array(
    z.object({
      mediaType: z.string().nullish(),
      digest: Digest,
      platform: PlatformElement.nullish(),
      annotations: z.record(z.string(), z.string()).nullish(),
    }),
  ),
})

const Image = z.object({ schemaVersion: z.literal(2), config: z.object({ digest: Digest }) })

/** What tells the kinds apart. `mediaType` is optional in OCI, so the members decide. */
const Kind = z.object({
  schemaVersion: z.unknown().optional(),
  manifests: z.unknown().optional(),
  config: z.unknown().optional(),
})

/**
 * Reads a manifest: Docker image or list (schema 2), OCI image or index. Never throws.
 * Source: OCI image specification; Docker "Image Manifest Version 2, Schema 2".
 */
export function readManifest(text: string): Manifest {
  const json = parseJson(text)
  if (json.state === 'unknown') return { kind: 'unknown', because: `the manifest ${json.because}` }
  const kind = Kind.safeParse(json.value)
  if (!kind.success) return unknown('the manifest is no JSON object')
  if (kind.data.schemaVersion === 1)
    return unknown('the manifest is of the old schema 1, which this grader does not read')
  if (kind.data.manifests !== undefined) {
    const index = Index.safeParse(json.value)
    return index.success
      ? { kind: 'index', children: index.data.manifests.map(childOf) }
      : unknown(`the image index is malformed (${where(index.error)})`)
  }
  const image = Image.safeParse(json.value)
  return image.success
    ? { kind: 'image', configDigest: image.data.config.digest }
    : unknown(`the manifest is malformed (${where(image.error)})`)
}

/** Reads what an image's config blob says about its platform. Never throws. */
export function readConfig(text: string): ConfigPlatform {
  const json = parseJson(text)
  if (json.state === 'unknown') return unknown(`the image's config ${json.because}`)
  const platform = PlatformElement.safeParse(json.value)
  return platform.success && platform.data !== null
    ? { kind: 'platform', platform: platform.data }
    : unknown("the image's config does not say what it runs on")
}

/**
 * BuildKit marks attestations by an annotation, and by a platform that nothing runs on.
 * Source: BuildKit, "Image attestation storage".
 */
function childOf(entry: z.infer<typeof Index>['manifests'][number]): ManifestChild {
  const { digest, platform, annotations, mediaType } = entry
  return {
    digest,
    platform: platform ?? null,
    attestation:
      annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' ||
      (platform?.os === 'unknown' && platform.architecture === 'unknown'),
    index: INDEX_TYPES.includes(mediaType ?? ''),
  }
}

type Parsed =
  | { readonly state: 'json'; readonly value: unknown }
  | { readonly state: 'unknown'; readonly because: string }

function parseJson(text: string): Parsed {
  if (text.length > MAX_CHARACTERS)
    return { state: 'unknown', because: `is ${text.length} characters long` }
  try {
    return { state: 'json', value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return { state: 'unknown', because: 'is not JSON' }
    throw error
  }
}

function unknown(because: string): { readonly kind: 'unknown'; readonly because: string } {
  return { kind: 'unknown', because }
}

function where(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'its top level'
}
