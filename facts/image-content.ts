import { type Platform, platformName } from '@grade4/pipeline'
import { found, type Observed, unknown } from '@grade4/unknown'
import { configBlob, manifest } from '../evidence/aws/ecr.js'
import type { Evidence } from '../evidence/question.js'
import { readConfig, readManifest } from './manifest.js'

/** What is behind a digest: one image, or an index of several. */
export interface ImageContent {
  /** What it runs on, `os/architecture[/variant]`; attestations don't count, so it may be empty. */
  readonly platforms: readonly string[]
  /** Digests that a task which runs it may name, beside its own: those of an index's images. */
  readonly digests: readonly string[]
}

/** An index may hold an index; deeper than this nobody builds. */
const DEEPEST = 3

/**
 * Reads the manifest behind a digest, and the config blob wherever the manifest does not tell the platform.
 * `unknown` when any part of it could not be read: a platform that was not seen is not a wrong one.
 */
export async function imageContent(
  evidence: Evidence,
  repository: string,
  digest: string,
  depth = 1,
): Promise<Observed<ImageContent>> {
  const text = await evidence.ask(manifest, repository, digest)
  if (text.state !== 'found') return text
  const read = readManifest(text.value)
  if (read.kind === 'unknown') return unreadable(digest, read.because)
  if (read.kind === 'image') {
    const platform = await platformOf(evidence, repository, read.configDigest)
    return platform.state === 'found'
      ? found({ platforms: [platformName(platform.value)], digests: [] })
      : platform
  }
  const children = await Promise.all(
    read.children
      .filter(({ attestation }) => !attestation)
      .map(async (child): Promise<Observed<ImageContent>> => {
        if (child.platform !== null && !child.index) {
          return found({ platforms: [platformName(child.platform)], digests: [child.digest] })
        }
        if (depth === DEEPEST) return unreadable(digest, 'its indexes are nested too deep')
        const content = await imageContent(evidence, repository, child.digest, depth + 1)
        if (content.state !== 'found') return content
        return found({
          platforms: content.value.platforms,
          digests: [child.digest, ...content.value.digests],
        })
      }),
  )
  const contents: ImageContent[] = []
  for (const child of children) {
    if (child.state !== 'found') return child
    contents.push(child.value)
  }
  return found({
    platforms: [...new Set(contents.flatMap(({ platforms }) => platforms))],
    digests: contents.flatMap(({ digests }) => digests),
  })
}

async function platformOf(
  evidence: Evidence,
  repository: string,
  configDigest: string,
): Promise<Observed<Platform>> {
  const text = await evidence.ask(configBlob, repository, configDigest)
  if (text.state !== 'found') return text
  const config = readConfig(text.value)
  return config.kind === 'platform'
    ? found(config.platform)
    : unreadable(configDigest, config.because)
}

function unreadable(digest: string, because: string): Observed<never> {
  return unknown(
    `The image ${digest} could not be read: ${because}.`,
    'Look at the image by hand: docker buildx imagetools inspect.',
  )
}
