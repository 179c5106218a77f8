import { createHash } from 'node:crypto'
import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { configBlob, manifest } from '../evidence/aws/ecr.js'
import { type ImageContent, imageContent } from './image-content.js'
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

/** What is behind an image, where the repository has these ones. */
function contentOf(name: string, ...answers: Answer[]): Promise<Observed<unknown>> {
  return imageContent(savedEvidence(answers), 'cs40', new Set(LISTED), sha(name))
}

const NOTHING: ImageContent = {
  platforms: [],
  otherPlatforms: null,
  digests: [],
  otherDigests: null,
  missing: [],
}

const LISTED = ['a', 'b', 'c', ...Array.from({ length: 30 }, (_, at) => `n${at}`)].map(sha)

const content = (change: Partial<ImageContent>): Observed<ImageContent> =>
  found({ ...NOTHING, ...change })

const unreadable = (name: string, because: string) =>
  unknown(
    `The image ${sha(name)} could not be read: ${because}.`,
    'Look at the image by hand: docker buildx imagetools inspect.',
  )

describe('an image', () => {
  test('has the platform of its config', async () => {
    expect(await contentOf('a', ...image('a', 'linux', 'arm64'))).toEqual(
      content({ platforms: ['linux/arm64'] }),
    )
  })

  test('that could not be read is unknown, or not there', async () => {
    const ask = (observed: Observed<string>) =>
      contentOf('a', answer(manifest, ['cs40', sha('a')], observed))
    expect(await ask(NOT_KNOWN)).toEqual(NOT_KNOWN)
    expect(await ask(absent('ImageNotFound'))).toEqual(absent('ImageNotFound'))
    expect(await ask(found('{'))).toEqual(unreadable('a', 'the manifest is not JSON'))
  })

  test('whose config could not be read runs on what is not known', async () => {
    const config = (observed: Observed<string>) => [
      ...image('a', 'linux', 'arm64'),
      answer(configBlob, ['cs40', sha('config-of-a')], observed),
    ]
    const unsure = (otherPlatforms: ImageContent['otherPlatforms']) => content({ otherPlatforms })
    expect(await contentOf('a', ...config(NOT_KNOWN))).toEqual(unsure(NOT_KNOWN))
    expect(await contentOf('a', ...config(found('{')))).toEqual(
      unsure(unreadable('config-of-a', "the image's config is not JSON")),
    )
    expect(await contentOf('a', ...config(absent('LayersNotFoundException')))).toEqual(
      unsure(unreadable('config-of-a', 'ECR does not have its config')),
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
      content({ platforms: ['linux/arm64', 'linux/amd64'], digests: ['a', 'b', 'c'].map(sha) }),
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
      content({ platforms: ['linux/arm64'], digests: ['a'].map(sha) }),
    )
    expect(await contentOf('i', index('i'))).toEqual(content({}))
  })

  test('that does not tell the platform of an image has it read', async () => {
    expect(
      await contentOf('i', index('i', { name: 'a' }), ...image('a', 'linux', 'arm64')),
    ).toEqual(content({ platforms: ['linux/arm64'], digests: ['a'].map(sha) }))
  })

  test('may hold another one, and that a third, but not a fourth', async () => {
    const nested = (...digests: string[]) =>
      digests.map((digest, at) =>
        index(digest, { name: digests[at + 1] ?? 'a', platform: ARM, mediaType: INDEX }),
      )
    const leaf = index('l', { name: 'a', platform: ARM })
    expect(await contentOf('i', ...nested('i', 'j', 'l').slice(0, 2), leaf)).toEqual(
      content({ platforms: ['linux/arm64'], digests: ['j', 'l', 'a'].map(sha) }),
    )
    const deep = nested('i', 'j', 'k', 'l').slice(0, 3)
    const tooDeep = unreadable('k', 'its indexes are nested too deep')
    expect(await contentOf('i', ...deep, leaf)).toEqual(
      content({
        otherPlatforms: tooDeep,
        digests: ['j', 'k', 'l'].map(sha),
        otherDigests: tooDeep,
      }),
    )
  })

  test('any of whose images could not be read may have other platforms and digests', async () => {
    const both = index('i', { name: 'a', platform: ARM }, { name: 'b' })
    expect(await contentOf('i', both, answer(manifest, ['cs40', sha('b')], NOT_KNOWN))).toEqual(
      content({
        platforms: ['linux/arm64'],
        otherPlatforms: NOT_KNOWN,
        digests: ['a', 'b'].map(sha),
        otherDigests: NOT_KNOWN,
      }),
    )
  })

  test('names its images even where no config can be read', async () => {
    const config = answer(configBlob, ['cs40', sha('config-of-a')], NOT_KNOWN)
    const answers = [index('i', { name: 'a' }), ...image('a', 'linux', 'arm64'), config]
    expect(await contentOf('i', ...answers)).toEqual(
      content({ otherPlatforms: NOT_KNOWN, digests: [sha('a')] }),
    )
  })

  test.each([
    ['an empty platform', { os: '', architecture: '' }],
    ['no architecture', { os: 'linux' }],
    ['an object with nothing in it', {}],
  ])('that gives an image %s has it read', async (_, platform) => {
    const answers = [index('i', { name: 'a', platform }), ...image('a', 'linux', 'arm64')]
    expect(await contentOf('i', ...answers)).toEqual(
      content({ platforms: ['linux/arm64'], digests: [sha('a')] }),
    )
  })

  test('tells which of its images are not in the repository', async () => {
    const gone = answer(manifest, ['cs40', sha('x')], absent('ImageNotFound'))
    const both = index('i', { name: 'x' }, { name: 'a', platform: AMD })
    expect(await contentOf('i', both, gone)).toEqual(
      content({ platforms: ['linux/amd64'], digests: ['a', 'x'].map(sha), missing: [sha('x')] }),
    )
  })

  // No answer is given for a further one, which would make it unknown.
  test('has twenty images looked into, first those that the repository has', async () => {
    const names = (letter: string) => Array.from({ length: 25 }, (_, at) => `${letter}${at}`)
    const gone = names('x')
      .slice(0, 19)
      .map((name) => answer(manifest, ['cs40', sha(name)], absent('ImageNotFound')))
    const some = index('i', ...names('x').map((name) => ({ name })), { name: 'a' })
    expect(await contentOf('i', some, ...gone, ...image('a', 'linux', 'arm64'))).toEqual(
      content({
        platforms: ['linux/arm64'],
        digests: ['a', ...names('x')].map(sha),
        missing: names('x').map(sha),
      }),
    )
    const many = index('i', ...names('n').map((name) => ({ name })))
    const read = names('n')
      .slice(0, 20)
      .flatMap((name) => image(name, 'linux', 'amd64'))
    const tooMany = unreadable('i', 'it has more than 20 images without a platform')
    expect(await contentOf('i', many, ...read)).toEqual(
      content({
        platforms: ['linux/amd64'],
        otherPlatforms: tooMany,
        digests: names('n').map(sha),
        otherDigests: tooMany,
      }),
    )
  })
})
