import { platformName } from '@grade4/pipeline'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readConfig, readManifest } from './manifest.js'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const config = {
  mediaType: 'application/vnd.oci.image.config.v1+json',
  digest: digest('c'),
  size: 7,
}
const ARM = { os: 'linux', architecture: 'arm64' }
const index = (...manifests: object[]) => JSON.stringify({ schemaVersion: 2, manifests })
const child = (changes: object = {}) => ({ digest: digest('a'), platform: ARM, ...changes })

describe('readManifest', () => {
  it.each([
    [
      'Docker schema 2',
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        config,
        layers: [],
      },
    ],
    [
      'OCI',
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config,
        layers: [],
      },
    ],
    ['OCI without a media type', { schemaVersion: 2, config, layers: [] }],
  ])('finds the config of one image: %s', (_, manifest) => {
    expect(readManifest(JSON.stringify(manifest))).toEqual({
      kind: 'image',
      configDigest: digest('c'),
    })
  })

  it('tells images from attestations in an index', () => {
    const text = index(
      child(),
      child({ digest: digest('b'), platform: { os: 'unknown', architecture: 'unknown' } }),
      child({
        digest: digest('d'),
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      }),
      child({
        digest: digest('e'),
        platform: undefined,
        mediaType: 'application/vnd.oci.image.index.v1+json',
      }),
    )
    const platform = { ...ARM, variant: null }
    expect(readManifest(text)).toEqual({
      kind: 'index',
      children: [
        { digest: digest('a'), platform, attestation: false, index: false },
        {
          digest: digest('b'),
          platform: { os: 'unknown', architecture: 'unknown', variant: null },
          attestation: true,
          index: false,
        },
        { digest: digest('d'), platform, attestation: true, index: false },
        { digest: digest('e'), platform: null, attestation: false, index: true },
      ],
    })
  })

  it('takes an unknown operating system alone for no attestation', () => {
    const text = index(child({ platform: { os: 'unknown', architecture: 'arm64' } }))
    expect(readManifest(text)).toMatchObject({ children: [{ attestation: false }] })
  })

  it.each([{}, { os: 'linux' }, { os: '', architecture: '' }, null])(
    'does not know the platform of an image from %j',
    (platform) => {
      expect(readManifest(index(child({ platform })))).toMatchObject({
        children: [{ platform: null, attestation: false }],
      })
    },
  )

  it.each<[string, string, RegExp]>([
    ['no JSON', '{', /is not JSON/],
    ['a list', '[]', /./],
    ['null', 'null', /no JSON object/],
    ['schema 1', '{"schemaVersion":1,"fsLayers":[]}', /schema 1/],
    ['neither kind', '{"schemaVersion":2}', /malformed \(config\)/],
    ['no schema version', JSON.stringify({ config }), /malformed \(schemaVersion\)/],
    [
      'a short digest',
      index(child({ digest: 'sha256:ab' })),
      /index is malformed \(manifests\.0\.digest\)/,
    ],
    ['a platform that is a number', index(child({ platform: { os: 1 } })), /platform\.os/],
    ['an index that is no list', '{"schemaVersion":2,"manifests":{}}', /index is malformed/],
    ['too much', `"${'x'.repeat(5_000_000)}"`, /characters long/],
    ['brackets without end', `${'['.repeat(500_000)}${']'.repeat(500_000)}`, /./],
  ])('says why it can not be read: %s', (_, text, because) => {
    const manifest = readManifest(text)
    expect(manifest.kind === 'unknown' && manifest.because).toMatch(because)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        readManifest(text)
        readConfig(text)
      }),
    )
  })
})

describe('readConfig', () => {
  it('finds the platform', () => {
    expect(readConfig('{"os":"linux","architecture":"arm64","variant":"v8","config":{}}')).toEqual({
      kind: 'platform',
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    })
  })
  it.each([
    ['{"os":"linux"}', 'does not say what it runs on'],
    ['null', 'does not say what it runs on'],
    ['{', 'is not JSON'],
    ['{"os":1,"architecture":"arm64"}', 'does not say what it runs on'],
  ])('is unsure of %s', (text, because) => {
    expect(readConfig(text)).toEqual({
      kind: 'unknown',
      because: `the image's config ${because}`,
    })
  })
})

describe('platformName', () => {
  it.each<[string, string, string | null, string]>([
    ['linux', 'arm64', null, 'linux/arm64'],
    ['linux', 'arm64', 'v8', 'linux/arm64'],
    ['linux', 'arm64', '8', 'linux/arm64'],
    ['Linux', 'ARM64', '', 'linux/arm64'],
    ['linux', 'aarch64', null, 'linux/arm64'],
    ['linux', 'arm64', 'v9', 'linux/arm64/v9'],
    ['linux', 'amd64', 'v1', 'linux/amd64'],
    ['linux', 'x86_64', null, 'linux/amd64'],
    ['linux', 'amd64', 'v3', 'linux/amd64/v3'],
    ['linux', 'arm', null, 'linux/arm'],
    ['linux', 'arm', 'v7', 'linux/arm'],
    ['linux', 'armhf', null, 'linux/arm'],
    ['linux', 'armel', null, 'linux/arm/v6'],
    ['linux', 'arm', '6', 'linux/arm/v6'],
    ['linux', 'i386', null, 'linux/386'],
    ['macOS', 'arm64', null, 'darwin/arm64'],
    ['windows', 'amd64', null, 'windows/amd64'],
    ['unknown', 'unknown', null, 'unknown/unknown'],
    ['linux', 'constructor', null, 'linux/constructor'],
  ])('%s %s %s: %s', (os, architecture, variant, name) => {
    expect(platformName({ os, architecture, variant })).toBe(name)
  })
})
