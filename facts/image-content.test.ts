import { createHash } from 'node:crypto'
import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { configBlob, manifest } from '../evidence/aws/ecr.js'
import { imageContent } from './image-content.js'
import { type Answer, answer, savedEvidence } from './test-evidence.js'

const NOT_KNOWN = unknown('AccessDenied', 'ask for the permission')
const INDEX = 'application/vnd.oci.image.index.v1+json'
const IMAGE = 'application/vnd.oci.image.manifest.v1+json'

const sha = (name: string) => `sha256:${createHash('sha256').update(name).digest('hex')}`

const holds = (name: string, content: object): Answer =>
  answer(manifest, ['cs40', sha(name)], found(JSON.stringify({ schemaVersion: 2, ...content })))

/** An image, with its config's platform. */
const image = (name: string, os: string, architecture: string): Answer[] => [
  holds(name, { mediaType: IMAGE, config: { digest: sha(`config-of-${name}`) }, layers: [] }),
  answer(
    configBlob,
    ['cs40', sha(`config-of-${name}`)],
    found(JSON.stringify({ os, architecture })),
  ),
]

type Child = { name: string; mediaType?: string; platform?: object; annotations?: object }
const index = (name: string, ...manifests: Child[]): Answer =>
  holds(name, {
    mediaType: INDEX,
    manifests: manifests.map(({ name: child, ...each }) => ({
      mediaType: IMAGE,
      size: 1,
      digest: sha(child),
      ...each,
    })),
  })

const ARM = { os: 'linux', architecture: 'arm64' }
const AMD = { os: 'linux', architecture: 'amd64' }

function contentOf(name: string, ...answers: Answer[]): Promise<Observed<unknown>> {
  return imageContent(savedEvidence(answers), 'cs40', sha(name))
}

const unreadable = (name: string, because: string) =>
  unknown(
    `The image ${sha(name)} could not be read: ${because}.`,
    'Look at the image by hand: docker buildx imagetools inspect.',
  )

describe('an image', () => {
  test('has the platform of its config', async () => {
    expect(await contentOf('a', ...image('a', 'linux', 'arm64'))).toEqual(
      found({ platforms: ['linux/arm64'], digests: [] }),
    )
  })

  test('that could not be read is unknown, or not there', async () => {
    const ask = (observed: Observed<string>) =>
      contentOf('a', answer(manifest, ['cs40', sha('a')], observed))
    expect(await ask(NOT_KNOWN)).toEqual(NOT_KNOWN)
    expect(await ask(absent('ImageNotFound'))).toEqual(absent('ImageNotFound'))
    expect(await ask(found('{'))).toEqual(unreadable('a', 'the manifest is not JSON'))
  })

  test('whose config could not be read is unknown', async () => {
    const config = (observed: Observed<string>) => [
      ...image('a', 'linux', 'arm64'),
      answer(configBlob, ['cs40', sha('config-of-a')], observed),
    ]
    expect(await contentOf('a', ...config(NOT_KNOWN))).toEqual(NOT_KNOWN)
    expect(await contentOf('a', ...config(found('{')))).toEqual(
      unreadable('config-of-a', "the image's config is not JSON"),
    )
  })
})

describe('an index', () => {
  test('has the platforms of its images, each once, and their digests', async () => {
    const platforms = index(
      'i',
      { name: 'a', platform: ARM },
      { name: 'b', platform: AMD },
      { name: 'c', platform: ARM },
    )
    expect(await contentOf('i', platforms)).toEqual(
      found({ platforms: ['linux/arm64', 'linux/amd64'], digests: ['a', 'b', 'c'].map(sha) }),
    )
  })

  test('does not count attestations', async () => {
    const attested = index(
      'i',
      { name: 'a', platform: ARM },
      {
        name: 'b',
        platform: AMD,
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
    )
    expect(await contentOf('i', attested)).toEqual(
      found({ platforms: ['linux/arm64'], digests: ['a'].map(sha) }),
    )
    expect(await contentOf('i', index('i'))).toEqual(found({ platforms: [], digests: [] }))
  })

  test('that does not tell the platform of an image has it read', async () => {
    expect(
      await contentOf('i', index('i', { name: 'a' }), ...image('a', 'linux', 'arm64')),
    ).toEqual(found({ platforms: ['linux/arm64'], digests: ['a'].map(sha) }))
  })

  test('may hold another one, and that a third, but not a fourth', async () => {
    const nested = (...digests: string[]) =>
      digests.map((digest, at) =>
        index(digest, { name: digests[at + 1] ?? 'a', platform: ARM, mediaType: INDEX }),
      )
    const leaf = index('l', { name: 'a', platform: ARM })
    expect(await contentOf('i', ...nested('i', 'j', 'l').slice(0, 2), leaf)).toEqual(
      found({ platforms: ['linux/arm64'], digests: ['j', 'l', 'a'].map(sha) }),
    )
    const deep = nested('i', 'j', 'k', 'l').slice(0, 3)
    expect(await contentOf('i', ...deep, leaf)).toEqual(
      unreadable('k', 'its indexes are nested too deep'),
    )
  })

  test('any of whose images could not be read is unknown', async () => {
    const both = index('i', { name: 'a', platform: ARM }, { name: 'b' })
    expect(await contentOf('i', both, answer(manifest, ['cs40', sha('b')], NOT_KNOWN))).toEqual(
      NOT_KNOWN,
    )
  })
})
