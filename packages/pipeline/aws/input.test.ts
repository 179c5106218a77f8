import { UnknownError } from '@grade4/unknown'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AwsError } from './errors.js'
import { parseShorthand, readInput } from './input.js'
import { inputOf } from './service-models.js'

const parse = (text: string) => parseShorthand('image-ids', text)

test.each([
  ['imageTag=latest', { imageTag: 'latest' }],
  ['imageDigest=sha256:ab,imageTag=latest', { imageDigest: 'sha256:ab', imageTag: 'latest' }],
  ['a=b,c', { a: ['b', 'c'] }],
  ['a=b,c,d=e', { a: ['b', 'c'], d: 'e' }],
  ['a=', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
])('%s', (text, value) => {
  expect(parse(text)).toEqual(value)
})

test.each(['latest', '', 'a=b,a=c', 'a=b,$c=d'])('%s is no shorthand', (text) => {
  expect(() => parse(text)).toThrow(AwsError)
})

test.each([
  ',a=b',
  'a=b,',
  'a=b,,c=d',
  'a=[b,c]',
  'a={b=c}',
  'a="b,c"',
  "a='b c'",
  'a=b\\,c',
  'a = b',
  'a@=file://b',
  'a==b',
])('%s is not followed', (text) => {
  expect(() => parse(text)).toThrow(UnknownError)
})

const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019.:/-_'), minLength: 1 })

test('pairs of plain words come back as they were', () => {
  fc.assert(
    fc.property(fc.dictionary(word, word, { minKeys: 1 }), (pairs) => {
      const text = Object.entries(pairs)
        .map(([key, value]) => `${key}=${value}`)
        .join(',')
      expect(parse(text)).toEqual({ ...pairs })
    }),
  )
})

test.each<[service: string, operation: string, line: string, input: object]>([
  [
    'ecr',
    'BatchDeleteImage',
    '--repository-name cs40 --image-ids=imageTag=latest',
    { repositoryName: 'cs40', imageIds: [{ imageTag: 'latest' }] },
  ],
  [
    'ecr',
    'BatchDeleteImage',
    '--repository-n cs40 --image-ids imageTag=a imageTag=b',
    { repositoryName: 'cs40', imageIds: [{ imageTag: 'a' }, { imageTag: 'b' }] },
  ],
  [
    'ecs',
    'UpdateService',
    '--service s --desired-count 2 --no-force-new-deployment',
    { service: 's', desiredCount: 2, forceNewDeployment: false },
  ],
  [
    'ecs',
    'UpdateService',
    '--service s --deployment-configuration maximumPercent=200,minimumHealthyPercent=50',
    { service: 's', deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 50 } },
  ],
  [
    'ecs',
    'UpdateService',
    '--service s --capacity-provider-strategy capacityProvider=FARGATE,weight=1',
    { service: 's', capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }] },
  ],
  [
    'ecs',
    'UpdateService',
    '--service s --service-connect-configuration enabled=True',
    { service: 's', serviceConnectConfiguration: { enabled: true } },
  ],
])('aws %s %s %s', async (service, operation, line, input) => {
  const read = await readInput(inputOf(service, operation), line.split(' '), async () => null)
  expect(read).toEqual(input)
})
