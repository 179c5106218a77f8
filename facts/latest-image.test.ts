import { absent, found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import type { EcrImage } from '../evidence/aws/ecr.js'
import { images, manifest } from '../evidence/aws/ecr.js'
import { latestContent, latestImage } from './latest-image.js'
import { answer, savedEvidence } from './test-evidence.js'

const entry = (letter: string, ...tags: string[]): EcrImage => ({
  digest: `sha256:${letter.repeat(64)}`,
  tags,
  pushedAt: null,
  sizeBytes: null,
  mediaType: null,
})
const latest = async (...all: EcrImage[]) =>
  await latestImage(savedEvidence([answer(images, ['cs40'], found(all))]))

test('is the image that carries the tag, and none where two do or none does', async () => {
  const none = absent('not exactly one image carries latest')
  expect(await latest(entry('a', 'x'), entry('b', 'y', 'latest'))).toEqual(
    found(entry('b', 'y', 'latest')),
  )
  expect(await latest(entry('a', 'x'))).toEqual(none)
  expect(await latest(entry('a', 'latest'), entry('b', 'latest'))).toEqual(none)
})

test('and what it holds are unknown where the images are', async () => {
  const denied = unknown('AccessDenied', 'ask for the permission')
  const evidence = savedEvidence([answer(images, ['cs40'], denied)])
  expect(await latestImage(evidence)).toEqual(denied)
  expect(await latestContent(evidence)).toEqual(denied)
})

test('is unknown where it went away between two looks: no other check reports that', async () => {
  const digest = entry('a').digest
  const evidence = savedEvidence([
    answer(images, ['cs40'], found([entry('a', 'latest')])),
    answer(manifest, ['cs40', digest], absent('ImageNotFound')),
  ])
  expect(await latestContent(evidence)).toEqual(
    unknown(`The image ${digest} went away while it was graded.`, 'Run grade4 again.'),
  )
})
