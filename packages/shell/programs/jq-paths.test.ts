import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathStops, picksKnown } from './jq-paths.js'

/** As ECR lists images: the second has no tag. */
const IMAGES = {
  imageDetails: [{ imageTags: ['latest', '1'], imageDigest: 'a' }, { imageDigest: 'b' }],
}

/** Each ends with 5 in jq 1.6 and 1.7. */
test.each([
  '.imageDetails[].imageTags[]',
  '.imageDetails[] | .imageTags[]',
  '[.imageDetails[].imageTags[]]',
  '.imageDetails[] | select(.imageTags[] == "latest") | .imageDigest',
  '.imageDetails[] | select(.imageTags | contains(["latest"]))',
  '.imageDetails[] | select(any(.imageTags[]; . == "latest"))',
  '.imageDetails | map(.imageTags[])',
  '.imageDetails | map(select(.imageTags[] == "latest"))',
  '.imageDetails[] | .imageTags | join(",")',
  '.imageDetails[0].imageDigest.x',
  '.imageDetails["x"]',
  '.imageDetails.x',
  '.[0]',
  '.nothing[]',
])('%s stops', (filter) => {
  expect(pathStops(filter, IMAGES)).toBe(true)
})

/** Each ends with 0. */
test.each([
  '.',
  '..',
  '.imageDetails[].imageTags[]?',
  '.imageDetails[].imageTags',
  '.imageDetails[].imageTags[0]',
  '.imageDetails[0].imageTags[]',
  '.imageDetails[] | select(.imageTags) | .imageTags[]',
  '.imageDetails[] | select(.imageTags != null and (.imageTags | contains(["latest"])))',
  '.imageDetails[] | select(.imageTags | index("latest")) | .imageDigest',
  '.imageDetails[] | (.imageTags // [])[]',
  '.imageDetails | map(.imageDigest) | join(",")',
  '.imageDetails | map(.imageTags[]?)',
  '.imageDetails[0] | map(.)',
  '.nothing.at.all | length',
  '.nothing // "x" | test("x")',
  '."imageDetails"[-1]["imageDigest"]',
])('%s does not stop', (filter) => {
  expect(pathStops(filter, IMAGES)).toBe(false)
})

test('what is unknown is not said to stop', () => {
  const marked = { service: '\uE0F00\uE0F1' }
  expect(pathStops('.service.deployments[].id', marked)).toBe(false)
})

test.each<[string, boolean]>([
  ['.images[].tags[]?', true],
  ['.images[].type', true],
  ['.images[].type?', true],
  ['.images[].type.x?', false],
  ['.images[].type[]?', false],
  ['.images[] | .tags', false],
])('%s picks what is known: %s', (filter, known) => {
  const input = { images: [{ tags: ['a'], type: '\uE0F00\uE0F1' }, { type: 'b' }] }
  expect(picksKnown(filter, input)).toBe(known)
})

test('any filter of any input is read to its end', () => {
  const piece = fc.constantFrom(
    '.',
    '..',
    '.a',
    '[',
    ']',
    '[]',
    '[0]',
    '|',
    'map(',
    '?',
    ' ',
    '"b"',
  )
  fc.assert(
    fc.property(fc.array(piece), fc.jsonValue(), (pieces, input) => {
      expect(typeof pathStops(pieces.join(''), input)).toBe('boolean')
    }),
  )
})
