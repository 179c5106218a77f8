import { unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import type { TwinImage } from './ecr-state.js'
import { digest, image, testTwin, testView } from './test-account.js'

async function imagesOf(twin: ReturnType<typeof testTwin>['twin'], region = 'us-west-2') {
  const images = await twin.images(region, 'cs40')
  if (images.state !== 'found') throw new Error(images.state)
  return Object.fromEntries(images.value.map((one: TwinImage) => [one.digest, one.tags]))
}

function untag(tag: string, repositoryName = 'cs40') {
  return { repositoryName, imageIds: [{ imageTag: tag }] }
}

test('taking a tag off an image with others only untags it', async () => {
  const { twin, caller, effects } = testTwin()
  const answer = await twin.call('ecr', 'BatchDeleteImage', untag('latest'), caller)
  expect(answer).toEqual({
    state: 'answered',
    value: { imageIds: [{ imageDigest: digest('a'), imageTag: 'latest' }], failures: [] },
  })
  expect(await imagesOf(twin)).toEqual({ [digest('a')]: ['1709294400000'], [digest('b')]: ['100'] })
  expect(effects).toEqual([
    {
      kind: 'untagged',
      account: '111122223333',
      region: 'us-west-2',
      repository: 'cs40',
      tag: 'latest',
      digest: digest('a'),
      imageDeleted: false,
    },
  ])
})

test('taking the last tag off deletes the image', async () => {
  const { twin, caller, effects } = testTwin(testView([image('a', ['latest'])]))
  await twin.call('ecr', 'BatchDeleteImage', untag('latest'), caller)
  expect(await imagesOf(twin)).toEqual({})
  expect(effects).toMatchObject([{ kind: 'untagged', imageDeleted: true }])
})

test('deleting a tag that no image has succeeds and lists a failure', async () => {
  const { twin, caller, effects } = testTwin()
  const answer = await twin.call('ecr', 'BatchDeleteImage', untag('nope'), caller)
  expect(answer).toMatchObject({
    state: 'answered',
    value: { imageIds: [], failures: [{ failureCode: 'ImageNotFound' }] },
  })
  expect(effects).toMatchObject([{ kind: 'nothing-to-delete', tag: 'nope' }])
})

test('deleting by digest takes the image and all its tags', async () => {
  const { twin, caller, effects } = testTwin()
  const imageIds = [{ imageDigest: digest('a') }]
  await twin.call('ecr', 'BatchDeleteImage', { repositoryName: 'cs40', imageIds }, caller)
  expect(await imagesOf(twin)).toEqual({ [digest('b')]: ['100'] })
  expect(effects).toMatchObject([{ kind: 'image-deleted', tagsLost: ['latest', '1709294400000'] }])
})

test('digest and tag together is unknown, and the images are not known after it', async () => {
  const { twin, caller, effects } = testTwin()
  const imageIds = [{ imageDigest: digest('a'), imageTag: 'latest' }]
  const answer = await twin.call(
    'ecr',
    'BatchDeleteImage',
    { repositoryName: 'cs40', imageIds },
    caller,
  )
  expect(answer.state).toBe('unknown')
  expect(effects).toMatchObject([{ kind: 'delete-ambiguous', tag: 'latest' }])
  expect((await twin.images('us-west-2', 'cs40')).state).toBe('unknown')
})

test('an untagged image beside an index may be kept by ECR', async () => {
  const index = { ...image('a', ['latest']), mediaType: 'application/vnd.oci.image.index.v1+json' }
  const { twin, caller, effects } = testTwin(testView([index, image('c', [])]))
  const imageIds = [{ imageDigest: digest('c') }]
  const params = { repositoryName: 'cs40', imageIds }
  const answer = await twin.call('ecr', 'BatchDeleteImage', params, caller)
  expect(effects).toMatchObject([{ kind: 'image-deleted', tagsLost: [] }])
  expect(() => JSON.stringify(answer)).toThrow(/does not know what AWS answers/)
})

test.each([
  ['a repository that is not there', 'us-west-2', 'other'],
  ['the right name in another region', 'us-east-1', 'cs40'],
])('%s is RepositoryNotFoundException', async (_name, region, repository) => {
  const { twin, caller, effects } = testTwin()
  const there = { ...caller, region }
  const answer = await twin.call('ecr', 'BatchDeleteImage', untag('latest', repository), there)
  expect(answer).toEqual({
    state: 'refused',
    code: 'RepositoryNotFoundException',
    message: `The repository with name '${repository}' does not exist in the registry with id '111122223333'`,
  })
  expect(effects).toMatchObject([{ kind: 'refused', operation: 'BatchDeleteImage', region }])
})

const PUSH = { registryAccount: '111122223333', region: 'us-west-2', repository: 'cs40' }

function pushing(world: ReturnType<typeof testTwin>, tags: string[], repository = 'cs40') {
  const token = world.twin.authorizationToken(world.caller)
  if (token.state !== 'answered') throw new Error(token.state)
  return world.twin.push({
    ...PUSH,
    repository,
    tags,
    image: { platforms: ['linux/arm64'] },
    password: token.value.password,
    emit: world.caller.emit,
  })
}

test('pushing moves a tag to the new image', async () => {
  const world = testTwin()
  const answer = await pushing(world, ['latest', '200'])
  if (answer.state !== 'answered') throw new Error(answer.state)
  expect(await imagesOf(world.twin)).toEqual({
    [digest('a')]: ['1709294400000'],
    [digest('b')]: ['100'],
    [answer.value.digest]: ['latest', '200'],
  })
  expect(world.effects).toMatchObject([
    { kind: 'pushed', tags: ['latest', '200'], platforms: ['linux/arm64'] },
  ])
})

test('two pushes are two images', async () => {
  const world = testTwin(testView([]))
  await pushing(world, ['latest', '1'])
  await pushing(world, ['latest', '2'])
  expect(Object.values(await imagesOf(world.twin))).toEqual([['1'], ['latest', '2']])
})

test('immutable tags refuse a push that would move one', async () => {
  const world = testTwin(testView(undefined, 'IMMUTABLE'))
  expect(await pushing(world, ['200', 'latest'])).toMatchObject({
    state: 'refused',
    code: 'ImageTagAlreadyExistsException',
  })
  await world.twin.call('ecr', 'BatchDeleteImage', untag('latest'), world.caller)
  expect(await pushing(world, ['200', 'latest'])).toMatchObject({ state: 'answered' })
})

test('a push needs a login, a repository, and the own registry', async () => {
  const world = testTwin()
  const push = { ...PUSH, tags: ['latest'], image: { platforms: [] }, emit: world.caller.emit }
  expect(await world.twin.push({ ...push, password: null })).toMatchObject({
    state: 'refused',
    code: 'NoBasicAuthCredentials',
  })
  expect(await world.twin.push({ ...push, password: 'guess' })).toMatchObject({
    state: 'unknown',
  })
  expect(await pushing(world, ['latest'], 'other')).toMatchObject({
    state: 'refused',
    code: 'RepositoryNotFoundException',
  })
})

test('the registry of another account is not the one that was signed in to', async () => {
  const world = testTwin()
  const token = world.twin.authorizationToken(world.caller)
  if (token.state !== 'answered') throw new Error(token.state)
  const { password } = token.value
  const push = { ...PUSH, tags: ['latest'], image: { platforms: [] }, emit: world.caller.emit }
  const there = await world.twin.push({ ...push, registryAccount: '444455556666', password })
  expect(there).toMatchObject({
    state: 'unknown',
    because:
      'the registry of account 444455556666 is not the one that account 111122223333 signed in to, and its policy decides',
  })
})

test('a password is for the registries of its region, and for the user AWS', async () => {
  const { twin, caller, effects } = testTwin()
  const token = twin.authorizationToken(caller)
  if (token.state !== 'answered') throw new Error(token.state)
  const { password } = token.value
  const signIn = (region: string, login: { username: string; password: string }) =>
    twin.signIn({ account: '111122223333', region }, login, caller.emit)
  expect(signIn('us-west-2', { username: 'AWS', password })).toEqual({
    state: 'answered',
    value: null,
  })
  expect(signIn('us-east-1', { username: 'AWS', password: 'of somebody' })).toMatchObject({
    state: 'answered',
  })
  expect(effects).toEqual([])
  expect(signIn('us-west-2', { username: 'ada', password }).state).toBe('unknown')
  expect(signIn('us-east-1', { username: 'AWS', password })).toMatchObject({ state: 'refused' })
  expect(effects).toMatchObject([
    {
      kind: 'refused',
      service: 'ecr',
      operation: 'Login',
      region: 'us-east-1',
      account: '111122223333',
      code: 'BadRequest',
      message: 'the password is for registries in us-west-2: 400 Bad Request',
    },
  ])
})

test('calls without credentials are refused, with expired ones too, with strange ones unknown', async () => {
  const { twin, caller, clock, env } = testTwin()
  const ask = (of: Record<string, string>) =>
    twin.call(
      'ecr',
      'ListImages',
      { repositoryName: 'cs40' },
      {
        ...caller,
        credentials: twin.credentialsIn(of),
      },
    )
  expect(await ask({})).toMatchObject({ state: 'refused', code: 'NoCredentials' })
  const strange = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' }
  expect(await ask(strange)).toMatchObject({ state: 'unknown' })
  expect(await ask(env)).toMatchObject({ state: 'answered' })
  clock.advance(3_600_000)
  expect(await ask(env)).toMatchObject({ state: 'refused', code: 'ExpiredTokenException' })
})

test('a repository name that is not known makes a delete unknown, and the images with it', async () => {
  const { twin, caller, holes } = testTwin()
  const name = holes.hole({ because: 'secret REPO', remedy: '' })
  const answer = await twin.call('ecr', 'BatchDeleteImage', untag('latest', name), caller)
  expect(answer).toEqual(unknown('secret REPO', ''))
  expect((await twin.images('us-west-2', 'cs40')).state).toBe('unknown')
})

test('what the account could not show stays unknown', async () => {
  const denied = { state: 'unknown', because: 'AccessDenied', remedy: 'Allow it.' } as const
  const { twin, caller } = testTwin({ ...testView(), images: async () => denied })
  expect(await twin.call('ecr', 'BatchDeleteImage', untag('latest'), caller)).toEqual(denied)
})

test('a manifest that was read can be put back under another tag', async () => {
  const { twin, caller, effects } = testTwin()
  const imageIds = [{ imageTag: 'latest' }]
  const got = await twin.call('ecr', 'BatchGetImage', { repositoryName: 'cs40', imageIds }, caller)
  const imageManifest = /"imageManifest":"([^"]+)"/.exec(JSON.stringify(got))?.[1]
  const put = { repositoryName: 'cs40', imageTag: 'kept', imageManifest }
  expect(await twin.call('ecr', 'PutImage', put, caller)).toMatchObject({ state: 'answered' })
  expect(await twin.call('ecr', 'PutImage', put, caller)).toMatchObject({
    code: 'ImageAlreadyExistsException',
  })
  expect((await imagesOf(twin))[digest('a')]).toEqual(['latest', '1709294400000', 'kept'])
  expect(effects[0]).toMatchObject({ kind: 'tagged', tag: 'kept' })
})

test('a repository can be created once, used, and deleted when empty or by force', async () => {
  const { twin, caller } = testTwin()
  const named = { repositoryName: 'fresh' }
  expect(await twin.call('ecr', 'CreateRepository', named, caller)).toMatchObject({
    state: 'answered',
  })
  expect(await twin.call('ecr', 'CreateRepository', named, caller)).toMatchObject({
    code: 'RepositoryAlreadyExistsException',
  })
  expect(await twin.call('ecr', 'DeleteRepository', named, caller)).toMatchObject({
    state: 'answered',
  })
  const cs40 = { repositoryName: 'cs40' }
  expect(await twin.call('ecr', 'DeleteRepository', cs40, caller)).toMatchObject({
    code: 'RepositoryNotEmptyException',
  })
  const forced = { ...cs40, force: true }
  expect(await twin.call('ecr', 'DeleteRepository', forced, caller)).toMatchObject({
    state: 'answered',
  })
  expect((await twin.images('us-west-2', 'cs40')).state).toBe('absent')
})
