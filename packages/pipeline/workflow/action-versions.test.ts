import { expect, test } from 'vitest'
import { readActionReference, versionOf } from './action-reference.js'

test.each([
  ['docker/build-push-action@v6', 'fine'],
  ['docker/build-push-action@v6.18.0', 'fine'],
  ['docker/build-push-action@v2', 'old'],
  ['docker/build-push-action@master', 'fine'],
  [`docker/build-push-action@${'1'.repeat(40)}`, 'fine'],
  ['docker/build-push-action@6', 'none'],
  ['docker/build-push-action@6.18.0', 'none'],
  ['Docker/Build-Push-Action@v0', 'none'],
  ['docker/build-push-action@v99', 'newer'],
  ['aws-actions/amazon-ecr-login@v3', 'newer'],
  ['someone/else@6', 'fine'],
  ['./here', 'fine'],
  ['docker://alpine:3', 'fine'],
])('%s: %s', (uses, version) => {
  expect(versionOf(readActionReference(uses))).toBe(version)
})
