import { platformName } from '@grade4/pipeline'
import { absent, found, type Observed, type Unknown, unknown } from '@grade4/unknown'
import { configBlob, manifest } from '../evidence/aws/ecr.js'
import type { Evidence } from '../evidence/question.js'
import { type ManifestChild, readConfig, readManifest } from './manifest.js'

/** What is behind a digest: one image, or an index of several. */
export interface ImageContent {
  /** What it was seen to run on, `os/architecture[/variant]`, each once; attestations don't count. */
  readonly platforms: readonly string[]
  /** Why it may run on others as well; `null` when it does not. */
  readonly otherPlatforms: Unknown | null
  /** Digests that a task which runs it may name, beside its own: those of an index's images. */
  readonly digests: readonly string[]
  /** Why there may be others; `null` when there are none. */
  readonly otherDigests: Unknown | null
  /** Those of `digests` that the repository does not have, by ECR's own word. */
  readonly missing: readonly string[]
}

/** An index may hold an index; deeper than this nobody builds. */
const DEEPEST = 3

/** So many images of an index are looked into, where it does not say what they run on. */
const MOST_READ = 20

const NOTHING: ImageContent = {
  platforms: [],
  otherPlatforms: null,
  digests: [],
  otherDigests: null,
  missing: [],
}

/** How an image is looked into. */
interface Look {
  readonly evidence: Evidence
  readonly repository: string
  /** Digests of all images that the repository has. */
  readonly listed: ReadonlySet<string>
  /** How many more images may be looked into. */
  left: number
}

/**
 * Reads the manifest behind a digest, and the config blob wherever the manifest does not tell the platform.
 * `unknown` or `absent` where the manifest itself is; what else could not be read stands beside what was.
 * `listed`: digests of all images that the repository has.
 */
export async function imageContent(
  evidence: Evidence,
  repository: string,
  listed: ReadonlySet<string>,
  digest: string,
): Promise<Observed<ImageContent>> {
  return await contentOf({ evidence, repository, listed, left: MOST_READ }, digest, 1)
}

async function contentOf(
  look: Look,
  digest: string,
  depth: number,
): Promise<Observed<ImageContent>> {
  const text = await look.evidence.ask(manifest, look.repository, digest)
  if (text.state !== 'found') return text
  const read = readManifest(text.value)
  if (read.kind === 'unknown') return unreadable(digest, read.because)
  if (read.kind === 'image') return found(await imageOf(look, read.configDigest))
  const children = read.children
    .filter(({ attestation }) => !attestation)
    .toSorted((a, b) => Number(look.listed.has(b.digest)) - Number(look.listed.has(a.digest)))
  const contents = await Promise.all(
    children.map(async (child) => withChild(child, await childOf(look, child, digest, depth))),
  )
  return found(together(contents))
}

async function imageOf(look: Look, configDigest: string): Promise<ImageContent> {
  const text = await look.evidence.ask(configBlob, look.repository, configDigest)
  if (text.state === 'unknown') return { ...NOTHING, otherPlatforms: text }
  const config =
    text.state === 'found'
      ? readConfig(text.value)
      : ({ kind: 'unknown', because: 'ECR does not have its config' } as const)
  return config.kind === 'platform'
    ? { ...NOTHING, platforms: [platformName(config.platform)] }
    : { ...NOTHING, otherPlatforms: unreadable(configDigest, config.because) }
}

/** What an entry of an index holds, which is looked into only where the index does not say. */
async function childOf(
  look: Look,
  child: ManifestChild,
  parent: string,
  depth: number,
): Promise<Observed<ImageContent>> {
  if (child.platform !== null && !child.index) {
    return found({ ...NOTHING, platforms: [platformName(child.platform)] })
  }
  if (depth === DEEPEST) return unreadable(parent, 'its indexes are nested too deep')
  if (look.left === 0) {
    return look.listed.has(child.digest)
      ? unreadable(parent, `it has more than ${MOST_READ} images without a platform`)
      : absent('not in the list of images')
  }
  look.left -= 1
  return await contentOf(look, child.digest, depth + 1)
}

/** What an entry adds to its index. */
function withChild({ digest }: ManifestChild, content: Observed<ImageContent>): ImageContent {
  const own = { ...NOTHING, digests: [digest] }
  switch (content.state) {
    case 'found':
      return { ...content.value, digests: [digest, ...content.value.digests] }
    case 'absent':
      return { ...own, missing: [digest] }
    case 'unknown':
      return { ...own, otherPlatforms: content, otherDigests: content }
  }
}

function together(contents: readonly ImageContent[]): ImageContent {
  const first = (reasons: readonly (Unknown | null)[]) =>
    reasons.find((one) => one !== null) ?? null
  return {
    platforms: [...new Set(contents.flatMap(({ platforms }) => platforms))],
    otherPlatforms: first(contents.map(({ otherPlatforms }) => otherPlatforms)),
    digests: contents.flatMap(({ digests }) => digests),
    otherDigests: first(contents.map(({ otherDigests }) => otherDigests)),
    missing: contents.flatMap(({ missing }) => missing),
  }
}

function unreadable(digest: string, because: string): Unknown {
  return unknown(
    `The image ${digest} could not be read: ${because}.`,
    'Look at the image by hand: docker buildx imagetools inspect.',
  )
}
