import { expect, test } from 'vitest'
import { readActionReference, versionOf } from './action-reference.js'

test.each([
  ['actions/checkout@v4', 'actions/checkout', 'v4', 4],
  ['Actions/Checkout@V4', 'actions/checkout', 'V4', null],
  ['actions/checkout@4', 'actions/checkout', '4', 4],
  ['actions/checkout@v4.2.1', 'actions/checkout', 'v4.2.1', 4],
  ['actions/checkout@v12', 'actions/checkout', 'v12', 12],
  ['actions/checkout@v4.10.21', 'actions/checkout', 'v4.10.21', 4],
  ['actions/checkout@v4-beta', 'actions/checkout', 'v4-beta', null],
  ['actions/checkout@main', 'actions/checkout', 'main', null],
  ['actions/checkout@xv4', 'actions/checkout', 'xv4', null],
  ['a//b@v1', 'a/b', 'v1', 1],
  ['a/b/c/d@feature/x', 'a/b/c/d', 'feature/x', null],
  [`a/b@${'1'.repeat(40)}`, 'a/b', '1'.repeat(40), null],
])('%s is of a repository', (uses, action, ref, major) => {
  expect(readActionReference(uses)).toEqual({ kind: 'repository', action, ref, major })
})

test.each(['./x', './.github/actions/x', '.\\x', '$/x'])('%s is local', (uses) => {
  expect(readActionReference(uses)).toEqual({ kind: 'local' })
})

test('docker://alpine:3 is an image', () => {
  expect(readActionReference('docker://alpine:3')).toEqual({ kind: 'docker' })
})

test.each(['', 'a', 'a/b', 'a@v1', '/b@v1', 'a/@v1', 'a/b@', 'a/b@c@d', '@v1'])(
  '"%s" is what GitHub refuses',
  (uses) => {
    expect(readActionReference(uses)).toEqual({ kind: 'other' })
  },
)

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
