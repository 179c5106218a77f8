import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { describeImage, parseEcrHost, parseImageReference } from './image-reference.js'

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`
const GRADED = { account: '111122223333', region: 'us-west-2' }
const HOST = '111122223333.dkr.ecr.us-west-2.amazonaws.com'

describe('parseImageReference', () => {
  it.each<[string, string, string, string | null, string | null]>([
    ['nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['nginx:1.25', 'docker.io', 'library/nginx', '1.25', null],
    ['ada/app', 'docker.io', 'ada/app', 'latest', null],
    ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['index.docker.io/ada/app:x', 'docker.io', 'ada/app', 'x', null],
    ['ghcr.io/ada/app:v1', 'ghcr.io', 'ada/app', 'v1', null],
    ['localhost/app', 'localhost', 'app', 'latest', null],
    ['localhost:5000/app:1', 'localhost:5000', 'app', '1', null],
    ['app:5000', 'docker.io', 'library/app', '5000', null],
    ['[::1]:5000/app', '[::1]:5000', 'app', 'latest', null],
    ['Registry/app', 'Registry', 'app', 'latest', null],
    [`app@${SHA}`, 'docker.io', 'library/app', null, SHA],
    [`quay.io/a/b:t@${SHA}`, 'quay.io', 'a/b', 't', SHA],
    [`${HOST}/cs40`, HOST, 'cs40', 'latest', null],
    ['a__b/c-d--e.f_g', 'docker.io', 'a__b/c-d--e.f_g', 'latest', null],
  ])('%s', (text, registry, repository, tag, digest) => {
    expect(parseImageReference(text)).toEqual({ registry, repository, tag, digest })
  })

  it.each([
    '',
    ' ',
    'App',
    'ada/App',
    'app:',
    'app:-x',
    `app:${'t'.repeat(129)}`,
    'app@',
    'app@sha256:abc',
    `app@md5:${'a'.repeat(32)}`,
    'a//b',
    '/app',
    'app/',
    'a___b',
    '-a',
    'a b',
    'app:x:y',
    'http://ghcr.io/a',
    'ghcr.io/',
    '-x.io/app',
    'a'.repeat(2000),
    'a\n',
    '0123456789abcdef'.repeat(4),
    '${REGISTRY}/cs40:latest',
  ])('%j is none', (text) => {
    expect(parseImageReference(text)).toBeNull()
  })
})

describe('describeImage', () => {
  it.each<[string, string, object]>([
    ['the assignment', `${HOST}/cs40:latest`, { kind: 'latest' }],
    ['no tag', `${HOST}/cs40`, { kind: 'latest' }],
    [
      'the FIPS host',
      '111122223333.dkr.ecr-fips.us-west-2.amazonaws.com/cs40:latest',
      { kind: 'latest' },
    ],
    [
      'the dual-stack host',
      '111122223333.dkr-ecr.us-west-2.on.aws/cs40:latest',
      { kind: 'latest' },
    ],
    [
      'dual-stack and FIPS',
      '111122223333.dkr-ecr-fips.us-west-2.on.aws/cs40:latest',
      { kind: 'latest' },
    ],
    ['the port', `${HOST}:443/cs40:latest`, { kind: 'latest' }],
    ['another tag', `${HOST}/cs40:1710014400000`, { kind: 'other-tag', tag: '1710014400000' }],
    ['the tag in capitals', `${HOST}/cs40:LATEST`, { kind: 'other-tag', tag: 'LATEST' }],
    ['a digest', `${HOST}/cs40@${SHA}`, { kind: 'digest', digest: SHA }],
    ['tag and digest', `${HOST}/cs40:latest@${SHA}`, { kind: 'digest', digest: SHA }],
    [
      'a CDK asset',
      `${HOST}/cdk-hnb659fds-container-assets-111122223333-us-west-2:0a1b`,
      { kind: 'cdk-asset' },
    ],
    [
      'a CDK asset with its own qualifier',
      `${HOST}/cdk-mine-container-assets-111122223333-us-west-2:0a1b`,
      { kind: 'cdk-asset' },
    ],
    [
      'another repository',
      `${HOST}/cs40-app:latest`,
      { kind: 'other-repository', repository: 'cs40-app' },
    ],
    [
      'a repository inside cs40',
      `${HOST}/cs40/app:latest`,
      { kind: 'other-repository', repository: 'cs40/app' },
    ],
    [
      'another account',
      `999988887777.dkr.ecr.us-west-2.amazonaws.com/cs40:latest`,
      { kind: 'other-account', account: '999988887777' },
    ],
    [
      'another region',
      `111122223333.dkr.ecr.us-east-1.amazonaws.com/cs40:latest`,
      { kind: 'other-region', region: 'us-east-1' },
    ],
    [
      'ECR Public',
      'public.ecr.aws/x1y2/cs40:latest',
      { kind: 'public', registry: 'public.ecr.aws' },
    ],
    ['Docker Hub', 'cs40:latest', { kind: 'public', registry: 'docker.io' }],
    ['GitHub', 'ghcr.io/ada/cs40:latest', { kind: 'public', registry: 'ghcr.io' }],
    ['a host that only looks like ECR', `${HOST}.example.com/cs40:latest`, { kind: 'public' }],
    [
      'an account of eleven digits',
      '11112222333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest',
      { kind: 'public' },
    ],
    ['a placeholder', 'ECR_REGISTRY/ECR_REPOSITORY:latest', { kind: 'unparsable' }],
    ['a URL', `https://${HOST}/cs40:latest`, { kind: 'unparsable' }],
  ])('%s', (_, text, expected) => {
    expect(describeImage(text, GRADED)).toMatchObject(expected)
  })

  it('takes nothing but the two spellings of the graded image for it', () => {
    const edited = fc
      .tuple(
        fc.nat(70),
        fc.nat(2),
        fc.string({ unit: fc.constantFrom(...'a1./:-@cs40'), maxLength: 2 }),
      )
      .map(([at, cut, put]) => {
        const text = `${HOST}/cs40:latest`
        return text.slice(0, at) + put + text.slice(at + cut)
      })
    fc.assert(
      fc.property(edited, (text) => {
        if (describeImage(text, GRADED).kind !== 'latest') return
        expect([`${HOST}/cs40:latest`, `${HOST}/cs40`]).toContain(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('never throws, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void describeImage(text, GRADED)),
    )
  })

  it('comes to an end with texts made to take long', () => {
    for (const unit of ['a', 'a.', 'a-', 'a__', 'a/', ':a', '@', '-']) {
      expect(describeImage(unit.repeat(500), GRADED)).toBeDefined()
      expect(describeImage(`${unit.repeat(500)}!`, GRADED)).toBeDefined()
    }
  })
})

const HERE = { account: '111122223333', region: 'us-west-2' }

test.each([
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com', HERE],
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com:443', HERE],
  ['111122223333.DKR.ECR.US-WEST-2.amazonaws.com', HERE],
  ['111122223333.dkr.ecr-fips.us-west-2.amazonaws.com', HERE],
  ['111122223333.dkr-ecr.us-west-2.on.aws', HERE],
  ['111122223333.dkr-ecr-fips.us-west-2.on.aws', HERE],
  [
    '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn',
    { account: '111122223333', region: 'cn-north-1' },
  ],
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com:80', null],
  ['1111.dkr.ecr.us-west-2.amazonaws.com', null],
  ['x111122223333.dkr.ecr.us-west-2.amazonaws.com', null],
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com.evil.example', null],
  ['public.ecr.aws', null],
  ['docker.io', null],
  ['', null],
])('%s', (host, registry) => {
  expect(parseEcrHost(host)).toEqual(registry)
})
